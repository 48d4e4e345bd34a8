"""Who is named in a text: officials, residents, and people called by their given name only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from review.language.context import LOOK_BACK, preceding, sentence_around
from review.language.folding import eased, lacks_marks, plain
from review.language.gazetteer import GIVEN_NAMES, MIDDLE_NAMES, PLAIN_SURNAMES, SURNAMES
from review.language.phrases import LOWER, UPPER, either, one_of, whole
from review.language.spans import Taken
from review.language.titles import GROUP_TITLES, OFFICIAL_TITLES, POSITION, TITLES, WORKPLACES

CAPITALISED = rf"[{UPPER}][{LOWER}]*"
# In a text with marks "ong" is a bee and "co" to have: titles count as they are spelled there.
SPELLED = frozenset((*TITLES, "bạn", "c", "a", "c.", "a."))
TITLE = rf"(?:{one_of(*TITLES)}|bạn)"
FAMILIES = frozenset(plain(name) for name in SURNAMES)
# People are also called by their place among the children: "chú Bảy", "bà Tư Hường".
BORN_AS = frozenset(("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"))
OFFICIAL_TITLE = re.compile(one_of(*OFFICIAL_TITLES), re.IGNORECASE)
NEAR = 60
Call = tuple[str, str, int, int, int]

# Between a position and the name that belongs to it nobody does anything: "công chức hướng dẫn bà Lan" is no title.
NO_BREAK = one_of(
    "đến", "tới", "cho", "giúp", "nhà", "với", "gặp", "thăm", "hướng dẫn", "hỗ trợ", "trao", "tặng", "mời", "tiếp",
    "hỏi", "gọi", "khen", "dìu", "đưa", "đã", "được", "sẽ", "đang", "xuống", "nhắc", "giải quyết", "trả", "cấp",
    "chụp", "nhận", "và", "của", "gia đình", "vừa", "mẹ", "báo", "lấy", "ghi", "yêu cầu", "đề nghị", "theo",
)  # fmt: skip
NO_ACT = one_of("đến", "tới", "cho", "giúp", "với", "đã", "được", "sẽ", "đang", "gặp", "hướng dẫn", "hỗ trợ", "là")
POSITION_BEFORE = re.compile(
    rf"(?<!\w){POSITION}(?!\w)(?:(?:(?!(?<!\w){NO_BREAK}(?!\w))[^,.;:\n]){{0,{NEAR}}}(?:[,:]\s*)?"
    rf"|(?:(?!(?<!\w){NO_ACT}(?!\w))[^.;:\n]){{0,{NEAR}}},\s*)$",
    re.IGNORECASE,
)
POSITION_AFTER = re.compile(
    rf"\s*(?:[,(–-]\s*|{one_of('là', 'hiện là', 'nguyên là')}\s+)?(?:(?:phó|nguyên)\s+)?"
    rf"(?:{POSITION}(?!\w)(?!\s+{one_of('hưu', 'hưu trí', 'về hưu', 'nghỉ hưu')})|{one_of(*WORKPLACES)}(?!\w))",
    re.IGNORECASE,
)
# "C Hạnh", "chị Lan", "ông Nguyễn Văn A", "bà Trần Thị B."
CALLED = re.compile(
    rf"(?<![\w.])(?P<title>(?i:{TITLE})|[CcAa]\.?(?=\s[{UPPER}][{LOWER}]))\s+(?P<name>{CAPITALISED}(?:\s{CAPITALISED}){{0,4}})(?!\w)"
)
NO_NAMES = frozenset(
    (
        "ubnd",
        "hđnd",
        "phường",
        "quận",
        "xã",
        "phó",
        "chủ",
        "trưởng",
        "bí",
        "giám",
        "đoàn",
        "hội",
        "ban",
        "sở",
        "tổ",
        "ctv",
    )
)
# Lower-case names: a family's and given names that are known as such; "van" or "thi" between them makes sure.
PLAIN_TITLE = one_of(*(plain(title) for title in TITLES), "a", "c")
GIVEN = f"(?:{'|'.join(sorted(GIVEN_NAMES))})"
MIDDLE = f"(?:{'|'.join(plain(name) for name in MIDDLE_NAMES)})"
CALLED_LOWER = re.compile(
    rf"(?<![\w.])(?P<title>{PLAIN_TITLE})\s+(?P<name>"
    rf"(?:{'|'.join(PLAIN_SURNAMES)})(?:\s{MIDDLE})?(?:\s{GIVEN}){{1,3}}"
    rf"|(?:{'|'.join(sorted(plain(name) for name in SURNAMES))})\s{MIDDLE}(?:\s(?:{GIVEN}|{MIDDLE})){{1,3}})(?!\w)"
)
# "gap chi thao", "anh tuan 0909 …": a given name alone, where somebody is to be called.
TO_CALL = one_of("gọi", "gặp", "liên hệ", "lh", "alo", "nhắn", "hỏi", "liên lạc", "sđt", "sdt", "đt", "dt", "zalo")
CALLED_GIVEN = re.compile(
    rf"(?<!\w)(?:{TO_CALL})\s+(?:{one_of('cho', 'số')}\s+)?"
    rf"(?P<titled>(?P<title>{PLAIN_TITLE})\s+(?P<name>{GIVEN}))(?!\w)"
    rf"|(?<![\w.])(?P<titled_before>(?P<title_before>{PLAIN_TITLE})\s+(?P<name_before>{GIVEN}))(?=[\s,:(]{{1,3}}[+0]\d)"
)
SURNAME = "|".join(name.capitalize() for name in SURNAMES)
FULL_NAME = re.compile(rf"(?<!\w)(?:{SURNAME})(?:\s{CAPITALISED}){{1,4}}(?!\w)")
PROVINCE = re.compile(
    r"(?:Hà (?:Nội|Nam|Tĩnh|Giang|Tiên)|Thái (?:Bình|Nguyên)|Cao Bằng|Ninh (?:Bình|Thuận)|Sơn La|Kiên Giang|Lâm Đồng"
    r"|Lý Sơn|Bạch Đằng|Mai Châu|La Gi|Hồ Chí Minh|Võ Thị Sáu)(?!\w)"
)
NAMED_AFTER_PEOPLE = one_of(
    "đường", "phường", "trường", "hẻm", "chợ", "cầu", "công viên", "xã", "quận", "phố", "thị trấn", "huyện",
    "tượng đài", "giải", "quỹ", "nhà thờ", "khu", "thcs", "thpt", "tiểu học", "mầm non", "bệnh viện", "rạch", "kênh",
    "chung cư", "và", "đại lộ", "mô hình",
)  # fmt: skip
NAMED_PLACE_BEFORE = re.compile(
    rf"(?<!\w){NAMED_AFTER_PEOPLE}\.?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A person as named in a text; `start` and `end` include the title, `name_start` begins the name."""

    title: str
    name: str
    start: int
    end: int
    name_start: int
    is_official: bool

    @property
    def is_full(self) -> bool:
        """Whether family and given name are said; neither "chị L.", "cô Bích Ngọc" nor "chú Bảy Cà Mau"."""
        first, *more = self.name.split()
        has_family = plain(first) in FAMILIES or len(more) > 1 or len(first) == 1
        return bool(more) and not self.is_initial and has_family and first.lower() not in BORN_AS

    @property
    def is_initial(self) -> bool:
        return all(len(word) == 1 for word in self.name.split())


