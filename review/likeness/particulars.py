"""What only this event has: figures and names. Offices write many things after one pattern; these tell them apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from review.language.folding import eased, fold
from review.language.sources import documents

Pairs = frozenset[tuple[str, str]]

THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
FIGURE = re.compile(r"\d+(?:,\d+)?")
DAY = re.compile(r"(?<![\d/])(\d{1,2})(?:/| tháng | thang )(\d{1,2})(?:/\d{4})?(?![\d/])")
YEAR = re.compile(r"(?:19|20)\d\d")
SENTENCE = re.compile(r"(?<=[.!?:;…])\s+|\n")
TOKEN = re.compile(r"\w+|[^\w\s]")
QUOTED = re.compile(r"[“\"]([^“”\"\n]{3,60})[”\"]")
MOST_OF_A_TITLE = 8  # words; what is quoted at length is speech
OPENS_A_NAME = frozenset("“\"'(")
# Offices, posts and days: written with a capital, and in every text.
OFFICE_WORDS = """
ủy uỷ ban nhân dân hội đồng mặt trận tổ quốc việt nam thành phố hồ chí minh chủ tịch phó bí thư đảng nhà nước quận
phường xã sở bộ phòng đoàn một cửa phần trung tâm chính phủ quyết định kế hoạch nghị hai ba tư năm sáu bảy thứ
tháng ngày sáng chiều tối liên hiệp nữ chi cục quốc gia đại học trường tiểu bệnh viện
"""
OFFICES = frozenset(OFFICE_WORDS.split())
# What a particular tells: 2, 3 and 5 stand in any text, 1.046 and the number of a document in one.
FIGURES = {1: 0.5, 2: 0.75}
LONG_FIGURE, DOCUMENT = 1.25, 2.0
LONE_NAME, NAME = 0.5, 1.25


@dataclass(frozen=True, slots=True)
class Particulars:
    """The figures, days and documents of a text, as they are compared, and its names in folded words."""

    figures: frozenset[str]
    documents: frozenset[str]
    names: frozenset[tuple[str, ...]]


def particulars(text: str) -> Particulars:
    """Return what only this event has in a cleaned text; one in small letters throughout shows no names."""
    figures = frozenset(figure for figure in figures_in(text) if not YEAR.fullmatch(figure))
    return Particulars(
        figures, documents_in(text), frozenset((*_titles(text), *_names(eased(QUOTED.sub(" , ", text)))))
    )


def shared(given: Particulars, other: Particulars, words: frozenset[str], pairs: Pairs) -> tuple[float, float]:
    """Return (found, missed): how much of what is `given` another text of these words and word pairs has, or lacks."""
    weights = [(_worth(figure), float(figure in words)) for figure in given.figures]
    weights += [(NAME if len(name) > 1 else LONE_NAME, _share(name, words, pairs)) for name in given.names]
    weights += [(DOCUMENT, float(document in other.documents)) for document in given.documents]
    found = sum(weight * share for weight, share in weights)
    return found, sum(weight for weight, _ in weights) - found


def figures_in(text: str) -> set[str]:
    """Return the days and figures of a text as they are compared: 04/11/2026 as 4/11, 1.046 as 1046, 07 as 7."""
    days = {f"{int(day)}/{int(month)}" for day, month in DAY.findall(text)}
    rest = THOUSANDS.sub("", DAY.sub(" ", text))
    return days | {figure.lstrip("0") or "0" for figure in FIGURE.findall(rest)}


def documents_in(text: str) -> frozenset[str]:
    """Return the numbers of the documents a text names, folded: 215/BC-UBND as "215 bc ubnd"."""
    return frozenset(fold(text[start:end]) for start, end in documents(text))


def _worth(figure: str) -> float:
    return LONG_FIGURE if "/" in figure else FIGURES.get(len(figure), LONG_FIGURE)


def _titles(text: str) -> Iterator[tuple[str, ...]]:
    """Yield what is quoted in a few words: the name of a model, a contest, a slogan."""
    for match in QUOTED.finditer(text):
        words = tuple(fold(match[1]).split())
        if 1 < len(words) <= MOST_OF_A_TITLE:
            yield words


def _names(text: str) -> Iterator[tuple[str, ...]]:
    """Yield runs of capitalised words inside sentences: a first word has its capital from the sentence."""
    for sentence in SENTENCE.split(text):
        run: list[str] = []
        is_first = True
        for token in [*TOKEN.findall(sentence), "."]:
            if token[0].isupper() and not (token.isupper() and len(token) > 1):
                run += [] if is_first else [token.lower()]
            else:
                yield from _name(run)
                run = []
            is_first = is_first and not token[0].isalnum() and token not in OPENS_A_NAME


def _name(run: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield a run without the office or post before it."""
    while run and run[0] in OFFICES:
        run = run[1:]
    if run:
        yield tuple(fold(word) for word in run)


def _share(name: tuple[str, ...], words: frozenset[str], pairs: Pairs) -> float:
    """Return how much of a name stands in a text."""
    if len(name) == 1:
        return float(name[0] in words)
    steps = list(pairwise(name))
    return sum(step in pairs for step in steps) / len(steps)
