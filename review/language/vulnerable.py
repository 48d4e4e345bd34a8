"""Children and sick people in a text (domain guide, section 10): one person, never a group or a service."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.finding import Finding, found
from review.language.phrases import LOWER, UPPER, either, one_of, whole
from review.language.spans import Taken

ADULT_AT = 16
NEAR = 25
CHILD = one_of(
    "bé",
    "cháu",
    "em",
    "con",
    "con trai",
    "con gái",
    "học sinh",
    "em nhỏ",
    "cháu trai",
    "cháu gái",
    "bé trai",
    "bé gái",
    "cháu nội",
    "cháu ngoại",
    "con út",
    "nữ sinh",
    "nam sinh",
    "đứa nhỏ",
    "em bé",
    "cháu bé",
)
CAPITALISED = rf"[{UPPER}][{LOWER}]+"
YEARS = either("tuổi")
AGE = re.compile(rf"(?<![\d.,/])(?P<age>\d{{1,2}})\s*{YEARS}(?!\w)", re.IGNORECASE)
# What an age or a class belongs to stands before it: looked for backwards from there, so that long texts stay quick.
CHILD_BEFORE = re.compile(
    rf"(?<!\w)(?:{CHILD}(?:\s{CAPITALISED}){{0,4}}(?!\w)[^.;\n]{{0,40}}|{CAPITALISED}(?:\s{CAPITALISED}){{0,3}}\s*[,(]\s*)$",
    re.IGNORECASE,
)
# An age that bounds a group: "dưới 6 tuổi", "từ 14 tuổi trở lên".
BOUND_BEFORE = re.compile(
    one_of("dưới", "trên", "từ", "đến", "đủ", "khoảng", "độ tuổi", "các", "những", "trẻ em")
    + r"\s*(?:\d+\s*(?:-|đến|den)\s*)?$",
    re.IGNORECASE,
)
BOUND_AFTER = re.compile(rf"\s*{one_of('trở lên', 'trở xuống')}", re.IGNORECASE)
AT_SCHOOL = one_of("học lớp", "học sinh lớp", "đang học lớp", "lớp")
IN_CLASS = re.compile(rf"(?<!\w){AT_SCHOOL}\s*(?:1[0-2]|[1-9])(?:[A-Za-z/.]\d{{0,2}}){{0,2}}(?!\w)", re.IGNORECASE)
PUPIL_BEFORE = re.compile(
    rf"(?<!\w)(?:(?i:{CHILD})(?:\s{CAPITALISED}){{0,4}}|{CAPITALISED}(?:\s{CAPITALISED}){{1,3}})(?!\w)[^.;\n]{{0,30}}$"
)
LITTLE_ONE = one_of("bé", "cháu", "cháu bé", "bé trai", "bé gái")
NAMED_CHILD = re.compile(rf"(?<!\w)(?P<who>(?i:{LITTLE_ONE})\s(?!Mẫu){CAPITALISED}(?:\s{CAPITALISED}){{0,3}})")
GROUP_BEFORE = re.compile(rf"(?<!\w)(?:{one_of('các', 'những', 'nhiều', 'mấy', 'tất cả')}|\d+)\s+$", re.IGNORECASE)

PERSON = one_of(
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "cháu", "bé", "cụ", "mẹ", "cha", "ba", "má", "vợ", "chồng",
    "con", "con trai", "con gái", "tôi", "tui", "dì", "cậu", "một người", "em trai", "em gái", "bố", "nội", "ngoại",
    "người đàn ông", "người phụ nữ", "chủ hộ", "mợ", "thím",
)  # fmt: skip
HAS = one_of(
    "bị", "mắc", "mang", "nhiễm", "bị mắc", "đang mắc", "bị nhiễm", "phát hiện", "do", "vì", "điều trị", "bị chứng"
)
# Told by their name alone; the everyday ones ("gãy", "sốt", "lao") only with "bị" or "mắc" before them.
SURE_ILLNESS = one_of(
    "bị bệnh", "mắc bệnh", "bệnh nặng", "ung thư", "bị liệt", "nằm liệt", "bại liệt", "liệt nửa người", "liệt giường",
    "tai biến", "đột quỵ", "tiểu đường", "đái tháo đường", "suy thận", "chạy thận", "tâm thần", "tự kỷ", "trầm cảm",
    "khuyết tật", "bại não", "khiếm thị", "khiếm thính", "câm điếc", "nhiễm hiv", "hiv", "aids", "cao huyết áp",
    "bệnh tim", "bệnh hiểm nghèo", "bệnh lao", "hội chứng down", "mất trí", "suy tim", "nhồi máu", "xơ gan", "viêm gan",
    "động kinh", "tàn tật", "thiểu năng", "sa sút trí tuệ", "alzheimer", "parkinson", "nằm một chỗ", "lupus",
    "máu trắng", "chậm phát triển", "dương tính", "bệnh thận", "bệnh gan", "thoát vị đĩa đệm", "tim bẩm sinh",
)  # fmt: skip
AILMENT = one_of(
    "mù", "mù lòa", "điếc", "câm", "gãy", "sốt", "viêm", "lao", "lao phổi", "suyễn", "hen", "bướu", "u", "u xơ", "sỏi",
    "covid", "phong", "cùi", "chấn thương", "bỏng", "teo cơ", "thoái hóa", "gút", "gout", "loãng xương", "đau tim",
    "ngộ độc", "tai nạn", "dị tật", "nghiện", "lẫn", "vảy nến", "thủy đậu", "sởi", "tay chân miệng", "thương tật",
)  # fmt: skip
ILLNESS = rf"(?:(?:{HAS}\s+)?{SURE_ILLNESS}|{one_of('bị', 'mắc', 'nhiễm', 'bị mắc')}\s+{AILMENT})"
SICK = whole(ILLNESS)
SOMEBODY_BEFORE = re.compile(rf"(?<!\w){PERSON}(?!\w)(?P<between>[^.;\n]{{0,100}})$", re.IGNORECASE)
# Groups and services: "người khuyết tật", "bệnh nhân", "hội người mù".
GROUP_WORD = whole(
    one_of(
        "người", "các", "những", "hội", "trạm", "bệnh viện", "trung tâm", "đối tượng", "chính sách", "phòng chống",
        "hộ", "trẻ", "học viên", "bệnh nhân", "bà con", "hội viên", "nạn nhân", "phụ nữ", "đồng bào", "cộng đồng",
        "trường", "phòng khám", "phòng ngừa", "tầm soát", "sàng lọc", "tuyên truyền", "khám", "phòng", "bệnh",
    )
)  # fmt: skip
ONE_PERSON = re.compile(rf"{one_of('một', '1')}\s+{one_of('người', 'bệnh nhân', 'phụ nữ', 'trẻ')}", re.IGNORECASE)


def children(text: str) -> Iterator[Finding]:
    """Yield children who are named, or told by age or class."""
    taken = Taken()
    for start, end in (*_by_age(text), *_by_class(text), *(match.span() for match in NAMED_CHILD.finditer(text))):
        if not GROUP_BEFORE.search(preceding(text, start)) and taken.take(start, end):
            yield found("minor", text, start, end, severity="high")


def _by_age(text: str) -> Iterator[tuple[int, int]]:
    for age in AGE.finditer(text):
        before, at = preceding(text, age.start()), age.start()
        is_bound = BOUND_BEFORE.search(before) or BOUND_AFTER.match(text, age.end())
        child = CHILD_BEFORE.search(before)
        if child and int(age["age"]) < ADULT_AT and not is_bound:
            yield at - len(before) + child.start(), age.end()


def _by_class(text: str) -> Iterator[tuple[int, int]]:
    for school in IN_CLASS.finditer(text):
        before = preceding(text, school.start())
        if child := PUPIL_BEFORE.search(before):
            yield school.start() - len(before) + child.start(), school.end()


def patients(text: str) -> Iterator[Finding]:
    """Yield the illness or disability of one person."""
    for illness in SICK.finditer(text):
        before = preceding(text, illness.start())
        somebody = SOMEBODY_BEFORE.search(before)
        if somebody is None or GROUP_BEFORE.search(before[: somebody.start()]):
            continue
        said = before[somebody.start() :][-NEAR:]
        if ONE_PERSON.search(said) or not GROUP_WORD.search(somebody["between"][-NEAR:]):
            yield found("health", text, *illness.span(), severity="high")
