"""The bot's queue and getUpdates as the server behaves (R1-R11): confirmed by offset, expiring, one poller."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.clock import StageClock
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.sentences import OTHER_POLL, WEBHOOK_ACTIVE, Refusal

Json = dict[str, Any]
DAY = 24 * 3600.0
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0, "chosen_inline_result": 600.0}
MOST_WAITING = 100_000
LONGEST_POLL = 50
FAR_AHEAD, FAR_BEHIND = 10, 100_000
FIRST_ID = 500_000_001


@dataclass(slots=True)
class Waiting:
    update: Json
    expires: float


class UpdateQueue:
    """Updates in order until they are confirmed or expire."""

    def __init__(self, clock: StageClock, ledger: Ledger) -> None:
        self._clock, self._ledger = clock, ledger
        self._waiting: deque[Waiting] = deque()
        self._next_id = FIRST_ID
        self._poll: asyncio.Future[None] | None = None
        self._last: tuple[int, float] = (0, 0.0)
        self.webhook: Json = {"url": ""}
        self.allowed: list[str] | None = None

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting)

    def put(self, update: Json) -> int:
        """Queue one update as it is; its id is given where it has none."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
        number = update["update_id"]
        if isinstance(number, int):
            self._next_id = max(self._next_id, number) + 1
        kind = next((name for name in update if name != "update_id"), "")
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(Waiting(update, self._clock.now() + LIFETIMES.get(kind, DAY)))
            self._ledger.note("offered", update_id=number, kind=kind)
        self._wake()
        return int(number) if isinstance(number, int) else 0

    def restart_ids(self, at: int) -> None:
        """Go on numbering somewhere else, as the server does after a week of silence (R5)."""
        self._next_id = at

    def put_again(self, updates: list[Json]) -> None:
        """Offer updates again that were confirmed before."""
        now = self._clock.now()
        self._waiting.extendleft(Waiting(update, now + DAY) for update in reversed(updates))
        self._wake()

    async def get(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - the Bot API's own field
        """Answer getUpdates."""
        if self.webhook["url"]:
            raise Refusal(409, WEBHOOK_ACTIVE)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refusal(409, OTHER_POLL))
        self._confirm(offset)
        limit, timeout = self._calmed(offset, limit, min(timeout, LONGEST_POLL))
        if not self._waiting and timeout > 0:
            await self._wait(timeout)
        self._expire()
        batch = [waiting.update for waiting in list(self._waiting)[:limit]]
        self._ledger.note("delivered", update_ids=[update["update_id"] for update in batch])
        return batch

    def take(self) -> Json | None:
        """Take the oldest update out, for a webhook."""
        self._expire()
        return self._waiting[0].update if self._waiting else None

    def delivered(self) -> None:
        """Confirm the oldest update: the webhook answered."""
        if self._waiting:
            self._ledger.note("confirmed", update_ids=[self._waiting.popleft().update["update_id"]])

    async def wait(self, seconds: float) -> None:
        """Return when an update waits, at the latest after `seconds`."""
        if not self._waiting:
            await self._wait(seconds)

    def _confirm(self, offset: int) -> None:
        """Drop what lies below the offset; one too far away is ignored (R3, R4)."""
        if not self._waiting or offset == 0:
            return
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        ids = [number for number in (w.update["update_id"] for w in self._waiting) if isinstance(number, int)]
        if not ids or offset > max(ids) + FAR_AHEAD or offset < min(ids) - FAR_BEHIND:
            return
        confirmed = []
        while self._waiting and self._waiting[0].update["update_id"] < offset:
            confirmed.append(self._waiting.popleft().update["update_id"])
        if confirmed:
            self._ledger.note("confirmed", update_ids=confirmed)

    def _calmed(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """Slow down a client that asks the same again at once (R7)."""
        now, (last_offset, last_at) = self._clock.now(), self._last
        self._last = (offset, now)
        if offset != last_offset:
            return limit, timeout
        if now - last_at < 0.5:  # noqa: PLR2004 - the server's own figure
            limit = 1
        return limit, timeout

    async def _wait(self, seconds: float) -> None:
        self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(asyncio.shield(self._poll), seconds)
        except TimeoutError:
            return
        finally:
            self._poll = None

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _expire(self) -> None:
        now = self._clock.now()
        if any(waiting.expires <= now for waiting in self._waiting):
            self._waiting = deque(waiting for waiting in self._waiting if waiting.expires > now)
