"""What stands around a place in a text: a bounded look back, and the sentence."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from review.language.sentences import sentence_spans

LOOK_BACK = 120


def preceding(text: str, at: int) -> str:
    """Return the end of what precedes a place; bounded, so that long texts stay quick to read."""
    return text[max(0, at - LOOK_BACK) : at]


def following(text: str, at: int) -> str:
    """Return the beginning of what follows a place; bounded for the same reason."""
    return text[at : at + LOOK_BACK]


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with each `text[start:end]` replaced; of what overlaps, the first stays."""
    pieces, at = [], 0
    for start, end, new in sorted(changes):
        if start >= at:
            pieces += [text[at:start], new]
            at = end
    return "".join([*pieces, text[at:]])


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Return the sentence that holds the place, the whole text where none does."""
    spans = _spans(text)
    index = bisect_right(spans, (at, len(text) + 1)) - 1
    return spans[index] if index >= 0 and spans[index][0] <= at < spans[index][1] else (0, len(text))


@lru_cache(maxsize=4)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))
