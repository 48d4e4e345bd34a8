"""Chat and office forms that a draft spells out (domain guide, section 17.8). The lists are data: add lines freely."""

import re
import unicodedata
from collections.abc import Callable

from review.language.context import preceding, replaced
from review.language.finding import Finding, found, in_order
from review.language.phrases import LOWER, UPPER
from review.language.spans import Taken

CHAT = {
    "đc": "được", "dc": "được", "k": "không", "ko": "không", "kg": "không", "khg": "không", "vs": "với",
    "ng": "người", "ngta": "người ta", "mn": "mọi người", "sđt": "số điện thoại", "sdt": "số điện thoại",
    "cty": "công ty", "trc": "trước", "ntn": "như thế nào", "cx": "cũng", "cũg": "cũng", "tgian": "thời gian",
    "gđ": "gia đình", "đv": "đơn vị", "tthc": "TTHC", "ubnd": "UBND", "hnay": "hôm nay",
    "tp.hcm": "TP.HCM", "tphcm": "TPHCM",
}  # fmt: skip
SLANG = {
    "wá": "quá", "qá": "quá", "iu": "yêu", "hok": "không", "zui": "vui", "dzui": "vui",
    "zậy": "vậy", "dzậy": "vậy", "bik": "biết", "bít": "biết", "thik": "thích", "nhìu": "nhiều", "rùi": "rồi",
    "mún": "muốn", "zô": "vô", "dzô": "vô", "hoy": "thôi", "thui": "thôi", "lun": "luôn", "j": "gì", "gj": "gì",
    "wa": "qua", "mìh": "mình", "fải": "phải", "trùi": "trời", "chời": "trời", "nhoa": "nha", "hihi": "", "hehe": "",
    "kaka": "", "haha": "",
}  # fmt: skip
# Forms that office texts write on purpose: they are spelled as the house spells them, but nobody is told.
QUIET = frozenset({"tthc", "ubnd", "tp.hcm", "tphcm"})
NAME = rf"[{UPPER}][{LOWER}]+"
# "Khu A Trung tâm", "lớp 5 C Nguyễn Du", "loại A": letters that name a thing, not a person.
LETTERED = re.compile(
    r"(?:\d|(?<!\w)(?:nhà|lô|khu|block|hạng|loại|điểm|nhóm|bảng|tòa|toà|phòng|cổng|tầng|dãy|mẫu|vitamin|khối|đội|lớp|câu|mục|"
    r"phần|tổ|đường|chung cư|phương án|sân|hội trường|quầy))\s+$",
    re.IGNORECASE,
)
PERSON = re.compile(rf"(?<![\w.])(?P<title>[CcAa])\.?\s(?P<name>{NAME}(?:\s{NAME}){{0,3}})(?!\w)")
TITLES = {"c": "chị", "a": "anh"}
ONE_STOP = re.compile(
    r"(?<!\w)(?P<lead>bộ phận |bp |cơ chế |mô hình )?(?P<form>1 cửa)(?P<linked> liên thông)?"
    r"(?!\w| hàng| sổ| khẩu| hiệu| ngõ| tiệm| sông| biển)",
    re.IGNORECASE,
)
QUARTER = re.compile(r"(?<!\w)KP\.?(?:\s?(?P<number>\d+))?(?!\w)", re.IGNORECASE)
HOUR = r"(\d{1,2}) ?(?:h|g(?=\d))(\d{2})?"
HOURS = re.compile(rf"(?<![\w.,/]){HOUR} ?[-–] ?(\d{{1,2}}) ?[hg](\d{{2}})?(?!\w)")
ONE_HOUR = re.compile(rf"(?<![\w.,/\-]){HOUR}(?![\w/])")
WEEKDAY_NAMES = {"2": "Hai", "3": "Ba", "4": "Tư", "5": "Năm", "6": "Sáu", "7": "Bảy"}
WEEKDAY = re.compile(r"(?<![\w.])(?P<form>thứ (?P<number>[2-7])|T(?P<short>[2-7]))(?![\w/]|\.\d)", re.IGNORECASE)
NO_WEEKDAY = re.compile(
    r"(?<!\w)(?:lần|người|đợt|hạng|xếp|đứng|con|năm|kỳ|khóa|khoá|vị trí|bước|quý|tháng|tuần|vòng|loại|bên|nhóm|mức|cấp|"
    r"điểm|khách|hàng|máy|tầng|khối|phòng|tổ|nhà|lô|quầy|mô hình)\s+$",
    re.IGNORECASE,
)
PLACEHOLDER = "[[họ tên đầy đủ]]"

