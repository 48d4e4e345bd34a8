"""Which agencies, associations and units a text names as acting."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.events import VERBS
from review.language.folding import eased, lacks_marks
from review.language.phrases import one_of
from review.language.places import CAPITAL, CITY, LEVEL, NAME, OWN_UNIT, UNIT, UNIT_PLAIN

BODIES = (
    "ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "đoàn thanh niên", "đoàn tncs", "đoàn", "chi đoàn",
    "hội nông dân", "hội phụ nữ", "hội lhpn", "hội liên hiệp phụ nữ", "hội cựu chiến binh", "hội người cao tuổi",
    "hội chữ thập đỏ", "hội luật gia", "mttq", "ủy ban mttq", "mặt trận tổ quốc", "ủy ban mặt trận tổ quốc",
    "công an", "ban chỉ huy quân sự", "đảng ủy", "chi bộ", "quận ủy", "thành ủy", "bộ phận một cửa", "bộ phận 1 cửa",
    "trung tâm phục vụ hành chính công", "bưu điện", "tổ công nghệ số cộng đồng", "tổ công nghệ số", "công đoàn",
    "liên đoàn lao động", "phòng tư pháp", "phòng nội vụ", "ban chỉ đạo", "ban quản lý", "chi cục thuế",
    "bảo hiểm xã hội", "trạm y tế", "ban điều hành khu phố", "hợp tác xã", "htx", "sở tư pháp", "sở nội vụ",
    "sở tài chính", "sở xây dựng", "sở y tế", "sở giáo dục và đào tạo", "sở khoa học và công nghệ", "sở công thương",
    "sở văn hóa và thể thao", "sở du lịch", "sở nông nghiệp và môi trường", "văn phòng ubnd", "thành đoàn",
    "hội sinh viên",
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
    r"(?:\s(?:và\s)?[^\W\d_]{2,}){0,2}?)"
    r"(?=\s*[,.;:(-]|\s[A-Z]|$"
    r"|\s(?:đã|sẽ|tổ|phối|mở|có|yêu|cho|và|tại|vừa|ban|về|là|của|đạt|công|triển|tiếp)(?!\w))",
)
NO_BODY = re.compile(r"ban biên tập|đoàn$", re.IGNORECASE)
PART_OF_A_WARD = re.compile(one_of("khu phố", "kp", "ấp", "tổ dân phố"), re.IGNORECASE)
# "phường Hòa Mẫu sẽ tổ chức": the ward itself acts.
ACTS = re.compile(
    rf"\s+(?:{one_of('sẽ', 'đã', 'vừa', 'cũng', 'đang', 'mới', 'vẫn', 'tiếp tục')}\s+){{0,2}}{one_of(*VERBS)}(?!\w)",
    re.IGNORECASE,
)


def bodies(text: str) -> Iterator[tuple[int, int]]:
    """Yield where agencies, associations and offices are named, and units that act themselves."""
    text = eased(text)
    for pattern in (BODY, OFFICE):
        for match in pattern.finditer(text):
            if not _is_counted(text, match) and not NO_BODY.match(match["body"]):
                yield match.span("body")
    for pattern in (UNIT, OWN_UNIT, *([UNIT_PLAIN] if lacks_marks(text) else [])):
        for match in pattern.finditer(text):
            if not PART_OF_A_WARD.match(match["place"]) and ACTS.match(text, match.end()):
                yield match.span("place")


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Tell whether "3 tổ công nghệ số" counts teams instead of naming one."""
    return match["body"].lower().startswith(("tổ", "to ")) and preceding(text, match.start())[-2:-1].isdigit()
