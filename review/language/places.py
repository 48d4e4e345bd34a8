"""Where a text says it happened, and which agencies it names."""

import re
from collections.abc import Iterator

from review.language.folding import lacks_marks
from review.language.phrases import LOWER, UPPER, one_of

CAPITAL = rf"[{UPPER}][{LOWER}]+"
NAME = rf"(?:{CAPITAL}(?:\s{CAPITAL}){{0,3}}|\d+[A-Za-z]?(?!\d|\s*(?:giờ|người|hồ sơ)))"
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
    "chùa", "nhà thờ", "khu công nghiệp", "khu chế xuất", "ga", "bến", "cầu", "đường", "hẻm", "khu dân cư",
    "nhà sinh hoạt", "điểm", "phòng", "công ty", "tổ", "địa bàn", "đầu hẻm", "nhà trọ", "khu trọ", "xưởng",
    "siêu thị", "thư viện", "ban điều hành",
)  # fmt: skip
STOP = one_of(
    "có", "đã", "được", "cho", "từ", "vào", "với", "để", "do", "thì", "là", "và", "mở", "tổ chức", "sẽ", "nhằm",
    "ra mắt", "bắt đầu", "lúc", "sáng", "chiều", "hôm", "ngày", "tuần", "giúp", "theo", "thu hút", "diễn ra",
    "triển khai", "hỗ trợ", "tới", "đến", "nhưng", "nên", "mà", "khi", "trong",
)  # fmt: skip
AT = one_of("tại", "ở", "ngay", "trước", "trên", "trong", "ngay tại")
# "tại sảnh 1 cửa", "ở hội trường phường": a place noun and up to five words that go with it.
AT_PLACE = re.compile(
    rf"(?<!\w){AT}\s+(?P<place>{one_of(*NOUNS)}(?!\w)(?:\s+(?!{STOP}(?!\w))[^\s,.;:()“”\"!?\n]+){{0,5}})", re.IGNORECASE
)
UNIT = re.compile(rf"(?<!\w)(?P<place>(?i:{LEVEL})\s?{NAME}|{CITY})(?!\w)")
# Words that follow "phuong", "xa" without naming it, in text typed without marks.
NO_NAME = (
    "em|minh|toi|da|co|moi|to|vua|dang|se|cho|lam|mo|nay|va|thi|duoc|phoi|hop|lien|phi|hoi|ly|tien|trong|tren|khi|nen|o|tai|"
    "ho|nhan|vao|luc|sang|chieu|hom|ngay|la|de|ra|tap|giai|tra|cap|phat"
)
UNIT_PLAIN = re.compile(
    r"(?<!\w)(?P<place>(?:khu pho|ap|to dan pho|kp)\s*\d+"
    rf"|(?:phuong|xa|quan|huyen|thi tran)\s+(?:\d+|(?!(?:{NO_NAME})\b)[a-z]+\s+(?!(?:{NO_NAME})\b)[a-z]+))(?!\w)",
    re.IGNORECASE,
)
OWN_UNIT = re.compile(rf"(?<!\w)(?P<place>{OWN})(?!\w)", re.IGNORECASE)

BODIES = (
    "ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "đoàn thanh niên", "đoàn tncs", "đoàn", "chi đoàn",
    "hội nông dân", "hội phụ nữ", "hội lhpn", "hội liên hiệp phụ nữ", "hội cựu chiến binh", "hội người cao tuổi",
    "hội chữ thập đỏ", "hội luật gia", "mttq", "ủy ban mttq", "mặt trận tổ quốc", "ủy ban mặt trận tổ quốc",
    "công an", "ban chỉ huy quân sự", "đảng ủy", "chi bộ", "quận ủy", "thành ủy", "bộ phận một cửa", "bộ phận 1 cửa",
    "trung tâm phục vụ hành chính công", "bưu điện", "tổ công nghệ số cộng đồng", "tổ công nghệ số", "công đoàn",
    "liên đoàn lao động", "phòng tư pháp", "phòng nội vụ", "ban chỉ đạo", "ban quản lý", "chi cục thuế",
    "bảo hiểm xã hội", "trạm y tế", "ban điều hành khu phố", "hợp tác xã", "htx", "thành đoàn", "hội sinh viên",
    "hội liên hiệp thanh niên", "ban biên tập", "cảnh sát khu vực",
)  # fmt: skip
COMMON_LEVEL = "phường|xã|quận|huyện|thành phố|phuong|xa"
BODY = re.compile(
    rf"(?<!\w)(?P<body>(?i:{one_of(*BODIES)})(?!\w)"
    rf"(?:\s(?:(?i:{LEVEL})\s?{NAME}|{CITY}|(?:{CAPITAL}(?:\s{CAPITAL}){{0,3}})|(?i:{COMMON_LEVEL})(?!\w)))?)"
)
# "Sở Nội vụ", "Phòng Kinh tế", "Bộ Tư pháp": a proper name follows.
OFFICE = re.compile(
    rf"(?<!\w)(?P<body>(?:Sở|Bộ|Phòng|Ban|Cục|Chi cục|Viện|Trường|Trung tâm|Công ty|Ngân hàng|Hội|Tổ)\s{CAPITAL}"
    r"(?:\s(?:và\s)?[^\W\d_]{2,}){0,2}?)(?=\s*[,.;:(]|\s(?:đã|sẽ|tổ|phối|mở|có|yêu|cho|và|tại|vừa|ban|về|là|của|đạt|công|triển|tiếp)|\s[A-Z]|$)",
)
NO_BODY = re.compile(r"ban biên tập|đoàn$", re.IGNORECASE)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where units, quarters and rooms are named, "tại nhà" being none; overlaps are left to the caller."""
    patterns = [AT_PLACE, UNIT, OWN_UNIT]
    if lacks_marks(text):
        patterns.append(UNIT_PLAIN)
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.span("place")


def bodies(text: str) -> Iterator[tuple[int, int]]:
    """Yield where agencies, associations and offices are named."""
    for pattern in (BODY, OFFICE):
        for match in pattern.finditer(text):
            if not NO_BODY.match(match["body"]):
                yield match.span("body")
