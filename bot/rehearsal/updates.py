"""The bot's queue and getUpdates as the server behaves (R1-R12): confirmed by offset, expiring, one poller."""

import asyncio
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from bot.rehearsal.clock import StageClock
from bot.rehearsal.forms import dumped
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.sentences import OTHER_POLL, WEBHOOK_ACTIVE, Sentence

Json = dict[str, Any]
DAY = 24 * 3600.0
LIFETIMES = {
    "callback_query": 150.0,
    "shipping_query": 150.0,
    "pre_checkout_query": 150.0,
    "inline_query": 30.0,
    "chosen_inline_result": 600.0,
}
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # R12: left out by default
MOST_WAITING, MOST_BYTES = 100_000, 128 * 1024 * 1024
LARGEST_UPDATE, LARGEST_BATCH = 512 * 1024, 4 * 1024 * 1024
LONGEST_POLL = 50
FAR_AHEAD, FAR_BEHIND = 10, 100_000
HASTE, STRETCH = 0.5, 3.0  # R7
CONFLICT_WAIT = 3.0  # R9
FIRST_ID = 500_000_001


@dataclass(slots=True)
class Waiting:
    """An update in the queue; one offered `again` under an old id stays until it was delivered once more."""

    update: Json
    expires: float
    size: int = 0
    is_again: bool = False
    is_delivered: bool = False

    @property
    def number(self) -> int | None:
        number = self.update.get("update_id")
        return number if isinstance(number, int) else None

    def lies_below(self, offset: int) -> bool:
        """Tell whether an offset confirms it; what has no number a poller could confirm is gone once delivered."""
        if self.number is None:
            return self.is_delivered
        return self.number < offset and (self.is_delivered or not self.is_again)


