"""Where a text says it happened."""

import re
from collections.abc import Iterator

from review.language.folding import eased, lacks_marks
from review.language.phrases import LOWER, UPPER, one_of

CAPITAL = rf"[{UPPER}][{LOWER}]+"
# A family name after the name of a unit begins a person's: "phường Bình Mẫu Nguyễn Văn A".
FAMILY = "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Trương"
NAME = rf"(?:{CAPITAL}(?:\s(?!(?:{FAMILY})\s){CAPITAL}){{0,3}}|\d+[A-Za-z]?(?!\d|\s*(?:giờ|người|hồ sơ)))"
LEVELS = (
    "phường",
    "xã",
    "quận",
    "huyện",
    "đặc khu",
    "thị trấn",
    "thị xã",
    "thành phố",
    "tỉnh",
    "khu phố",
    "ấp",
    "tổ dân phố",
)
LEVEL = rf"(?:{one_of(*LEVELS)}|(?:TP|P|Q|KP)\.?)"
OWN = one_of(
    "phường em", "xã em", "phường mình", "xã mình", "phường tôi", "khu phố em", "đơn vị em", "bên em", "cơ quan em"
)
CITY = r"TP\.?\s?HCM|TPHCM|TP\.?\s?Hồ Chí Minh|Thành phố Hồ Chí Minh"
NOUNS = (
    "sảnh", "hội trường", "trụ sở", "nhà văn hóa", "trung tâm", "công viên", "chợ", "trường", "bưu điện", "bệnh viện",
    "trạm y tế", "chung cư", "văn phòng", "ủy ban", "ubnd", "bộ phận", "quầy", "khu", "nhà thiếu nhi", "sân", "đình",
    "chùa", "nhà thờ", "khu công nghiệp", "khu chế xuất", "ga", "bến", "cầu", "đường", "khu dân cư",
    "nhà sinh hoạt", "điểm", "phòng", "công ty", "tổ", "địa bàn", "nhà trọ", "khu trọ", "xưởng",
    "siêu thị", "thư viện", "ban điều hành",
)  # fmt: skip
STOP = one_of(
    "có", "đã", "được", "cho", "từ", "vào", "với", "để", "do", "thì", "là", "và", "mở", "tổ chức", "sẽ", "nhằm",
    "ra mắt", "bắt đầu", "lúc", "sáng", "chiều", "hôm", "ngày", "tuần", "giúp", "theo", "thu hút", "diễn ra",
    "triển khai", "hỗ trợ", "tới", "đến", "nhưng", "nên", "mà", "khi", "trong", "hoặc", "qua",
)  # fmt: skip
AT = one_of("tại", "ở", "ngay", "trước", "trên", "trong", "ngay tại")
# "tại sảnh 1 cửa", "ở hội trường phường": a place noun and up to five words that go with it.
AT_PLACE = re.compile(
    rf"(?<!\w){AT}\s+(?P<place>{one_of(*NOUNS)}(?!\w)(?:\s+(?!{STOP}(?!\w))[^\s,.;:()“”\"!?\n]+){{0,5}})", re.IGNORECASE
)
NAMED_NOUN = one_of(
    "trường",
    "trường tiểu học",
    "trường mầm non",
    "trường thcs",
    "trường thpt",
    "chợ",
    "chung cư",
    "công viên",
    "bệnh viện",
    "nhà văn hóa",
    "trung tâm văn hóa",
    "đường",
)
UNIT = re.compile(
    rf"(?<![\w@.])(?P<place>(?i:{LEVEL})\s?{NAME}|(?i:{CITY})|(?i:{NAMED_NOUN})\s{CAPITAL}(?:\s{NAME})?)(?!\w)"
)
# Words that follow "phuong", "xa" without naming it, in text typed without marks.
NO_NAME = (
    "em|minh|toi|da|co|moi|to|vua|dang|se|cho|lam|mo|nay|va|thi|duoc|phoi|hop|lien|phi|hoi|ly|tien|trong|tren|khi|nen|o|tai|"
    "ho|nhan|vao|luc|sang|chieu|hom|ngay|la|de|ra|tap|giai|tra|cap|phat|xuong|di|ve|len|ben|canh|qua|gui|khai|tuyen|trao|ky|gap|bao|noi|"
    "chua|khong|ko|dc|lap|bat|giam|tang|rut|cu|nha|no|kia|khac|den"
)
UNIT_PLAIN = re.compile(
    r"(?<!\w)(?P<place>(?:khu pho|ap|to dan pho|kp)\s*\d+"
    rf"|(?:phuong|xa|quan|huyen|thi tran)\s+(?:\d+|(?!(?:{NO_NAME})\b)[a-z]+\s+(?!(?:{NO_NAME})\b)[a-z]+))(?!\w)",
    re.IGNORECASE,
)
OWN_UNIT = re.compile(rf"(?<!\w)(?P<place>{OWN})(?!\w)", re.IGNORECASE)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where units, quarters and rooms are named, "tại nhà" being none; overlaps are left to the caller."""
    text = eased(text)
    patterns = [AT_PLACE, UNIT, OWN_UNIT]
    if lacks_marks(text):
        patterns.append(UNIT_PLAIN)
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.span("place")
