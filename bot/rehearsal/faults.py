"""Faults on command: by method and chat, for so many calls or by chance, after the call was accepted or before."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rehearsal.forms import dumped
from bot.rehearsal.wire import Answer

BEFORE = frozenset({"error", "not_ok", "hang_before", "hang_up"})
AFTER = frozenset(
    {"hang_after", "reset", "truncated", "html", "gateway", "drip", "bad_gzip", "huge", "wrong_length", "delay"}
)
KINDS = BEFORE | AFTER | {"clock_jump"}
HUGE = 300 * 1024 * 1024


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
        return self.kind not in BEFORE


class Faults:
    """The faults that are set; drawn with a seed, so that a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
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


async def instead(fault: Fault) -> Answer:
    """Return what comes back of a call that is not carried out."""
    if fault.kind == "hang_before":
        await asyncio.sleep(fault.seconds)
        return Answer(status=504, drops=0)
    if fault.kind == "hang_up":
        return Answer(drops=0)
    body: dict[str, Any] = {"ok": False, "error_code": fault.code, "description": fault.sentence}
    if fault.parameters:
        body["parameters"] = fault.parameters
    seconds = fault.parameters.get("retry_after")
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Answer(200 if fault.kind == "not_ok" else fault.code, dumped(body), headers=headers)


async def spoiled(answer: Answer, fault: Fault) -> Answer:
    """Spoil the answer to a call that was carried out."""
    match fault.kind:
        case "hang_after" | "delay":
            await asyncio.sleep(fault.seconds)
            return Answer(drops=0) if fault.kind == "hang_after" else answer
        case "reset":
            return replace(answer, drops=20)
        case "truncated":
            return Answer(body=answer.body[: len(answer.body) // 2])
        case "drip":
            return replace(answer, pause=1.0)
        case "bad_gzip":
            return replace(answer, headers={"Content-Encoding": "gzip"})
        case "huge":
            return replace(answer, body=answer.body + b" " * HUGE)
        case "wrong_length":
            return replace(answer, claims=len(answer.body) + 100)
        case "html":
            return Answer(body=b"<html><body>OK</body></html>", media_type="text/html")
        case "clock_jump":
            return answer
    return Answer(status=502, body=b"<html><body>Bad Gateway</body></html>", media_type="text/html")