class UpdateQueue:
    """Updates in order until they are confirmed or expire."""

    def __init__(self, clock: StageClock, ledger: Ledger) -> None:
        self._clock, self._ledger = clock, ledger
        self._waiting: deque[Waiting] = deque()
        self._bytes = 0
        self._has_strays = False  # whether some do not stand in the order of their ids
        self._offered: dict[int, Json] = {}
        self._next_id = FIRST_ID
        self._poll: asyncio.Future[None] | None = None
        self._poll_ends = 0.0
        self._last: tuple[int, float] = (0, 0.0)
        self._next_conflict = 0.0
        self._next_expiry = float("inf")
        self.webhook: Json = {"url": ""}
        self.allowed: Collection[str] | None = None
        self.news = asyncio.Event()
        clock.when_moved(self._clock_moved)

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting)

    def offer(self, update: Json) -> None:
        """Queue what happened on the stage, where the bot asked for this kind (R12)."""
        kind = _kind(update)
        if kind in self.allowed if self.allowed else kind not in UNASKED:
            self.put(update)

    def put(self, update: Json) -> int:
        """Queue one update as it is; its id is given where it has none."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
        number = update["update_id"]
        is_again = isinstance(number, int) and number < self._next_id
        if isinstance(number, int):
            self._next_id = max(self._next_id, number) + 1
            self._offered[number] = update
        lifetime = LIFETIMES.get(_kind(update), DAY)
        self._append(Waiting(update, self._clock.now() + lifetime, len(dumped(update)), is_again))
        return number if isinstance(number, int) else 0

    def restart_ids(self, at: int) -> None:
        """Go on numbering somewhere else, as the server does after a week of silence (R5)."""
        self._next_id = at

    def put_again(self, updates: Iterable[Json]) -> None:
        """Offer updates again that were confirmed before."""
        for update in updates:
            self._append(Waiting(update, self._clock.now() + DAY, len(dumped(update)), is_again=True))

    def redeliver(self, numbers: Iterable[int]) -> None:
        """Offer updates again by their ids; raises KeyError for one that never was."""
        self.put_again([self._offered[number] for number in numbers])

    async def get(
        self,
        offset: int,
        limit: int,
        timeout: float,  # noqa: ASYNC109 - the Bot API's own field
        allowed: Collection[str] | None = None,
    ) -> list[Json]:
        """Answer getUpdates."""
        if self.webhook["url"]:
            raise WEBHOOK_ACTIVE.refusal()
        if allowed is not None:
            self.allowed = allowed
        self.end_poll(OTHER_POLL)
        self._expire()
        self._confirm(offset)
        limit, timeout = self._calmed(offset, limit, min(timeout, LONGEST_POLL))
        if not self._waiting and timeout > 0:
            await self._wait(timeout)
        self._expire()
        return self._batch(limit)

    def end_poll(self, sentence: Sentence) -> None:
        """End the poll that waits with a conflict (R9, R11); the next one within 3 s is told only then."""
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        loop = asyncio.get_running_loop()
        delay = CONFLICT_WAIT if loop.time() < self._next_conflict else 0.0
        self._next_conflict = loop.time() + delay + CONFLICT_WAIT
        loop.call_later(delay, _fail, poll, sentence)

    def oldest(self, number: int) -> list[Json]:
        """Return the oldest updates, for a webhook."""
        self._expire()
        return [waiting.update for waiting in islice(self._waiting, number)]

    def holds(self, update: Json) -> bool:
        """Tell whether an update still waits."""
        self._expire()
        return any(waiting.update is update for waiting in self._waiting)

    def delivered(self, update: Json) -> None:
        """Confirm one update: the webhook answered."""
        self._drop([waiting for waiting in self._waiting if waiting.update is update], "confirmed", by="webhook")

    def clear(self) -> None:
        """Drop everything, as drop_pending_updates asks."""
        self._drop(list(self._waiting), "cleared")

    def _append(self, waiting: Waiting) -> None:
        """Queue an update; one too large or one too many is dropped without a word (R1, R6)."""
        number, kind = waiting.update.get("update_id"), _kind(waiting.update)
        is_too_much = len(self._waiting) >= MOST_WAITING or self._bytes + waiting.size > MOST_BYTES
        if is_too_much or waiting.size > LARGEST_UPDATE:
            self._ledger.note("dropped", update_id=number, kind=kind)
            return
        self._waiting.append(waiting)
        self._has_strays = self._has_strays or waiting.is_again or waiting.number is None
        self._bytes += waiting.size
        self._next_expiry = min(self._next_expiry, waiting.expires)
        self._ledger.note("offered", update_id=number, kind=kind)
        self.news.set()
        self._wake()

    def _batch(self, limit: int) -> list[Json]:
        """Return the oldest updates, at most `limit` and about 4 MiB (R6)."""
        batch: list[Json] = []
        size = 0
        for waiting in islice(self._waiting, limit):
            if size > LARGEST_BATCH:
                break
            waiting.is_delivered = True
            batch.append(waiting.update)
            size += waiting.size
        self._ledger.note("delivered", update_ids=[update.get("update_id") for update in batch])
        return batch

    def _confirm(self, offset: int) -> None:
        """Drop what lies below the offset; a negative one counts from the end, one too far away is ignored (R3, R4)."""
        if not self._waiting or offset == 0:
            return
        if offset < 0:
            self._drop(list(islice(self._waiting, max(len(self._waiting) + offset, 0))), "confirmed", by=offset)
            return
        head, tail = self._ends()
        if offset > tail + FAR_AHEAD or (head is not None and offset < head - FAR_BEHIND):
            return
        among = (
            self._waiting if self._has_strays else takewhile(lambda waiting: waiting.lies_below(offset), self._waiting)
        )
        self._drop([waiting for waiting in among if waiting.lies_below(offset)], "confirmed", by=offset)

    def _ends(self) -> tuple[int | None, int]:
        """Return the lowest id that waits, and the one behind the highest."""
        if not self._has_strays:
            return self._waiting[0].number, self._next_id
        numbers = [waiting.number for waiting in self._waiting if waiting.number is not None]
        return min(numbers, default=None), max(self._next_id, *numbers, 0)

    def _calmed(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """Slow down a client that asks the same again at once (R7)."""
        now, (last_offset, last_at) = self._clock.now(), self._last
        self._last = (offset, now)
        if offset != last_offset:
            return limit, timeout
        if now - last_at < STRETCH:
            timeout = max(timeout, STRETCH)
        return (1 if now - last_at < HASTE else limit), timeout

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._poll_ends = self._clock.now() + seconds
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _clock_moved(self) -> None:
        if self._clock.now() >= self._poll_ends:
            self._wake()

    def _expire(self) -> None:
        now = self._clock.now()
        if self._next_expiry > now:
            return
        self._drop([waiting for waiting in self._waiting if waiting.expires <= now], "expired")
        self._next_expiry = min((waiting.expires for waiting in self._waiting), default=float("inf"))

    def _drop(self, gone: list[Waiting], what: str, **details: Any) -> None:
        if not gone:
            return
        self._bytes -= sum(waiting.size for waiting in gone)
        identities = {id(waiting) for waiting in gone}
        left = len(gone)
        while self._waiting and id(self._waiting[0]) in identities:  # nearly always all of them
            self._waiting.popleft()
            left -= 1
        if left:
            self._waiting = deque(waiting for waiting in self._waiting if id(waiting) not in identities)
        self._has_strays = self._has_strays and bool(self._waiting)
        self._ledger.note(what, update_ids=[waiting.update.get("update_id") for waiting in gone], **details)


def _kind(update: Json) -> str:
    return next((name for name in update if name != "update_id"), "")


def _fail(poll: asyncio.Future[None], sentence: Sentence) -> None:
    if not poll.done():
        poll.set_exception(sentence.refusal())
