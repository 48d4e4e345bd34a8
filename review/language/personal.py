"""Personal data that a text shows (domain guide, section 18): found on the cleaned text, before folding."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from review.language import people
from review.language.context import preceding, sentence_around
from review.language.finding import Finding, found, in_order
from review.language.phrases import LOWER, UPPER, one_of
from review.language.sentences import sentence_spans
from review.language.spans import Taken
from review.language.vulnerable import children, patients

NUMBER = r"\d{1,5}[a-z]?(?:/\d{1,5}[a-z]?){0,4}"
MORE_OF_A_NAME = rf"(?:\s(?-i:[{UPPER}][{LOWER}]*|\d+(?![\d.,/])))*"
HIGH, WARN, INFO = "high", "warn", "info"
# In the order of precedence: what an earlier pattern took, a later one does not see. Group 1, where there is one, is
# the datum itself.
PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("pii_email", WARN, re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")),
    ("pii_hoso", WARN, re.compile(r"(?i)\bH\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,6}\b")),
    (
        "pii_bank",
        HIGH,
        re.compile(
            r"(?i)(?:\bstk|số tài khoản|so tai khoan|tài khoản số|tai khoan so|\btk\b)\D{0,15}(\d[\d .\-]{6,22}\d)"
        ),
    ),
    ("pii_cccd", HIGH, re.compile(r"(?<![\d.])0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")),
    (
        "pii_cmnd",
        HIGH,
        re.compile(
            r"(?i)(?:cmnd|cmt|chứng minh(?: nhân dân)?|chung minh(?: nhan dan)?)\D{0,12}"
            r"(\d{9}|\d{3}[ .]\d{3}[ .]\d{3})(?!\d)"
        ),
    ),
    (
        "pii_mobile",
        WARN,
        re.compile(r"(?<!\d)(?:\+?84|0)[ .\-]?(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d|1[2689]\d)(?:[ .\-]?\d){7}(?!\d)"),
    ),
    ("pii_landline", INFO, re.compile(r"(?<!\d)\(?(?:\+?84|0)[ .\-]?2\d{1,2}\)?(?:[ .\-]?\d){7,8}(?!\d)")),
    ("pii_plate", WARN, re.compile(r"(?<![\w/])\d{2}[ -]?[A-Z]{1,2}\d?[ -]\d{3}[.]?\d{2}(?!\d)")),
    (
        "pii_birth",
        WARN,
        re.compile(
            r"(?i)\b(?:sn|sinh năm|sinh nam|sinh ngày|sinh ngay)\s*[:.]?\s*"
            r"((?:\d{1,2}[/\-.]\d{1,2}[/\-.])?(?:19|20)\d{2})(?!\d)"
        ),
    ),
    (
        "pii_address",
        WARN,
        re.compile(
            rf"(?i)\b(?:số nhà|so nha|nhà số|nha so)\s*{NUMBER}"
            rf"|\b(?:nhà|nha)\s+\d{{1,5}}[a-z]?(?:/\d{{1,5}}[a-z]?){{1,4}}"
            rf"|\b(?:(?:số|so)\s*)?{NUMBER}\s*,?\s+(?:hẻm|hem)\s+\d+"
            rf"|\b(?:số|so)\s*{NUMBER}\s*,?\s+(?:(?:đường|duong)\s+(?!dây|day|truyền|truyen|bộ|bo|sắt|sat)|đ\.\s*)\w+{MORE_OF_A_NAME}"
            rf"|\b{NUMBER}\s*,?\s+(?:(?:đường|duong)\s+|đ\.\s*)(?-i:[{UPPER}\d])\w*{MORE_OF_A_NAME}"
            r"|\b(?:hẻm|ngõ|hem|ngo)\s*\d+(?:/\d+)*"
        ),
    ),
)
AREA = re.compile(
    r"(?i)\b(?:tổ dân phố|to dan pho|tổ|to|ấp|ap|khu phố|khu pho|kp\.?)\s*\d+\b"
    r"(?!\s*(?:công nghệ|cong nghe|người|nguoi))"
)
PUBLIC_NUMBER = re.compile(
    r"(?<![\d.,/])(?:1022|1[89]00[ .]?\d{2}[ .]?\d{2}(?:\d{2})?)(?![\d.,/]?\d|\s*(?:hồ sơ|ho so|người))"
)
OFFICE_BEFORE = re.compile(
    one_of(
        "ubnd", "ủy ban", "đường dây nóng", "hotline", "trung tâm", "bộ phận", "văn phòng", "sở", "cơ quan", "tổng đài",
        "htx", "hợp tác xã", "liên hệ", "điện thoại liên hệ", "bưu điện", "trạm", "hội nông dân", "đoàn phường",
        "trực ban",
    )
    + r"[^.;\n]{0,60}$",
    re.IGNORECASE,
)  # fmt: skip
PUBLIC_PLACE_BEFORE = re.compile(
    one_of("trụ sở", "ubnd", "trung tâm", "nhà văn hóa", "trường", "bưu điện", "chi nhánh", "hội trường", "văn phòng")
    + r"[^.;\n]{0,30}$",
    re.IGNORECASE,
)
CONSENT = one_of("đã đồng ý", "đồng ý cho", "đồng ý nêu", "đã xin phép", "cho phép nêu", "đồng ý đăng")
FAR = 300
FAR_FROM_NUMBER = 40
HIDDEN = "[đã ẩn]"


def find(text: str) -> list[Finding]:
    """Return the personal data, residents' names, children and illnesses in a cleaned text."""
    data = list(_patterns(text))
    residents = list(_residents(text, data))
    areas = list(_areas(text, data, residents))
    both = _graver([*data, *areas], residents, text)
    return in_order([*both, *residents, *_quotes(text), *children(text), *patients(text)])