def named(text: str) -> list[Named]:
    """Return the people called by a title and a name, in order."""
    return list(_named(text))


@lru_cache(maxsize=4)
def _named(text: str) -> tuple[Named, ...]:
    readable, has_marks = eased(text), not lacks_marks(text)
    calls = [
        (match["title"], match["name"], match.start(), match.start("name"), match.end())
        for match in CALLED.finditer(readable)
        if _is_name(match["title"], match["name"], in_capitals=readable != text)
        and (match["title"].lower() in SPELLED or not has_marks or FULL_NAME.match(match["name"]))
    ]
    taken = Taken((start, end) for _, _, start, _, end in calls)
    calls += [call for call in _called_in_lower_case(text) if taken.take(call[2], call[4])]
    return tuple(
        Named(title, name, start, end, name_start, _is_title_of_office(title) or is_official(text, start, end))
        for title, name, start, name_start, end in sorted(calls, key=lambda call: call[2])
    )


def _is_name(title: str, name: str, *, in_capitals: bool) -> bool:
    """Tell whether a person is called; in capitals, and after "học sinh" or "hộ", only a family name tells one."""
    if name.split(maxsplit=1)[0].lower() in NO_NAMES:
        return False
    return bool(FULL_NAME.match(name)) or not (in_capitals or title.lower() in GROUP_TITLES)


def _called_in_lower_case(text: str) -> Iterator[Call]:
    """Yield those called in lower case: by family and given names, or by a given name where one is to be called."""
    letters, has_marks = plain(text), not lacks_marks(text)
    for match in CALLED_LOWER.finditer(letters):
        title = text[match.start("title") : match.end("title")]
        if not has_marks or title.lower() in TITLES:
            yield title, text[match.start("name") : match.end("name")], match.start(), match.start("name"), match.end()
    for match in CALLED_GIVEN.finditer(letters):
        which = "" if match["titled"] else "_before"
        start, end = match.span(f"titled{which}")
        title = text[start : match.end(f"title{which}")]
        if not has_marks or title.lower() in TITLES:
            name_start = match.start(f"name{which}")
            yield title, text[name_start:end], start, name_start, end


