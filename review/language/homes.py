"""Where people live: house numbers, alleys, and the quarters and hamlets said beside a name (guide, section 18)."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.gazetteer import SURNAMES
from review.language.phrases import LOWER, UPPER, one_of

HOUSE = r"\d{1,5}[a-zA-Z]?(?:\s?/\s?\d{1,5}[a-zA-Z]?){0,4}"
ALLEY_HOUSE = r"\d{1,5}[a-zA-Z]?(?:/\d{1,5}[a-zA-Z]?){1,4}"
CAPITALISED = rf"(?-i:[{UPPER}][{LOWER}]+)"
MORE_OF_A_NAME = rf"(?:\s(?:(?-i:[{UPPER}][{LOWER}]*)|\d+(?![\d.,/])))*"
# "Nguyễn Trãi", "Cách Mạng Tháng 8": two capitalised words, none of them the head of an office.
NO_STREET = one_of(
    "sở", "ban", "phòng", "ủy", "hội", "đoàn", "trung tâm", "công an", "bộ", "quận", "phường", "xã", "chủ tịch",
    "ông", "bà", "anh", "chị", "bí thư", "khu", "tổ", "ấp", "thành", "đảng", "mặt trận", "hđnd", "ubnd", "quyết",
    "kế", "nghị", "công", "thông", "chỉ", "đề",
)  # fmt: skip
STREET = rf"(?!{NO_STREET}(?!\w)){CAPITALISED}\s{CAPITALISED}{MORE_OF_A_NAME}"
STREET_WORD = one_of("đường", "phố", "đ.", "đại lộ")
NO_ROAD = one_of("dây", "truyền", "bộ", "sắt", "thủy", "hàng không", "biên", "lối", "link")
LIVES = one_of(
    "ngụ", "trú", "cư trú", "cư ngụ", "thường trú", "tạm trú", "trú quán", "thường trú tại", "địa chỉ", "đ/c", "nhà ở",
    "nhà", "sống ở", "sống tại", "ở", "hộ khẩu", "hộ khẩu thường trú", "hktt", "nhà trọ", "chỗ ở", "nhà em", "nhà tôi",
    "địa chỉ nhà", "địa chỉ nhà em", "ngụ ở", "gia đình ở",
)  # fmt: skip
LIVES_AT = rf"{LIVES}(?!\w)\s{{0,3}}:?\s{{0,3}}(?:(?:tại|tai|ở|o|là|la)\s+)?(?:(?:số|so|nhà|nha)\s+)?"
PLAIN_FAMILY = one_of(*(name for name in SURNAMES if len(name) > 1))
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:số nhà|so nha|nhà số|nha so|căn hộ số|can ho so)\s*{HOUSE}(?!\d)",
        r"\b(?:căn hộ|can ho)\s+(?-i:[A-Z]{0,2})\d[\w.\-]{0,8}",
        rf"\b(?:nhà|nha)\s+{ALLEY_HOUSE}",
        rf"\b(?:(?:số|so)\s*)?{HOUSE}\s*,?\s+(?:hẻm|hem|ngõ|ngo|kiệt|kiet)\s+\d+(?:/\d+)*",
        rf"\b(?:số|so)\s*{HOUSE}\s*,?\s+(?:{STREET_WORD}\s*(?!{NO_ROAD}(?!\w))\w+{MORE_OF_A_NAME})",
        rf"\b{HOUSE}\s*,?\s+{STREET_WORD}\s*(?!{NO_ROAD}(?!\w))(?-i:[{UPPER}\d])\w*{MORE_OF_A_NAME}",
        rf"\b(?:số|so)\s+{HOUSE}\s*,?\s+{STREET}",
        rf"(?<!\w){LIVES_AT}(?P<home>{HOUSE}\s*,?\s+(?:{STREET_WORD}\s*)?(?:{STREET}|{PLAIN_FAMILY}\s+[^\W\d_]+))",
        rf"(?<!\w){LIVES_AT}(?P<home>{ALLEY_HOUSE})(?!\w)",
        rf"(?<![\w/.,])(?P<home>{ALLEY_HOUSE}\s*,?\s+{STREET})",
        r"\b(?:hẻm|hem|ngõ|ngo|ngách|ngach|kiệt|kiet|hẽm)\s*\d+(?:/\d+)*(?!\w)",
    )
)
CALENDAR = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:\d{2}|\d{4}))?(?![\d/a-zA-Z])")
PUBLIC_PLACE_BEFORE = re.compile(
    one_of(
        "trụ sở", "ubnd", "trung tâm", "nhà văn hóa", "trường", "bưu điện", "chi nhánh", "hội trường", "văn phòng",
        "quầy", "điểm", "địa điểm", "trạm y tế", "công viên", "chợ", "dời về", "chuyển về", "chuyển đến", "công ty",
        "cơ sở", "bệnh viện", "phòng khám", "sân", "giao dịch",
    )
    + r"(?!\w)[^.;\n]{0,30}$",
    re.IGNORECASE,
)  # fmt: skip
# "270 Kha Vạn Cân là trụ sở mới": what stands there is said behind.
PUBLIC_PLACE_AFTER = re.compile(
    rf"[^;\n]{{0,40}}?{one_of('là trụ sở', 'là nơi làm việc', 'là điểm', 'là địa điểm', 'hiện là', 'là văn phòng')}",
    re.IGNORECASE,
)
UNIT = one_of("tổ dân phố", "tổ", "ấp", "khu phố", "thôn", "khóm", "buôn", "xóm", "bản", "đội", "tdp")
AREA = re.compile(
    rf"(?<!\w)(?:{UNIT}\s*\d+[A-Za-z]?|(?:kp|KP|Kp)\.?\s*\d+[A-Za-z]?"
    rf"|{one_of('ấp', 'thôn', 'xóm', 'khóm', 'buôn')}\s+{CAPITALISED}(?:\s{CAPITALISED}){{0,2}})(?!\w)"
    r"(?!\s*(?:công nghệ|cong nghe|người|nguoi|hộ|ho dan))",
    re.IGNORECASE,
)
# What stands in front makes it a place for everybody: "nhà văn hóa khu phố 3", "Trưởng khu phố 6".
NOT_A_HOME_BEFORE = re.compile(
    one_of(
        "nhà văn hóa", "nhà sinh hoạt", "trưởng", "ban điều hành", "chi đoàn", "chi bộ", "chi hội", "hội trường",
        "tổ công nghệ số", "tổ công nghệ số cộng đồng", "văn phòng", "bí thư", "bí thư chi bộ", "bí thư chi đoàn",
        "trụ sở", "cán bộ", "công an", "mặt trận", "ban công tác mặt trận", "phó", "tổ trưởng", "các", "ban quản lý",
        "hội phụ nữ", "hội nông dân", "cnsccđ", "tổ cnsccđ", "tổ cns", "tổ hỗ trợ",
    )
    + r"\s+$",
    re.IGNORECASE,
)  # fmt: skip
DWELLS_BEFORE = re.compile(
    rf"(?<!\w){one_of('ngụ', 'trú', 'cư trú', 'thường trú', 'tạm trú', 'cư ngụ', 'nhà', 'nhà ở', 'nhà em')}"
    r"(?:\s+(?:tại|tai|ở|o))?\s+$",
    re.IGNORECASE,
)


def candidates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where houses and alleys are told."""
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("home") if "home" in pattern.groupindex else match.span()
            if not _is_public(text, match.start(), end) and not _is_date(text, pattern, start):
                yield start, end


def areas(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where quarters and hamlets are named, and whether somebody is said to live there."""
    for match in AREA.finditer(text):
        before = preceding(text, match.start())
        if not NOT_A_HOME_BEFORE.search(before):
            yield *match.span(), bool(DWELLS_BEFORE.search(before))


def _is_public(text: str, start: int, end: int) -> bool:
    return bool(PUBLIC_PLACE_BEFORE.search(preceding(text, start)) or PUBLIC_PLACE_AFTER.match(text, end))


def _is_date(text: str, pattern: re.Pattern[str], start: int) -> bool:
    """Tell whether "12/11 Nguyễn Trãi" begins with what may be a day, nothing saying that somebody lives there."""
    return pattern is PATTERNS[-2] and bool(CALENDAR.match(text, start))