def mask(text: str, findings: Sequence[Finding]) -> str:
    """Return the text with every datum hidden: identity numbers as `*`, birth years as `****`, names as initials."""
    last = len(text)
    for finding in sorted(findings, key=lambda one: (one.start, one.end), reverse=True):
        if finding.end > last or finding.code not in MASKS:
            continue
        text = text[: finding.start] + MASKS[finding.code](finding) + text[finding.end :]
        last = finding.start
    return text


def _patterns(text: str) -> Iterator[Finding]:
    taken = Taken()
    for code, severity, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span(1) if match.re.groups and code != "pii_birth" else match.span()
            is_public = code == "pii_address" and PUBLIC_PLACE_BEFORE.search(preceding(text, start))
            if taken.take(start, end) and not is_public:
                yield _classified(text, code, severity, start, end)
    for match in PUBLIC_NUMBER.finditer(text):
        if taken.is_free(*match.span()):
            yield found("landline_public", text, *match.span(), severity=INFO)


def _classified(text: str, code: str, severity: str, start: int, end: int) -> Finding:
    """Return the finding, milder for what belongs to an office."""
    if code == "pii_landline" and OFFICE_BEFORE.search(preceding(text, start)) and not _is_called(text, start):
        return found("landline_public", text, start, end, severity=INFO)
    if code == "pii_email" and text[start:end].lower().endswith(".gov.vn"):
        return found(code, text, start, end, severity=INFO)
    return found(code, text, start, end, severity=severity)


def _is_called(text: str, at: int) -> bool:
    """Tell whether a person is named just before: "liên hệ chị Lan 028 …" is a private number."""
    return any(at - FAR_FROM_NUMBER < person.end <= at and not person.is_official for person in people.named(text))


def _residents(text: str, data: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the residents named in full: with a title and no position, or bare beside personal data."""
    for person in people.named(text):
        if person.is_full and not person.is_official:
            yield found("citizen_named", text, person.name_start, person.end, title=person.title, severity=WARN)
    telling = {sentence_around(text, datum.start) for datum in data if datum.code != "landline_public"}
    for start, end in people.bare_names(text):
        if sentence_around(text, start) in telling and not people.is_official(text, start, end):
            yield found("citizen_named", text, start, end, severity=WARN)


def _areas(text: str, data: Sequence[Finding], residents: Sequence[Finding]) -> Iterator[Finding]:
    """Yield quarters and hamlets that, with a name, a birth year or a house number beside them, are an address."""
    telling = [datum for datum in data if datum.code in {"pii_birth", "pii_address"}] + list(residents)
    called = [person for person in people.named(text) if not person.is_official and not person.is_initial]
    places = [one.start for one in telling] + [person.start for person in called]
    private = {sentence_around(text, place) for place in places}
    taken = Taken((datum.start, datum.end) for datum in data)
    for match in AREA.finditer(text):
        if taken.is_free(*match.span()) and sentence_around(text, match.start()) in private:
            yield found("pii_address", text, *match.span(), severity=WARN, kind="area")


def _graver(data: Sequence[Finding], residents: Sequence[Finding], text: str) -> list[Finding]:
    """Raise data to high where a resident's name stands in the same sentence."""
    sentences = {sentence_around(text, resident.start) for resident in residents}
    graver = []
    for datum in data:
        beside_name = sentence_around(text, datum.start) in sentences
        is_private = datum.code.startswith("pii_")
        detail = {**datum.detail, "severity": HIGH} if beside_name and is_private else datum.detail
        graver.append(Finding(datum.code, datum.text, datum.start, datum.end, detail))
    return graver


def _quotes(text: str) -> Iterator[Finding]:
    """Yield residents who are quoted without a word about their consent, in their sentence or the next."""
    bounds = sentence_spans(text)
    following = dict(pairwise(bounds))
    for person in people.named(text):
        if person.is_official or person.is_initial or not people.speaks(text, person.end):
            continue
        sentence = sentence_around(text, person.start)
        _, until = following.get(sentence, sentence)
        said_by = rf"(?:{re.escape(person.title)}|{re.escape(person.name)})[^.\n]{{0,40}}{CONSENT}"
        until = min(until, person.end + FAR)
        if not re.search(said_by, text[person.start : until], re.IGNORECASE):
            yield found("quote_needs_consent", text, person.start, person.end, severity=WARN, title=person.title)


def _stars(finding: Finding) -> str:
    return re.sub(r"\d", "*", finding.text)


def _called_by_initial(finding: Finding) -> str:
    title = finding.detail.get("title", "")
    name = finding.text[len(title) :].split()
    return f"{title} {'.'.join(word[0].upper() for word in name)}."


def _without_year(finding: Finding) -> str:
    return re.sub(r"(?:\d{1,2}[/\-.]\d{1,2}[/\-.])?\d{4}$", "****", finding.text)


def _initials(finding: Finding) -> str:
    return ".".join(word[0].upper() for word in finding.text.split()) + "."


MASKS = {
    **dict.fromkeys(
        ("pii_email", "pii_hoso", "pii_bank", "pii_mobile", "pii_landline", "pii_plate"), lambda _one: HIDDEN
    ),
    "pii_address": lambda _one: HIDDEN,
    "pii_cccd": _stars,
    "pii_cmnd": _stars,
    "pii_birth": _without_year,
    "citizen_named": _initials,
    "quote_needs_consent": _called_by_initial,
}