Change = tuple[int, int, str, str]


def expand_abbreviations(text: str) -> tuple[str, list[Finding]]:
    """Return the text with its short forms spelled out, and a finding for each form people should know of.

    Findings have their place in the composed (cleaned) text. A person called by title and given name gets a
    placeholder: "C Hạnh" → "chị [[họ tên đầy đủ]] Hạnh".
    """
    text = unicodedata.normalize("NFC", text)
    taken = Taken()
    changes = [change for read in READERS for change in read(text) if taken.take(change[0], change[1])]
    findings = [found(code, text, start, end, to=to) for start, end, to, code in changes if code]
    return replaced(text, ((start, end, to) for start, end, to, _ in changes)), in_order(findings)


def _people(text: str) -> list[Change]:
    changes = []
    for match in PERSON.finditer(text):
        if LETTERED.search(preceding(text, match.start())):
            continue
        title = _as_sentence_start(text, match.start(), TITLES[match["title"].lower()])
        is_full = " " in match["name"]
        to = f"{title} {match['name']}" if is_full else f"{title} {PLACEHOLDER} {match['name']}"
        changes.append((*match.span(), to, "abbreviation"))
    return changes


def _one_stop(text: str) -> list[Change]:
    changes = []
    for match in ONE_STOP.finditer(text):
        lead, linked = (match["lead"] or "").strip().lower(), match["linked"]
        if linked or lead in {"cơ chế", "mô hình"}:
            changes.append((*match.span("form"), "một cửa", "abbreviation"))
        else:
            changes.append((*match.span(), "Bộ phận Một cửa", "abbreviation"))
    return changes


def _quarters(text: str) -> list[Change]:
    return [
        (*match.span(), f"Khu phố {match['number']}" if match["number"] else "Khu phố", "abbreviation")
        for match in QUARTER.finditer(text)
    ]


def _hours(text: str) -> list[Change]:
    spans = [
        (*match.span(), f"{_hour(match[1], match[2])} đến {_hour(match[3], match[4])}", "")
        for match in HOURS.finditer(text)
    ]
    return spans + [(*match.span(), _hour(match[1], match[2]), "") for match in ONE_HOUR.finditer(text)]


def _hour(hour: str, minutes: str | None) -> str:
    return f"{hour} giờ {minutes}" if minutes and minutes != "00" else f"{hour} giờ"


def _weekdays(text: str) -> list[Change]:
    changes = []
    for match in WEEKDAY.finditer(text):
        if not NO_WEEKDAY.search(preceding(text, match.start())):
            name = f"thứ {WEEKDAY_NAMES[match['number'] or match['short']]}"
            changes.append(
                (*match.span(), _as_sentence_start(text, match.start(), name), "abbreviation" if match["short"] else "")
            )
    return changes


def _listed(forms: dict[str, str], code: str) -> Callable[[str], list[Change]]:
    words = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w/@.\-])(?:{words})(?![\w/@:\-]|\.\w)")

    def read(text: str) -> list[Change]:
        return [
            (*match.span(), forms[match[0]], "" if match[0] in QUIET else code)
            for match in pattern.finditer(text)
            if not (match[0] == "k" and preceding(text, match.start()).rstrip()[-1:].isdigit())
        ]

    return read


def _as_sentence_start(text: str, at: int, word: str) -> str:
    """Return the word with a capital where a sentence begins."""
    before = text[:at].rstrip(' “"')
    return word[0].upper() + word[1:] if not before or before[-1] in ".!?…\n" else word


READERS = (_people, _one_stop, _quarters, _hours, _weekdays, _listed(CHAT, "abbreviation"), _listed(SLANG, "slang"))
