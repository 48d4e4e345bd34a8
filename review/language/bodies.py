"""Which agencies, associations and units a text names as acting."""

import re
from collections.abc import Iterator
from functools import lru_cache

from review.language.context import preceding
from review.language.events import VERBS
from review.language.folding import eased
from review.language.phrases import one_of
from review.language.places import CAPITAL, CITY, LEVEL, NAME, OWN_UNIT, SURELY_AT, units
from review.language.titles import POSITION

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
    "hội sinh viên", "hội liên hiệp thanh niên", "ban biên tập", "cảnh sát khu vực", "hội khuyến học",
    "hội người mù", "hội luật gia", "kho bạc nhà nước", "kho bạc", "bưu cục", "ban chỉ huy", "ban thường vụ",
    "ban chấp hành", "ban tổ chức", "ban giám hiệu", "tổ tiếp công dân", "tổ hỗ trợ", "tổ công tác", "đoàn công tác",
    "đoàn kiểm tra", "đoàn giám sát", "tổ tự quản", "tổ dân vận", "câu lạc bộ", "clb", "trung tâm hành chính công",
    "trung tâm hành chính", "văn phòng đăng ký đất đai", "chi nhánh văn phòng đăng ký đất đai", "tòa án nhân dân",
    "viện kiểm sát nhân dân", "viện kiểm sát", "thanh tra", "thi hành án dân sự", "thuế cơ sở", "đội thuế",
    "điện lực", "ban quản trị", "ban điều hành", "ban công tác mặt trận", "chi hội", "ban nhân dân", "hải quan",
    "ubmttq", "ubmttq việt nam", "ủy ban mttq việt nam", "ủy ban mặt trận tổ quốc việt nam", "đoàn tncs hồ chí minh",
    "đoàn viên thanh niên", "hội lhtn", "hội lhtn việt nam", "hội ccb", "hội nct",
    "bộ phận tiếp nhận và trả kết quả", "bộ phận tiếp nhận", "bp một cửa", "bp 1 cửa", "bpmc", "ttpvhcc", "tổ cns",
    "tổ cnsccđ", "ca", "cax", "cap", "phòng khám", "sở nội vụ", "sở văn hóa", "sở giáo dục", "sở khoa học",
    "sở nông nghiệp", "sở ngoại vụ", "sở quy hoạch kiến trúc", "sở dân tộc và tôn giáo", "phòng kinh tế",
    "phòng văn hóa - xã hội", "phòng văn hóa xã hội", "văn phòng hđnd và ubnd", "văn phòng đảng ủy", "chính phủ",
    "quốc hội", "thủ tướng",
)  # fmt: skip
# These name somebody only together with what follows.
INCOMPLETE = frozenset(("ca", "cap", "thanh tra", "phòng khám", "đoàn viên thanh niên", "tổ công tác"))
COMMON_LEVEL = "phường|xã|quận|huyện|thành phố|cơ sở|khu phố|phuong|xa|co so|p\\."
CAPITALS = rf"{CAPITAL}(?:\s(?:{CAPITAL}|\d+(?!\d))){{0,3}}"
BODY = re.compile(
    rf"(?<!\w)(?P<body>(?P<head>(?i:{one_of(*BODIES)}))(?!\w)"
    rf"(?P<of>(?:\s(?:(?i:{LEVEL})\s?{NAME}|{CITY}|(?i:cơ sở|chi nhánh|khu vực)\s{CAPITALS}|{CAPITALS}"
    rf"|\d{{1,2}}(?![\d/.,])"
    rf"|(?i:{COMMON_LEVEL})(?!\w)))?(?:\s(?i:{LEVEL})\s?{NAME})?))"
)
# "Sở Nội vụ", "Phòng Kinh tế", "Bộ Tư pháp": a proper name follows, to the word that says what is done.
HEADS = (
    r"Sở|Bộ|Phòng|Ban|Cục|Chi cục|Tổng cục|Viện|Trường|Trung tâm|Công ty|Ngân hàng|Hội|Tổ|Văn phòng|Quỹ|Liên đoàn"
    r"|Tập đoàn"
    r"|Hợp tác xã|HTX|Đội|Kho bạc|Bưu cục|Báo|Đài|Nhóm|Câu lạc bộ|CLB|Chi đoàn|Chi bộ|Chi hội|Bệnh viện|Thành đoàn"
    r"|Tổng công ty|Xí nghiệp|Nhà máy|Thư viện|Nhà Thiếu nhi|Nhà Văn hóa|Bảo hiểm|Thuế|Hiệp hội|Liên hiệp|Mặt trận"
)
DONE = one_of(
    *VERBS,
    "đã",
    "sẽ",
    "có",
    "yêu",
    "cho",
    "và",
    "tại",
    "vừa",
    "về",
    "là",
    "của",
    "được",
    "cùng",
    "với",
    "đang",
    "ở",
    "nơi",
    "sáng",
    "chiều",
    "từ",
    "trong",
    "theo",
    "để",
    "thì",
    "mới",
    "cũng",
    "tiến hành",
    "rà soát",
    "đề nghị",
    "nói",
    "thông tin",
    "thống nhất",
    "đánh giá",
    "cho biết",
    "thường",
    "hiện",
    "dự",
    "lên",
    "xuống",
    "nhằm",
    "đến",
    "vì",
    "do",
)
OFFICE = re.compile(
    rf"(?<!\w)(?P<body>(?:{HEADS})\s(?:CP\s|TNHH\s|MTV\s)*{CAPITAL}"
    rf"(?:\s(?:-\s)?(?!(?:{DONE})(?!\w))(?:và\s|- )?[^\W\d_]{{2,}}){{0,6}})"
)
NO_BODY = re.compile(r"ban biên tập|ban bien tap|đoàn$|doan$", re.IGNORECASE)
PART_OF_A_WARD = re.compile(one_of("khu phố", "kp", "ấp", "tổ dân phố"), re.IGNORECASE)
# "phường Hòa Mẫu sẽ tổ chức": the ward itself acts.
ALREADY = one_of(
    "sẽ", "đã", "vừa", "cũng", "đang", "mới", "vẫn", "tiếp tục", "bắt đầu", "chính thức", "tập trung", "chủ động"
)
ACTING = rf"\s+(?:{ALREADY}\s+){{0,2}}{one_of(*VERBS)}(?!\w)"
ACTS = re.compile(ACTING, re.IGNORECASE)
# "Phường vận động …", "được phường tặng": the bare word stands for the ward's administration.
BARE_WARD = re.compile(
    rf"(?<!\w)(?P<body>{one_of('phường', 'xã', 'quận', 'huyện', 'thành phố')})(?={ACTING})", re.IGNORECASE
)
LEADS_IN = one_of("được", "do", "nay", "qua", "này", "rồi", "mai", "tuần", "năm", "tháng", "ngày", "thì")
BEFORE_BARE = re.compile(rf"(?:^|[,.;:!?\n“\"(–-]\s*|(?<!\w){LEADS_IN}\s+|\d\s+)$", re.IGNORECASE)
NOT_ACTING_BEFORE = re.compile(
    rf"(?<!\w)(?:{SURELY_AT}|{one_of('trên', 'của', 'từ', 'về', 'đến', 'cho', 'với')})\s+$", re.IGNORECASE
)
OF_A_LEADER = re.compile(rf"(?<!\w){POSITION}(?:\s+{one_of('ubnd', 'đảng ủy', 'hđnd')})?\s+$", re.IGNORECASE)
# A line of a form: "Đơn vị: phường Khánh Hội".
BODY_LINE = re.compile(
    rf"(?<!\w){one_of('đơn vị', 'đơn vị tổ chức', 'chủ trì', 'cơ quan', 'đơn vị thực hiện')}"
    rf"\s*:\s*(?P<body>[^\n.;,]{{3,80}})",
    re.IGNORECASE,
)
AT_BEFORE = re.compile(rf"(?<!\w){SURELY_AT}\s+$", re.IGNORECASE)
WHERE_PEOPLE_GO = re.compile(
    one_of(
        "trạm y tế",
        "phòng khám",
        "bưu cục",
        "trường",
        "bệnh viện",
        "thư viện",
        "nhà văn hóa",
        "nhà thiếu nhi",
        "bưu điện",
    ),
    re.IGNORECASE,
)


