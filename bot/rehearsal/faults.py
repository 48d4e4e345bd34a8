"""Faults on command: by method and chat, for so many calls or by chance, after the call was accepted or before.

What comes before a request is known is no fault of a call: `refused` breaks every connection and takes none for a
while; a name that is not found and a failing TLS handshake are tested at the bot's own connection layer.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rehearsal import sentences
from bot.rehearsal.clock import StageClock
from bot.rehearsal.forms import dumped
from bot.rehearsal.wire import Answer

BEFORE = frozenset({"error", "not_ok", "hang_before", "hang_up", "reset_before"})
AFTER = frozenset(
    {
        "hang_after",
        "reset",
        "truncated",
        "empty",
        "html",
        "gateway",
        "drip",
        "bad_gzip",
        "huge",
        "wrong_length",
        "delay",
    }
)
WHOLE = frozenset({"delay", "clock_jump"})  # the answer comes unspoiled all the same
KINDS = BEFORE | AFTER | {"clock_jump", "refused"}
HUGE = 300 * 1024 * 1024
SECONDS = {"drip": 1.0, "refused": 1.0, "clock_jump": 3600.0}
GATEWAYS = {502: b"Bad Gateway", 504: b"Gateway Time-out"}
HTML = b"<html>\r\n<head><title>%d %s</title></head>\r\n<body>\r\n<center><h1>%d %s</h1></center>\r\n</body>\r\n</html>"


@dataclass(slots=True)
class Fault:
    """One fault: its kind, which calls it hits (`*` = all), how many (None = always), how likely, and its details.

    `code` 0 is the kind's usual one; no `sentence` is what the server says with that code.
    """

    kind: str
    method: str = "*"
    chat_id: int | None = None
    count: int | None = 1
    probability: float = 1.0
    code: int = 0
    sentence: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind}")
        self.method = self.method.lower()
        self.code = self.code or (502 if self.kind == "gateway" else 500)
        self.seconds = self.seconds or SECONDS.get(self.kind, 30.0)

    @property
    def comes_after(self) -> bool:
        """Tell whether the call is carried out all the same."""
        return self.kind not in BEFORE

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether the call is carried out without its caller learning of it."""
        return self.kind in AFTER - WHOLE


class Faults:
    """The faults that are set; drawn with a seed, so that a run can be repeated."""

    def __init__(self, seed: int = 1, given: Iterable[Mapping[str, Any]] = ()) -> None:
        self.seed = seed
        self._chance = random.Random(seed)  # noqa: S311 - which call fails, no secret
        self._set: list[Fault] = []
        for fault in given:
            self.add(fault)

    def add(self, given: Mapping[str, Any]) -> Fault:
        """Set a fault and return it; raises ValueError for a kind there is not."""
        fault = Fault(**given)
        if fault.kind != "refused":  # which strikes at once, and no call
            self._set.append(fault)
        return fault

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


async def instead(fault: Fault, clock: StageClock) -> Answer:
    """Return what comes back of a call that is not carried out."""
    if fault.kind == "hang_before":
        await clock.sleep(fault.seconds)
        return Answer(drops=0)
    if fault.kind in {"hang_up", "reset_before"}:
        return Answer(drops=0, resets=fault.kind == "reset_before")
    text = fault.sentence or sentences.USUAL.get(fault.code, f"Error {fault.code}")
    body: dict[str, Any] = {"ok": False, "error_code": fault.code, "description": text}
    if fault.parameters:
        body["parameters"] = fault.parameters
    seconds = fault.parameters.get("retry_after")
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Answer(200 if fault.kind == "not_ok" else fault.code, dumped(body), headers=headers)


async def spoiled(answer: Answer, fault: Fault, clock: StageClock) -> Answer:
    """Spoil the answer to a call that was carried out."""
    match fault.kind:
        case "hang_after" | "delay":
            await clock.sleep(fault.seconds)
            return Answer(drops=0) if fault.kind == "hang_after" else answer
        case "reset":
            return replace(answer, drops=len(answer.body) // 2, resets=True)
        case "truncated":
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case "empty":
            return replace(answer, body=b"")
        case "drip":
            return replace(answer, pause=fault.seconds)
        case "bad_gzip":
            return replace(answer, headers={"Content-Encoding": "gzip"})
        case "huge":
            return replace(answer, padding=HUGE)
        case "wrong_length":
            return replace(answer, claims=len(answer.body) + 100)
        case "html":
            return Answer(body=b"<html><body>OK</body></html>", media_type="text/html")
        case "gateway":
            said = GATEWAYS.get(fault.code, b"Error")
            page = HTML % (fault.code, said, fault.code, said)
            return Answer(status=fault.code, body=page, media_type="text/html")
    return answer
