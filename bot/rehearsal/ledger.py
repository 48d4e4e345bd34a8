"""The ledger: everything offered, delivered, confirmed and called, in order, with what was answered.

A call is *accepted* (carried out, and its answer went out whole), *refused* (not carried out) or *ambiguous* (carried
out, but whoever called cannot know): a correct bot doubles at most as many messages as there were ambiguous calls.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.clock import StageClock

ACCEPTED, REFUSED, AMBIGUOUS = "accepted", "refused", "ambiguous"


@dataclass(slots=True)
class Entry:
    number: int
    at: float
    what: str
    details: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "at": self.at, "what": self.what, **self.details}


class Ledger:
    """Append-only; tests compare it with the database."""

    def __init__(self, clock: StageClock) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._outcomes: Counter[tuple[str, str]] = Counter()

    def note(self, what: str, **details: Any) -> None:
        self._entries.append(Entry(len(self._entries) + 1, self._clock.now(), what, details))

    def call(self, method: str, outcome: str, **details: Any) -> None:
        """Note a call of the bot and what became of it."""
        self._outcomes[method, outcome] += 1
        self.note("call", method=method, ok=outcome != REFUSED, outcome=outcome, **details)

    def since(self, number: int = 0, what: str | None = None) -> list[Entry]:
        """Return the entries after `number`, of one kind or all."""
        return [entry for entry in self._entries[number:] if what in {None, entry.what}]

    def calls(self, method: str | None = None) -> list[Entry]:
        """Return the calls that were carried out, accepted and ambiguous ones, of one method or all."""
        return [e for e in self.since(what="call") if method in {None, e.details["method"]} and e.details["ok"]]

    def count(self, outcome: str, method: str | None = None) -> int:
        """Return how many calls ended so, of one method or all, without walking through them."""
        return sum(
            number for (name, end), number in self._outcomes.items() if end == outcome and method in {None, name}
        )

    def figures(self) -> dict[str, dict[str, int]]:
        """Return the counts by outcome and method."""
        found: dict[str, dict[str, int]] = {ACCEPTED: {}, REFUSED: {}, AMBIGUOUS: {}}
        for (name, outcome), number in self._outcomes.items():
            found[outcome][name] = number
        return found
