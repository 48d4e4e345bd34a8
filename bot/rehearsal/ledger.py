"""The ledger: everything offered, delivered, confirmed and called, in order, with what was answered."""

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.clock import StageClock


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

    def note(self, what: str, **details: Any) -> None:
        self._entries.append(Entry(len(self._entries) + 1, self._clock.now(), what, details))

    def since(self, number: int = 0, what: str | None = None) -> list[Entry]:
        """Return the entries after `number`, of one kind or all."""
        return [entry for entry in self._entries[number:] if what in {None, entry.what}]

    def calls(self, method: str | None = None) -> list[Entry]:
        """Return the accepted calls of the bot, of one method or all."""
        return [e for e in self.since(what="call") if method in {None, e.details["method"]} and e.details["ok"]]
