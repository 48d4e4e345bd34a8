"""Faults on command: by method and chat, for so many calls or by chance, after the call was accepted or before."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = frozenset({"error", "hang_before", "hang_after", "reset", "truncated", "html", "gateway"})


@dataclass(slots=True)
class Fault:
    """One fault: its kind, which calls it hits (`*` = all), how many (None = always), how likely, and its details."""

    kind: str
    method: str = "*"
    chat_id: int | None = None
    count: int | None = 1
    probability: float = 1.0
    code: int = 500
    sentence: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 30.0

    @property
    def comes_after(self) -> bool:
        """Tell whether the call is carried out all the same: perhaps sent, to the bot."""
        return self.kind in {"hang_after", "reset", "truncated", "html", "gateway"}


class Faults:
    """The faults that are set; drawn with a seed, so that a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - which call fails, no secret
        self._set: list[Fault] = []

    def add(self, given: Mapping[str, Any]) -> None:
        """Set a fault; raises ValueError for a kind there is not."""
        fault = Fault(**given)
        if fault.kind not in KINDS:
            raise ValueError(f"no fault is called {fault.kind}")
        fault.method = fault.method.lower()
        self._set.append(fault)

    def clear(self) -> None:
        self._set.clear()

    def hit(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that strikes a call, counted down."""
        for fault in self._set:
            if fault.method not in {"*", method} or (fault.chat_id is not None and fault.chat_id != chat_id):
                continue
            if fault.count == 0 or self._chance.random() >= fault.probability:
                continue
            if fault.count is not None:
                fault.count -= 1
            return fault
        return None