def bodies(text: str) -> Iterator[tuple[int, int]]:
    """Yield where agencies, associations and offices are named, and units that act themselves."""
    yield from _found(text)


@lru_cache(maxsize=2)
def _found(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_bodies(text))


def _bodies(text: str) -> Iterator[tuple[int, int]]:
    text = eased(text)
    for pattern in (BODY, OFFICE):
        for match in pattern.finditer(text):
            if _names_somebody(text, match):
                yield match.span("body")
    for start, end in (*units(text), *(match.span("place") for match in OWN_UNIT.finditer(text))):
        if _acts(text, start, end):
            yield start, end
    for match in BODY_LINE.finditer(text):
        yield match.span("body")
    for match in BARE_WARD.finditer(text):
        if BEFORE_BARE.search(preceding(text, match.start())):
            yield match.span("body")


def _names_somebody(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    head, before = (groups.get("head") or "").lower(), preceding(text, match.start())
    is_incomplete = head in INCOMPLETE and not groups["of"]
    is_place = WHERE_PEOPLE_GO.match(match["body"]) and AT_BEFORE.search(before)
    is_quoted = before.endswith(("‘", "“", "'", '"'))
    return not (is_quoted or is_incomplete or is_place or NO_BODY.match(match["body"]) or _is_counted(text, match))


def _acts(text: str, start: int, end: int) -> bool:
    before = preceding(text, start)
    return bool(
        not PART_OF_A_WARD.match(text, start)
        and ACTS.match(text, end)
        and not NOT_ACTING_BEFORE.search(before)
        and not OF_A_LEADER.search(before)
    )


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Tell whether "3 tổ công nghệ số", "100% chi đoàn" count teams instead of naming one."""
    before = preceding(text, match.start()).rstrip()
    return (
        match["body"].lower().startswith(("tổ", "to ", "chi ", "đội", "hội", "trường")) and before[-1:].isdigit()
    ) or before.endswith("%")
