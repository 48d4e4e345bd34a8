"""How long something took, counted in steps, so that days and months add up and a median is near enough.

Each step is a quarter longer than the one before: what is said differs from the exact value by at most about a tenth.
"""

import math
from collections.abc import Mapping
from datetime import timedelta

GROWTH = 1.25
LAST = 60  # about a year; what took longer counts there
MINUTE = timedelta(minutes=1)


def step(span: timedelta) -> int:
    """Return the step in which a span is counted: 0 for less than a minute."""
    minutes = span / MINUTE
    return 0 if minutes < 1 else min(1 + int(math.log(minutes) / math.log(GROWTH)), LAST)


def bounds(at: int) -> tuple[float, float]:
    """Return from how many minutes to how many a step reaches."""
    return (0.0, 1.0) if at == 0 else (GROWTH ** (at - 1), GROWTH**at)


def quantile(counted: Mapping[int, int], share: float) -> timedelta | None:
    """Return the span that `share` of all stayed below, evenly spread within a step; None where nothing was counted."""
    left = share * sum(counted.values())
    for at in sorted(counted):
        if counted[at] and left <= counted[at]:
            low, high = bounds(at)
            return timedelta(minutes=low + (high - low) * left / counted[at])
        left -= counted[at]
    return None
