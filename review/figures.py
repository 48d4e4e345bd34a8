"""What this process has done since it began, counted in memory: kinds and classes, never a name or a text.

A count costs about a microsecond, so it may stand in the way of every update. Others read it as a `Snapshot`: the
process itself for /metrics, the rest of the desk from the pulse it leaves in the database.
"""

import os
import secrets
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds; what lasts longer counts as more
MOST_CLASSES = 200  # kinds of errors told apart; the rest counts as one
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long something took: how often up to each bound and above the last, and the sum."""

    buckets: tuple[int, ...]
    seconds: float

    @property
    def number(self) -> int:
        return sum(self.buckets)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One process at one moment: errors by where and class, timings by what, seconds since each loop turned, memory.

    Errors tell as well how long ago the last of each class was.
    """

    process: str
    errors: Mapping[tuple[str, str], int]
    timings: Mapping[str, Timing]
    loops: Mapping[str, float]
    memory: int
    failed_ago: Mapping[tuple[str, str], float]  # seconds since the last error of each class

    def to_json(self) -> dict[str, Any]:
        return {
            "errors": [[*key, number, self.failed_ago[key]] for key, number in self.errors.items()],
            "timings": {what: [list(timing.buckets), timing.seconds] for what, timing in self.timings.items()},
            "loops": dict(self.loops),
            "memory": self.memory,
        }

    @classmethod
    def from_json(cls, process: str, given: Mapping[str, Any]) -> "Snapshot":
        """Read a snapshot back; raises KeyError, TypeError or ValueError for what is none."""
        return cls(
            process,
            {(str(where), str(name)): int(number) for where, name, number, _ in given["errors"]},
            {what: Timing(tuple(buckets), float(total)) for what, (buckets, total) in given["timings"].items()},
            {str(loop): float(age) for loop, age in given["loops"].items()},
            int(given["memory"]),
            {(str(where), str(name)): float(ago) for where, name, _, ago in given["errors"]},
        )


class Figures:
    """The counters of one process."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self.process = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._ticks = ticks
        self._errors: Counter[tuple[str, str]] = Counter()
        self._failed_at: dict[tuple[str, str], float] = {}
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self._turned: dict[str, float] = {}

    def took(self, what: str, seconds: float) -> None:
        """Count one thing done and how long it took."""
        buckets = self._buckets.get(what)
        if buckets is None:
            buckets = self._buckets[what] = [0] * (len(BOUNDS) + 1)
        buckets[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[what] = self._seconds.get(what, 0.0) + seconds

    def failed(self, where: str, error_class: str) -> None:
        """Count one error by its class."""
        key = (where, error_class)
        if key not in self._errors and len(self._errors) >= MOST_CLASSES:
            key = (where, "other")
        self._errors[key] += 1
        self._failed_at[key] = self._ticks()

    def turned(self, loop: str) -> None:
        """Note that a loop that must never stop has come round."""
        self._turned[loop] = self._ticks()

    def snapshot(self) -> Snapshot:
        now = self._ticks()
        timings = {what: Timing(tuple(buckets), self._seconds[what]) for what, buckets in self._buckets.items()}
        loops = {loop: now - at for loop, at in self._turned.items()}
        ago = {key: now - at for key, at in self._failed_at.items()}
        return Snapshot(self.process, dict(self._errors), timings, loops, memory_in_use(), ago)


def memory_in_use() -> int:
    """Return the bytes of memory this process holds, 0 where the system does not say."""
    try:
        return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
