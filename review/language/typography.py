"""House typography (domain guide, sections 17.5 and 17.6): quotes, spaces, dashes; no-break spaces when rendered."""

import re
from collections.abc import Iterator

from review.language.abbreviations import expand_abbreviations
from review.language.phrases import LOWER, UPPER
from review.language.sentences import sentence_spans, sentences

__all__ = ["expand_abbreviations", "no_break", "sentence_spans", "sentences", "typographic"]

NO_BREAK_SPACE = "\u00a0"
# Addresses and signs of documents keep every character.
VERBATIM = re.compile(
    r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”]+|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}"
    r"|(?<![a-z0-9\-])(?:[a-z0-9\-]{1,63}\.){1,6}(?:vn|com|org|net|example)(?:/[^\s<>\"“”]*)?(?![\w.])"
)
SPACING = (
    (re.compile(r"(?:\.{3,}|…\.+|\.+…)"), "…"),
    (re.compile(r"([!?])\1+"), r"\1"),
    (re.compile(r" +(?=[,.:;!?](?:[ \n”’)\]]|$))"), ""),
    (re.compile(r"(?<=[^\W\d_]{2})([,;])(?=[^\W\d_])|(?<=\d)([,;])(?=[^\W\d_])"), r"\1\2 "),
    (re.compile(r"(?<=[^\W\d_])([:!?])(?=[^\W\d_])"), r"\1 "),
    (re.compile(rf"(?<=[{LOWER}]{{2}})\.(?=[{UPPER}][{LOWER}])"), ". "),
    (re.compile(r"(?<=[(\[“‘]) +(?=\S)"), ""),
    (re.compile(r"(?<=\S) +(?=[)\]”’])"), ""),
    (re.compile(r" {2,}"), " "),
)
DASHES = (
    (re.compile(r"^-+ *(?=[^\W\d_]|[“\"'(])", re.MULTILINE), "– "),
    (re.compile(r"(?<=\S) (?:--|—) (?=\S)"), " – "),
    (re.compile(r"(?<![\w/.\-])((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?![\w/.\-])"), r"\1–\2"),
)
QUOTES = {'"': ("“", "”"), "'": ("‘", "’")}
OPENS_AFTER = frozenset(" \n([{“‘–—-/")

NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|đồng|triệu|tỷ|tỉ|nghìn|ngàn|người|lượt|hồ sơ|trường hợp|thủ tục|phút|giờ|ngày|tháng|năm|km|m|m²"
    r"|ha|kg|tấn"
    r"|hộ|đơn vị|phường|xã|bài|tin|ảnh|điểm)(?!\w))"
)
BEFORE_A_NAME = re.compile(
    r"(?<!\w)(TP\.|P\.|Q\.|H\.|[Đđ]iều|[Kk]hoản|[Ss]ố|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)"
    rf" (?=[{UPPER}\d])"
)


def typographic(text: str) -> str:
    """Return `text` in the house's marks; done twice it is the same as done once."""
    pieces = re.split(rf"({VERBATIM.pattern})", text)
    for index in range(0, len(pieces), 2):
        pieces[index] = _marks(pieces[index])
    joined = "".join(pieces)
    return joined if joined == text else typographic(joined)


def no_break(text: str) -> str:
    """Return `text` with no-break spaces between number and unit, title and name; never for storing."""
    return BEFORE_A_NAME.sub(rf"\1{NO_BREAK_SPACE}", NUMBER_AND_UNIT.sub(NO_BREAK_SPACE, text))


def _marks(text: str) -> str:
    for pattern, replacement in SPACING:
        text = pattern.sub(replacement, text)
    for pattern, replacement in DASHES:
        text = pattern.sub(replacement, text)
    return "\n".join("".join(_curly(line)) for line in text.split("\n"))


def _curly(line: str) -> Iterator[str]:
    """Yield the characters of a line with straight quotes turned; inches and minutes stay straight."""
    for at, character in enumerate(line):
        if character not in QUOTES:
            yield character
            continue
        before = line[at - 1] if at else " "
        opening, closing = QUOTES[character]
        if before in OPENS_AFTER or before in QUOTES:
            yield opening
        elif before.isdigit() and not _is_open(line[:at], character):
            yield character
        else:
            yield closing


def _is_open(before: str, mark: str) -> bool:
    opening, closing = QUOTES[mark]
    return (before.count(opening) + before.count(mark)) > before.count(closing)
