"""Syllables of names, as people type them without marks: they tell "chi le thi huong" from "chi ve thi".

Names of people: the common given and middle names. Names of places: wards, communes and quarters are made of few
syllables, the old ones (tân, bình, phú …) and those of rivers, markets and villages.
"""

SURNAMES = (
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đinh", "trương", "lâm", "đoàn", "mai", "cao", "châu", "tạ", "thái", "tô", "hà", "trịnh", "lương", "phùng",
    "quách", "kiều", "đào", "từ", "tống", "la", "vương", "nghiêm", "thạch", "danh", "sơn", "tăng", "âu", "mã", "lữ",
    "triệu", "khổng", "giang", "ninh", "tôn", "bạch", "doãn", "lưu", "mạc", "diệp",
    "đàm", "cù", "kim", "chu", "thân", "lại", "hứa", "phí", "nhan", "liêu", "ngụy",
)  # fmt: skip
# Families whose name is no everyday word when typed without marks ("dang" is also "đang", "phan" also "phần").
PLAIN_SURNAMES = (
    "nguyen", "tran", "pham", "huynh", "bui", "ngo", "trinh", "phung", "quach", "vuong", "nghiem", "hoang",
)  # fmt: skip
MIDDLE_NAMES = (
    "thị", "văn", "ngọc", "minh", "thanh", "hữu", "đức", "quốc", "thu", "kim", "hoàng", "xuân", "công", "đình", "thành",
    "quang", "trọng", "gia", "bảo", "mỹ", "thúy", "hồng", "phương", "hoài", "tấn", "chí", "bá", "mạnh", "tuấn", "anh",
)  # fmt: skip
_GIVEN = (
    "an anh ai bac bach bang bao bich binh bong buu cam cang canh chau chi chien chinh chuong cong cuc cuong dai "
    "dao dat diem dien diep dinh dong duc dung duong duy duyen gam giang giao giau hai hang hanh hao hau hien "
    "hiep hieu hoa hoai hoan hoang hong hop hue hung huong huu huy huyen huynh kha khai khang khanh khiem khoa "
    "khoi khue khuong kien kiem kiet kieu kim ky lac lai lam lan lanh le lien lieu linh loan loc loi long luan "
    "luong luu ly man man manh mau mai mien minh mung my nam nga ngan nghi nghia ngoc ngon nguyen nguyet nhan "
    "nhat nhi nhien nhu nhung nhut ninh oanh phat phi phong phu phuc phung phuoc phuong quan quang que quoc quy "
    "quyen quyet quynh sa san sang sau sen son suong sy tai tam tan tanh tham than thang thanh thao thi thien "
    "thieu thinh tho thoa thong thu thuan thuc thuong thuy tien tin tinh toan trang tri trieu trinh trong truc "
    "trung truong tu tuan tuong tuyen tuyet uyen van vi viet vinh vu vuong vy xuan xuyen yen "
)
GIVEN_NAMES = frozenset(_GIVEN.split())
# The city's wards and communes since 1 July 2025, some from before, and those of the sample network.
_WARDS = (
    "sai gon, tan dinh, ben thanh, cau ong lanh, ban co, xuan hoa, nhieu loc, xom chieu, khanh hoi, vinh hoi, cho "
    "quan, an dong, cho lon, binh tay, binh tien, binh phu, phu lam, tan thuan, phu thuan, tan my, tan hung, "
    "chanh hung, phu dinh, binh dong, dien hong, vuon lai, hoa hung, minh phung, binh thoi, hoa binh, phu tho, "
    "dong hung thuan, trung my tay, tan thoi hiep, thoi an, an phu dong, an lac, tan tao, binh tan, binh tri "
    "dong, binh hung hoa, gia dinh, binh thanh, binh loi trung, thanh my tay, binh quoi, hanh thong, an nhon, go "
    "vap, an hoi dong, thong tay hoi, an hoi tay, duc nhuan, cau kieu, phu nhuan, tan son hoa, tan son nhat, tan "
    "hoa, bay hien, tan binh, tan son, tay thanh, tan son nhi, phu tho hoa, tan phu, phu thanh, hiep binh, thu "
    "duc, tam binh, linh xuan, tang nhon phu, long binh, long phuoc, long truong, cat lai, binh trung, phuoc "
    "long, an khanh, dong hoa, di an, tan dong hiep, an phu, binh hoa, lai thieu, thuan an, thuan giao, thu dau "
    "mot, phu loi, chanh hiep, binh duong, hoa loi, phu an, tay nam, long nguyen, ben cat, chanh phu hoa, vinh "
    "tan, binh co, tan uyen, tan hiep, tan khanh, vung tau, tam thang, rach dua, phuoc thang, ba ria, long huong, "
    "phu my, tam long, tan thanh, tan phuoc, tan hai, vinh loc, tan vinh loc, binh loi, tan nhut, binh chanh, "
    "hung long, binh hung, binh khanh, an thoi dong, can gio, cu chi, tan an hoi, thai my, an nhon tay, nhuan "
    "duc, phu hoa dong, binh my, dong thanh, hoc mon, xuan thoi son, ba diem, nha be, hiep phuoc, thuong tan, bac "
    "tan uyen, phu giao, phuoc hoa, phuoc thanh, an long, tru van tho, bau bang, long hoa, thanh an, dau tieng, "
    "minh thanh, chau pha, long hai, long dien, phuoc hai, dat do, nghia thanh, ngai giao, kim long, chau duc, "
    "binh gia, xuan son, ho tram, xuyen moc, hoa hoi, bau lam, hoa hiep, binh chau, long son, con dao, thao dien, "
    "linh trung, linh dong, truong tho, hiep thanh, thanh loc, thanh xuan, da kao, ben nghe, thanh my loi, ly "
    "nhon, tam thon hiep, hiep tan, son ky, binh mau, hoa mau, tan mau, an mau, phu mau "
)
WARDS = tuple(name.strip() for name in _WARDS.split(","))
# Of such syllables the names of wards elsewhere are made, too.
MORE_SYLLABLES = "bac dien giang hue kien lam mau nam ninh phong quang que sen son trang vien yen ngoc kien thuy bao"
PLACE_SYLLABLES = frozenset(" ".join((*WARDS, MORE_SYLLABLES)).split())
