"""Children and sick people in a text (domain guide, section 10): one person, never a group or a service."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.finding import Finding, found
from review.language.phrases import LOWER, UPPER, either, one_of, whole
from review.language.spans import Taken

ADULT_AT = 16
NEAR = 25
CHILD = one_of("bé", "cháu", "em", "con", "con trai", "con gái", "học sinh", "em nhỏ")
CAPITALISED = rf"[{UPPER}][{LOWER}]+"
YEARS = either("tuổi")
AGED = re.compile(
    rf"(?<!\w)(?P<who>{CHILD}(?:\s{CAPITALISED}){{0,4}})[^.;\n]{{0,40}}?(?<![\d.,/])(?P<age>\d{{1,2}})\s*{YEARS}(?!\w)"
    rf"|(?<!\w)(?P<named>{CAPITALISED}(?:\s{CAPITALISED}){{0,3}})\s*[,(]\s*(?P<age_after>\d{{1,2}})\s*{YEARS}(?!\w)",
    re.IGNORECASE,
)
# An age that bounds a group: "dưới 6 tuổi", "từ 14 tuổi trở lên".
BOUND_BEFORE = re.compile(
    one_of("dưới", "trên", "từ", "đến", "đủ", "khoảng", "độ tuổi", "các", "những", "trẻ em")
    + r"\s*(?:\d+\s*(?:-|đến|den)\s*)?$",
    re.IGNORECASE,
)
BOUND_AFTER = re.compile(rf"\s*{one_of('trở lên', 'trở xuống')}", re.IGNORECASE)
CHILD_WORD = one_of("bé", "cháu", "em", "con", "con trai", "con gái")
AT_SCHOOL = one_of("học lớp", "học sinh lớp", "đang học lớp", "lớp")
IN_CLASS = re.compile(
    rf"(?<!\w)(?P<who>{CHILD_WORD}(?:\s{CAPITALISED}){{0,4}}"
    rf"|{CAPITALISED}(?:\s{CAPITALISED}){{1,3}})"
    rf"[^.;\n]{{0,30}}?{AT_SCHOOL}\s*\d{{1,2}}(?:[A-Za-z/.]\d{{0,2}})?(?!\w)",
)
LITTLE_ONE = one_of("bé", "cháu", "cháu bé", "bé trai", "bé gái")
NAMED_CHILD = re.compile(rf"(?<!\w)(?P<who>(?i:{LITTLE_ONE})\s(?!Mẫu){CAPITALISED}(?:\s{CAPITALISED}){{0,3}})")
GROUP_BEFORE = re.compile(rf"(?<!\w)(?:{one_of('các', 'những', 'nhiều', 'mấy', 'tất cả')}|\d+)\s+$", re.IGNORECASE)

PERSON = one_of(
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "cháu", "bé", "cụ", "mẹ", "cha", "ba", "má", "vợ", "chồng",
    "con", "con trai", "con gái", "tôi", "tui", "dì", "cậu",
)  # fmt: skip
ILLNESS = one_of(
    "bị bệnh", "mắc bệnh", "bệnh nặng", "bị ung thư", "ung thư", "bị liệt", "nằm liệt", "bại liệt", "bị tai biến",
    "tai biến", "đột quỵ", "tiểu đường", "đái tháo đường", "suy thận", "chạy thận", "bị tâm thần", "tâm thần",
    "tự kỷ", "trầm cảm", "bị khuyết tật", "khuyết tật", "bại não", "bị mù", "khiếm thị", "khiếm thính", "câm điếc",
    "bị điếc", "nhiễm hiv", "hiv", "cao huyết áp", "bệnh tim", "bị gãy", "bệnh hiểm nghèo", "bệnh lao", "bị covid",
    "dương tính", "hội chứng down", "mất trí",
)  # fmt: skip
SICK = whole(rf"(?P<who>{PERSON})(?P<between>[^.;\n]{{0,120}}?)\s*(?P<what>{ILLNESS})")
# Groups and services: "người khuyết tật", "bệnh nhân", "hội người mù".
GROUP_WORD = whole(
    one_of(
        "người",
        "các",
        "những",
        "hội",
        "trạm",
        "bệnh viện",
        "trung tâm",
        "đối tượng",
        "chính sách",
        "phòng chống",
        "hộ",
        "trẻ",
    )
)


def children(text: str) -> Iterator[Finding]:
    """Yield children who are named, or told by age or class."""
    taken = Taken()
    for match in (*AGED.finditer(text), *IN_CLASS.finditer(text), *NAMED_CHILD.finditer(text)):
        start = match.start()
        if GROUP_BEFORE.search(preceding(text, start)) or not _is_young(text, match) or not taken.take(*match.span()):
            continue
        yield found("minor", text, *match.span(), severity="high")


def _is_young(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    age = groups.get("age") or groups.get("age_after")
    if age is None:
        return True
    at = match.start("age") if groups.get("age") else match.start("age_after")
    is_bound = BOUND_BEFORE.search(preceding(text, at)) or BOUND_AFTER.match(text[match.end() :])
    return int(age) < ADULT_AT and not is_bound


def patients(text: str) -> Iterator[Finding]:
    """Yield the illness or disability of one person."""
    for match in SICK.finditer(text):
        if GROUP_BEFORE.search(preceding(text, match.start())) or GROUP_WORD.search(match["between"][-NEAR:]):
            continue
        yield found("health", text, *match.span("what"), severity="high")
