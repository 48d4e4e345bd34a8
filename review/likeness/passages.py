"""The passages two texts have in common, placed in each of them, to be marked side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from review.language.folding import fold
from review.likeness.texts import commonplaces

WORD = re.compile(r"[\w\u0300-\u036f]+")
LONGEST = 10_000  # characters that are laid side by side: more is read on the tip's own page
FEWEST = 2  # words in a row; of what every office writes it takes one more


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; `is_common` where the other text has these words in this order too."""

    text: str
    is_common: bool


def passages(text: str, other: str) -> tuple[Run, ...]:
    """Cut `text` into runs that stand in `other` as well, wherever they stand there, and those that do not."""
    text, other = text[:LONGEST], other[:LONGEST]
    words = list(_words(text))
    folded, others = [word for word, _, _ in words], [word for word, _, _ in _words(other)]
    common = [False] * len(words)
    for length in (FEWEST, FEWEST + 1):
        known = {row for row in _rows(others, length) if row not in commonplaces()}
        for at, row in enumerate(_rows(folded, length)):
            if row in known:
                common[at : at + length] = [True] * length
    return tuple(_runs(text, words, common))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for match in WORD.finditer(text):
        yield fold(match[0]), match.start(), match.end()


def _rows(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _runs(text: str, words: Sequence[tuple[str, int, int]], common: Sequence[bool]) -> Iterator[Run]:
    """Yield the text piece by piece; the signs between two words of one run belong to it."""
    at, last = 0, 0
    for number, (_, start, end) in enumerate(words):
        is_first = common[number] and not (number and common[number - 1])
        if is_first and start > at:
            yield Run(text[at:start], is_common=False)
            at = start
        last = end
        if common[number] and not (number + 1 < len(words) and common[number + 1]):
            yield Run(text[at:last], is_common=True)
            at = last
    if at < len(text):
        yield Run(text[at:], is_common=False)
