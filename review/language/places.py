"""Where a text says it happened."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.folding import eased, lacks_marks, plain
from review.language.gazetteer import PLACE_SYLLABLES, WARDS
from review.language.phrases import LOWER, UPPER, either, one_of
from review.language.titles import POSITION

CAPITAL = rf"[{UPPER}][{LOWER}]+"
# A family name after the name of a unit begins a person's: "phường Bình Mẫu Nguyễn Văn A".
FAMILY = "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Trương"
COUNTED = "giờ|người|hồ sơ|tháng|ngày|tuần|lần|năm|hộ|suất|máy|ki|bộ|cái|phần|thang|ngay|tuan|lan|nam|ho|suat|may"
NAME = rf"(?:{CAPITAL}(?:\s(?!(?:{FAMILY})\s){CAPITAL}){{0,3}}|\d+[A-Za-z]?(?!\d|\s*(?:{COUNTED})(?!\w)))"
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
# With the slips of quick fingers: "phừơng", "pường", "phg".
SLIPS = "phừơng|phuờng|phừong|phưòng|phuòng|phuong|pường|phườg|phg|phuơng|huyen|thi trấn|khu phó|khu phồ"
LEVEL = rf"(?:{one_of(*LEVELS)}|{SLIPS}|xa|(?:TP|Tp|P|Q|KP|F|X)\.?)"
OWN = one_of(
    "phường em", "xã em", "phường mình", "xã mình", "phường tôi", "khu phố em", "đơn vị em", "bên em", "cơ quan em"
)
CITY = r"TP\.?\s?HCM|TPHCM|TP\.?\s?Hồ Chí Minh|Thành phố Hồ Chí Minh"
NOUNS = (
    "sảnh", "hội trường", "trụ sở", "nhà văn hóa", "trung tâm", "công viên", "chợ", "trường", "bưu điện", "bệnh viện",
    "trạm y tế", "chung cư", "văn phòng", "ủy ban", "ubnd", "bộ phận", "quầy", "khu", "nhà thiếu nhi", "sân", "đình",
    "chùa", "nhà thờ", "khu công nghiệp", "khu chế xuất", "ga", "bến", "cầu", "đường", "khu dân cư",
    "nhà sinh hoạt", "điểm", "phòng", "công ty", "tổ", "địa bàn", "nhà trọ", "khu trọ", "xưởng",
    "siêu thị", "thư viện", "ban điều hành", "cổng thông tin", "trang thông tin", "phòng trọ", "bảng tin", "bãi",
    "nhà hàng", "khách sạn", "rạp", "sân vận động", "khu lưu trú", "ký túc xá", "xóm", "hẻm", "phòng họp", "cổng",
    "trạm", "nhà máy", "nhà ga", "sân bay", "bến xe", "bến tàu", "vườn", "làng", "đảo", "cơ sở", "trường học",
    "thư viện", "hội quán", "ủy ban nhân dân", "phòng khám", "ấp", "khu phố", "tổ dân phố", "trung tâm hành chính",
)  # fmt: skip
STOP = one_of(
    "có", "đã", "được", "cho", "từ", "vào", "với", "để", "do", "thì", "là", "và", "mở", "tổ chức", "sẽ", "nhằm",
    "ra mắt", "bắt đầu", "lúc", "sáng", "chiều", "hôm", "ngày", "tuần", "giúp", "theo", "thu hút", "diễn ra",
    "triển khai", "hỗ trợ", "tới", "đến", "kể", "nói", "cho biết", "bảo", "hiện", "đang", "vừa", "cùng", "nhưng",
    "nên", "mà", "khi", "trong", "hoặc", "qua",
)  # fmt: skip
AT = one_of("tại", "ở", "ngay", "trước", "trên", "trong", "ngay tại", "đặt tại", "đến", "ra", "bên trong", "xung quanh")
SURELY_AT = one_of("tại", "ở", "ngay tại")
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
    "trường đại học",
    "trường cao đẳng",
    "khu công nghiệp",
    "khu chế xuất",
    "khu dân cư",
    "khu tập thể",
    "khu đô thị",
    "cầu",
    "bến",
    "đảo",
    "nhà thiếu nhi",
    "sân vận động",
    "chùa",
    "nhà thờ",
    "rạch",
    "kênh",
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
NO_PLACE = r"van\s+hoa|an\s+ninh|an\s+sinh|trung\s+tam|hoi\s+hoa|nong\s+thon|truong\s+hoc"
SYLLABLE = f"(?:{'|'.join(sorted(PLACE_SYLLABLES))})"
NEXT_SYLLABLE = rf"\s+(?!(?:{NO_NAME})(?!\w)){SYLLABLE}(?!\w)"
PLAIN_LEVEL = r"(?:phuong|xa|quan|huyen|thi tran|p\.|q\.|x\.)"
KNOWN = "|".join(sorted((name.replace(" ", r"\s+") for name in WARDS), key=len, reverse=True))
UNIT_KNOWN = re.compile(rf"(?<!\w)(?P<place>{PLAIN_LEVEL}\s*(?:{KNOWN}))(?!\w)")
UNIT_PLAIN = re.compile(
    r"(?<!\w)(?P<place>(?:khu pho|ap|to dan pho|kp)\s*\d+"
    rf"|{PLAIN_LEVEL}(?:\s*\d+|\s*(?!(?:{NO_NAME}|{NO_PLACE})(?!\w)){SYLLABLE}{NEXT_SYLLABLE}"
    rf"(?:{NEXT_SYLLABLE})?))(?!\w)",
    re.IGNORECASE,
)
# A line of a form: "Địa điểm: Trung tâm Văn hóa phường".
PLACE_LINE = re.compile(
    rf"(?<!\w){one_of('địa điểm', 'nơi', 'nơi diễn ra', 'tại')}\s*:\s*(?P<place>[^\n.;,]{{3,80}})", re.IGNORECASE
)
# Districts and towns that people name without saying what they are.
BARE_PLACE = re.compile(
    r"(?<!\w)(?P<place>Cần Giờ|Củ Chi|Nhà Bè|Hóc Môn|Bình Chánh|Thủ Đức|Gò Vấp|Bình Thạnh|Vũng Tàu|Bình Dương|Bà Rịa"
    r"|Côn Đảo|Dĩ An|Sài Gòn|Chợ Lớn)(?!\w)"
)
OWN_UNIT = re.compile(rf"(?<!\w)(?P<place>{OWN})(?!\w)", re.IGNORECASE)


COOPERATIVE_BEFORE = re.compile(rf"{either('hợp tác')}\s$", re.IGNORECASE)
# "Bí thư Đảng ủy phường Nguyễn Văn Thọ" names the secretary, not the ward.
LEADER_BEFORE = re.compile(rf"(?<!\w){POSITION}(?!\w)[^,.;:\n]{{0,40}}$", re.IGNORECASE)
FAMILY_NAME = re.compile(rf"(?:{FAMILY})\s{CAPITAL}")
LEVEL_ONLY = re.compile(rf"(?i:{LEVEL})\s?")


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where units, quarters and rooms are named, "tại nhà" being none; overlaps are left to the caller."""
    text = eased(text)
    for match in AT_PLACE.finditer(text):
        yield match.span("place")
    yield from units(text)
    for pattern in (OWN_UNIT, PLACE_LINE, BARE_PLACE):
        for match in pattern.finditer(text):
            yield match.span("place")


def units(text: str) -> Iterator[tuple[int, int]]:
    """Yield where administrative units and named places stand; in lower case they are told by their syllables."""
    for match in UNIT.finditer(text):
        if not _is_somebody(text, match) and not COOPERATIVE_BEFORE.search(preceding(text, match.start())):
            yield match.span("place")
    for match in (UNIT_PLAIN if lacks_marks(text) else UNIT_KNOWN).finditer(plain(text)):
        yield match.span("place")


def _is_somebody(text: str, match: re.Match[str]) -> bool:
    """Tell whether a leader's name follows the unit, its own name left out."""
    level = LEVEL_ONLY.match(match["place"])
    is_family = level is not None and FAMILY_NAME.match(match["place"], level.end())
    return bool(is_family and LEADER_BEFORE.search(preceding(text, match.start())))
