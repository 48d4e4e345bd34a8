"""What was sent, marked: the outcomes that come while one COMMIT is under way are kept by the next, all at once."""

import asyncio
from dataclasses import dataclass, field

from bot.telegram.inbound import DOOR
from bot.telegram.office import Office
from bot.telegram.outage import insist
from review import outbox, posted
from review.db import Session
from review.posted import Posted


@dataclass(frozen=True, slots=True)
class Sent:
    """Rows of the outbox that are settled, and where what they said now stands.

    `is_elsewhere` when the subject moved to a new message; `is_strangers` when nothing of it may stay.
    """

    ids: tuple[int, ...]
    place: Posted | None = None
    is_elsewhere: bool = False
    is_strangers: bool = False


@dataclass(slots=True, eq=False)
class _Batch:
    sent: list[Sent] = field(default_factory=list)
    error: Exception | None = None


class Tally:
    """Keeps outcomes; `keep` returns after the COMMIT that holds its own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = asyncio.Lock()
        self._open = _Batch()

    async def keep(self, sent: Sent) -> None:
        """Mark rows as sent and remember where they stand; raises what the database raised."""
        batch = self._open
        batch.sent.append(sent)
        async with self._lock:
            if batch is self._open:
                self._open = _Batch()
                await self._commit(batch)
        if batch.error is not None:
            raise batch.error

    async def _commit(self, batch: _Batch) -> None:
        try:
            await insist(self._office.newsroom.database.act, lambda session: self._mark(session, batch.sent))
        except Exception as error:  # noqa: BLE001 - it is raised to everybody whose outcome was in the batch
            batch.error = error

    def _mark(self, session: Session, batch: list[Sent]) -> None:
        now = self._office.now
        outbox.sent(session, [number for sent in batch if not sent.is_strangers for number in sent.ids], now=now)
        forgotten = [number for sent in batch if sent.is_strangers for number in sent.ids]
        if forgotten:
            outbox.sent_to_stranger(session, forgotten)
        placed = [sent for sent in batch if sent.place is not None and not sent.is_strangers]
        for sent in placed:
            if sent.is_elsewhere and sent.place is not None:
                posted.retire_others(session, sent.place)
        posted.remember(session, [sent.place for sent in placed if sent.place], door=DOOR, now=now)
