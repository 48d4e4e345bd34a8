"""Figures that do not agree: shares and their percentages, totals and their parts (domain guide, section 10)."""

import re
from collections.abc import Iterator

from review.checks.finding import Finding, Known
from review.checks.reading import Reading
from review.language import figures
from review.language.figures import NUMBER, value_of
from review.language.phrases import one_of
from review.language.spans import Taken
from review.rendering.article import Article

WORDS = r"(?:\s+[^\W\d]\w{0,20}){0,4}?"
# "12 trong 30 hồ sơ (35 %)"
SHARE = re.compile(
    rf"(?<![\d/.,\-])(?P<part>{NUMBER}){WORDS}\s+trong\s+(?:(?:tổng\s+)?số\s+)?(?P<all>{NUMBER}){WORDS}\s*"
    rf"\((?:{one_of('đạt', 'chiếm', 'tỷ lệ', 'khoảng')}\s+)?(?P<said>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?%\s?\)",
    re.IGNORECASE,
)
# Parts that leave nothing over: "31 người (20 nam, 11 nữ)".
HALVES = (("nam", "nữ"), ("đúng hạn", "(?:trễ|quá) hạn"), ("đạt", "(?:không|chưa) đạt"), ("trực tuyến", "trực tiếp"))
MADE_OF = r"(?:gồm|trong đó|\(|:)"


def _halves(one: str, other: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d/.,\-])(?P<all>{NUMBER})\s+[^\W\d][^.;\n\d]{{0,60}}{MADE_OF}\s*(?:có\s+)?"
        rf"(?P<one>{NUMBER}){WORDS}\s+{one}(?!\w)[^.;\n\d]{{0,12}}(?P<other>{NUMBER}){WORDS}\s+{other}(?!\w)",
        re.IGNORECASE,
    )


IN_HALVES = tuple(_halves(*words) for words in HALVES)


def find(_article: Article, reading: Reading, _known: Known) -> Iterator[Finding]:
    """Yield the figures that disagree, each once, with what they come to."""
    taken = Taken()
    for one in figures.conflicts(reading.text):
        if taken.take(one.start, one.end):
            yield reading.finding("number_conflict", one.start, one.end, la=_comes_to(one.detail.get("computed", "")))
    for start, end, right in (*_shares(reading.text), *_sums(reading.text)):
        if taken.take(start, end):
            yield reading.finding("number_conflict", start, end, la=_comes_to(right))


def _comes_to(right: str) -> str:
    return f": {right}" if right else ""


def _shares(text: str) -> Iterator[tuple[int, int, str]]:
    for match in SHARE.finditer(text):
        total = value_of(match["all"])
        right = value_of(match["part"]) / total * figures.FULL if total else 0.0
        if abs(right - float(match["said"].replace(",", "."))) > figures.TOLERANCE:
            yield *match.span(), f"{right:.1f}%".replace(".", ",")


def _sums(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in IN_HALVES:
        for match in pattern.finditer(text):
            added = value_of(match["one"]) + value_of(match["other"])
            if added != value_of(match["all"]):
                yield *match.span(), f"{added:g}"