def _is_title_of_office(title: str) -> bool:
    return OFFICIAL_TITLE.fullmatch(title) is not None


def bare_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a full name stands without a title: surname and given names, no street and no ward."""
    titled = Taken((person.name_start, person.end) for person in named(text))
    for match in FULL_NAME.finditer(eased(text)):
        is_place = NAMED_PLACE_BEFORE.search(preceding(text, match.start())) or PROVINCE.match(match[0])
        if titled.is_free(*match.span()) and not is_place:
            yield match.span()


def is_official(text: str, start: int, end: int) -> bool:
    """Tell whether a position stands beside the name, in the same sentence."""
    begin, until = sentence_around(text, start)
    return bool(
        POSITION_BEFORE.search(text, max(begin, start - LOOK_BACK), start) or POSITION_AFTER.match(text, end, until)
    )


SAYS = one_of(
    "cho biết", "nói", "chia sẻ", "khẳng định", "nhấn mạnh", "phát biểu", "bày tỏ", "tâm sự", "kể", "cho hay",
    "yêu cầu", "đề nghị", "thông tin", "nhận xét", "phấn khởi", "vui mừng",
)  # fmt: skip
SPEAKERS = one_of(
    "lãnh đạo", "đại diện", "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "cán bộ", "công chức",
    "trưởng phòng", "bí thư", "trưởng khu phố", "trưởng ấp", "tổ trưởng", "hiệu trưởng",
)  # fmt: skip
# A resident who speaks: no wishes and moods, and not "kể từ", "bảo vệ".
SPOKEN = one_of(
    "cho biết", "chia sẻ", "khẳng định", "nhấn mạnh", "phát biểu", "bày tỏ", "tâm sự", "cho hay", "nhận xét",
    "bộc bạch", "tâm tình", "thổ lộ", "trả lời", "phấn khởi nói", "vui mừng nói", "cho rằng", "nói rằng", "kể lại",
    "cho bít",
)  # fmt: skip
TOLD = (
    rf"(?:{SPOKEN}(?!\w)|{either('nói')}(?!\w)(?!\s+{one_of('chung', 'riêng', 'được', 'chuyện', 'không')})"
    rf"|{either('kể')}(?!\w)(?!\s+{one_of('từ', 'cả', 'trên')})|{either('bảo')}(?=\s*[:,“\"]|\s+{either('rằng')}))"
)
UNNAMED_SPEAKER = whole(
    rf"(?P<who>{SPEAKERS}"
    rf"(?P<of>(?:\s+(?!{SAYS}(?!\w))[^\s,.;:\n]+){{0,8}}?))\s+(?:đã\s+|cũng\s+|da\s+|cung\s+)?{SAYS}"
)
ANY_TITLED_NAME = re.compile(rf"(?<!\w)(?i:{TITLE}|[ca])\.?\s+{CAPITALISED}|(?:{SURNAME})(?:\s{CAPITALISED}){{1,3}}")
LEADERS = one_of("phó chủ tịch", "chủ tịch", "bí thư", "phó bí thư", "giám đốc", "trưởng phòng")
TITLE_WITHOUT_NAME = re.compile(
    rf"(?<!\w)(?:(?:một|mot|anh|chị|ông|bà|chi|ong|ba|vị|đồng chí)\s+)(?:{LEADERS})(?!\w)",
    re.IGNORECASE,
)


def unnamed_speakers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an official speaks whose name is not said."""
    for match in UNNAMED_SPEAKER.finditer(text):
        begin, _ = sentence_around(text, match.start())
        if not ANY_TITLED_NAME.search(text[begin : match.end()]):
            yield match.span("who")


def nameless_titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a position stands for a person whose name is not said: "một Phó Chủ tịch"."""
    for match in TITLE_WITHOUT_NAME.finditer(text):
        if not re.search(
            CAPITALISED + r"\s" + CAPITALISED, text[match.end() : match.end() + NEAR].split(".", maxsplit=1)[0]
        ):
            yield match.span()


def speaks(text: str, at: int) -> bool:
    """Tell whether the person who ends at `at` is quoted in this sentence."""
    _, until = sentence_around(text, max(at - 1, 0))
    return bool(
        re.match(rf"[^.;\n]{{0,80}}?(?:(?<!\w)(?<!tận )(?<!tan ){TOLD}|:\s*[“‘\"])", text[at:until], re.IGNORECASE)
    )
