"""Who is named in a text: officials, residents, and people called by their given name only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review.language.context import LOOK_BACK, preceding, sentence_around
from review.language.folding import eased, lacks_marks, plain
from review.language.phrases import LOWER, UPPER, one_of, whole
from review.language.spans import Taken

CAPITALISED = rf"[{UPPER}][{LOWER}]*"
SURNAMES = (
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đinh", "trương", "lâm", "đoàn", "mai", "cao", "châu", "tạ", "thái", "tô", "hà", "trịnh", "lương", "phùng",
    "quách", "kiều", "đào", "từ", "tống", "la", "vương", "nghiêm", "thạch", "danh", "sơn", "tăng", "âu",
)  # fmt: skip
MIDDLE_NAMES = (
    "thị",
    "văn",
    "ngọc",
    "minh",
    "thanh",
    "hữu",
    "đức",
    "quốc",
    "thu",
    "kim",
    "hoàng",
    "xuân",
    "công",
    "đình",
)
TITLES = (
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "dì", "cậu", "mợ", "thím", "em", "cháu", "bé", "đồng chí",
    "người dân", "công dân",
)  # fmt: skip
POSITIONS = (
    "chủ tịch", "phó chủ tịch", "bí thư", "phó bí thư", "giám đốc", "phó giám đốc", "trưởng phòng",
    "phó trưởng phòng", "phó phòng", "trưởng ban", "phó ban", "chánh văn phòng", "phó chánh văn phòng", "công chức",
    "cán bộ", "viên chức", "chuyên viên", "tổ trưởng", "tổ phó", "đội trưởng", "hội trưởng", "trưởng khu phố",
    "trưởng ấp", "hiệu trưởng", "phó hiệu trưởng", "lãnh đạo", "đại diện", "bí thư đoàn", "thư ký", "trưởng công an",
    "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "bộ trưởng", "thứ trưởng", "phó trưởng",
    "trưởng trạm", "bác sĩ", "luật sư", "cán sự", "hộ tịch", "tư pháp", "đoàn viên", "phóng viên", "cộng tác viên",
    "trưởng đoàn", "nhân viên", "bưu tá", "trưởng nhóm", "kế toán", "điều phối viên", "ủy viên", "đại biểu",
    "phó đoàn", "địa chính", "trưởng bộ phận", "phụ trách",
)  # fmt: skip
POSITION = one_of(*POSITIONS)
TITLE = rf"(?:{one_of(*TITLES)}|bạn)"
NEAR = 60

POSITION_BEFORE = re.compile(rf"(?<!\w){POSITION}[^,.;:\n]{{0,{NEAR}}}$", re.IGNORECASE)
POSITION_AFTER = re.compile(
    rf"\s*(?:[,(–-]\s*|{one_of('là', 'hiện là', 'nguyên là')}\s+)?(?:(?:phó|nguyên)\s+)?{POSITION}(?!\w)", re.IGNORECASE
)
# "C Hạnh", "chị Lan", "ông Nguyễn Văn A", "bà Trần Thị B."
CALLED = re.compile(
    rf"(?<![\w.])(?P<title>(?i:{TITLE})|[CcAa]\.?(?=\s[{UPPER}][{LOWER}]))\s+(?P<name>{CAPITALISED}(?:\s{CAPITALISED}){{0,4}})(?!\w)"
)
NO_NAMES = frozenset(
    {
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
    }
)
CALLED_PLAIN = re.compile(
    rf"(?<!\w)(?P<title>ong|ba|anh|chi|co|chu|bac|cu|chau|be)\s+"
    rf"(?P<name>(?:{'|'.join(plain(name) for name in SURNAMES)})"
    rf"\s+(?:(?:{'|'.join(plain(name) for name in MIDDLE_NAMES)})\s+){{1,2}}[a-z]+)(?!\w)",
    re.IGNORECASE,
)
SURNAME = "|".join(name.capitalize() for name in SURNAMES)
FULL_NAME = re.compile(rf"(?<!\w)(?:{SURNAME})(?:\s{CAPITALISED}){{1,4}}(?!\w)")
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
        """Whether more than a given name is said; "chị L." is an initial, not a name."""
        words = self.name.split()
        return (len(words) > 1 and len(words[-1]) > 1) or (len(words) > 1 and len(words[0]) > 1)

    @property
    def is_initial(self) -> bool:
        return all(len(word) == 1 for word in self.name.split())


def named(text: str) -> list[Named]:
    """Return the people called by a title and a name, in order."""
    readable = eased(text)
    pattern = CALLED_PLAIN if lacks_marks(text) and not CALLED.search(readable) else CALLED
    return [
        Named(
            title=match["title"],
            name=match["name"],
            start=match.start(),
            end=match.end(),
            name_start=match.start("name"),
            is_official=is_official(text, match.start(), match.end()),
        )
        for match in pattern.finditer(readable)
        if match["name"].split()[0].lower() not in NO_NAMES
        and (readable == text or FULL_NAME.match(match["name"]))  # in capitals only a family name tells a person
    ]


def bare_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a full name stands without a title: surname and given names, no street and no ward."""
    titled = Taken((person.name_start, person.end) for person in named(text))
    for match in FULL_NAME.finditer(eased(text)):
        if titled.is_free(*match.span()) and not NAMED_PLACE_BEFORE.search(preceding(text, match.start())):
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
        re.match(rf"[^.;\n]{{0,80}}?(?:(?<!\w)(?<!tận )(?<!tan ){SAYS}(?!\w)|:\s*[“\"])", text[at:until], re.IGNORECASE)
    )
