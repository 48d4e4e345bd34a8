"""Places in a text that must not overlap."""

from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]


class Taken:
    """Places that are already spoken for, kept in order so that long texts stay quick to read."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for start, end in sorted(spans):
            if self._spans and start < self._spans[-1][1]:
                self._spans[-1] = (self._spans[-1][0], max(end, self._spans[-1][1]))
            else:
                self._spans.append((start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing that was taken overlaps the place."""
        at = bisect_left(self._spans, (start, start))
        ends_before = at == 0 or self._spans[at - 1][1] <= start
        return ends_before and (at == len(self._spans) or end <= self._spans[at][0])

    def take(self, start: int, end: int) -> bool:
        """Take the place if it is free, and tell whether it was."""
        is_free = self.is_free(start, end)
        if is_free:
            self._spans.insert(bisect_left(self._spans, (start, end)), (start, end))
        return is_free


def longest(spans: Iterable[Span]) -> list[Span]:
    """Return the longest of what overlaps, in the text's order."""
    taken = Taken()
    by_length = sorted(spans, key=lambda span: (span[0] - span[1], span[0]))
    return sorted(span for span in by_length if taken.take(*span))
