"""Which processes of the desk are running, when each of their loops last turned, and the errors they have counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from review.pulse import Pulse

LOOPS = ("poller", "worker", "courier", "fetcher")  # in the order of a message's way
NEEDED = frozenset({"worker", "courier"})
STANDS_STILL = timedelta(seconds=90)
LISTED = 20


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its loops with the time each last turned; a console runs none."""

    name: str
    version: str
    seen_at: datetime
    is_alive: bool
    loops: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Failed:
    """Errors of one class at one place, counted since the processes began."""

    where: str
    name: str
    number: int


def processes(pulses: Sequence[Pulse], now: datetime) -> tuple[Process, ...]:
    return tuple(Process(said.process, said.version, said.at, said.is_alive(now), _turned(said)) for said in pulses)


def errors(pulses: Sequence[Pulse]) -> tuple[Failed, ...]:
    """Add up the errors of all processes, the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for said in pulses:
        counted.update(said.snapshot.errors)
    return tuple(Failed(where, name, number) for (where, name), number in counted.most_common(LISTED))


def is_working(running: Sequence[Process], now: datetime) -> bool:
    """Tell whether somebody handles messages and sends notices."""
    turning = {
        loop for process in running if process.is_alive for loop, at in process.loops.items() if now - at < STANDS_STILL
    }
    return turning >= NEEDED


def _turned(said: Pulse) -> dict[str, datetime]:
    ages = said.snapshot.loops
    return {loop: said.at - timedelta(seconds=ages[loop]) for loop in LOOPS if loop in ages}
