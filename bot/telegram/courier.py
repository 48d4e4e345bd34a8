"""The outbox on its way out: claimed by lane, one recipient in order, rendered now, sent, marked."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from telegram.error import TelegramError

from bot.telegram.budgets import Meter
from bot.telegram.delivery import Delivery, Envelope, Wait
from bot.telegram.failures import Failure, Meaning, understand
from bot.telegram.office import Office
from bot.telegram.outage import insist, unless_down
from bot.telegram.redrawing import is_redrawn, place
from review import changes, failpoint, holding, outbox, rest
from review.db import Session, StoreUnavailable
from review.desk import house_keys
from review.outbox import Notice

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
IN_FLIGHT = 200
NEXT_TIME = timedelta(seconds=1)  # after which the database is asked again
BACK_OFF = (2, 5, 15, 60, 300)  # seconds before the second, third … attempt


@dataclass(frozen=True, slots=True)
class Mail:
    """One notice to send, the rows it settles, and what it says now, or why it cannot be said."""

    notice: Notice
    ids: list[int]
    envelope: Envelope | Exception


class Courier:
    """Delivers what is owed until it is cancelled."""

    def __init__(self, office: Office, meter: Meter) -> None:
        self._office = office
        self._delivery = Delivery(office, meter)
        self._busy: set[str] = set()

    async def run(self) -> None:
        """Deliver for ever; a row that was claimed and not marked is delivered again when its lease ends."""
        waiter = changes.Waiter(self._office.newsroom.database, ["outbox"])
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    self._office.newsroom.figures.turned("courier")
                    for recipient, mail in self._by_recipient(await unless_down(self._addressed(), [])).items():
                        failpoint.here("outbox.claimed")
                        self._busy.add(recipient)
                        tasks.create_task(self._serve(recipient, mail, waiter))
                    await waiter.wait(await self._idle_seconds())
        finally:
            waiter.close()

    async def catch_up(self) -> None:
        """Deliver everything that is due now and return; what the budget or an error holds back stays for later."""
        while mail := await self._addressed():
            for one in mail:
                await self._deliver(one)

    async def _addressed(self) -> list[Mail]:
        """Claim what is due and read what it says now, in the order in which it is sent."""
        notices = await self._claim()
        if not notices:
            return []
        groups = collapsed(sorted(notices, key=lambda notice: (notice.lane, notice.id)))
        envelopes = await self._delivery.address([same[-1] for same in groups])
        return [Mail(same[-1], [row.id for row in same], e) for same, e in zip(groups, envelopes, strict=True)]

    async def _claim(self) -> list[Notice]:
        office = self._office
        if len(self._busy) > IN_FLIGHT // 2:  # many at once cost one claim; one at a time would cost one each
            return []
        busy = tuple(self._busy)
        claimed = office.newsroom.database.act(
            lambda session: (
                []  # a desk restored from a backup tells nobody anything yet
                if holding.is_held(session)
                else rest.claim(
                    session,
                    worker=office.name,
                    now=office.now,
                    busy=busy,
                    limit=IN_FLIGHT,
                    rules=office.newsroom.rules,
                )
            )
        )
        return await unless_down(claimed, [])

    async def _idle_seconds(self) -> float:
        due = await unless_down(self._office.newsroom.database.read(outbox.next_due), None)
        if due is None:
            return IDLE_SECONDS
        return min(max((due - self._office.now).total_seconds(), 0.05), IDLE_SECONDS)

    @staticmethod
    def _by_recipient(mail: Sequence[Mail]) -> dict[str, list[Mail]]:
        grouped: dict[str, list[Mail]] = {}
        for one in mail:
            grouped.setdefault(one.notice.recipient, []).append(one)
        return grouped

    async def _serve(self, recipient: str, mail: list[Mail], waiter: changes.Waiter) -> None:
        try:
            for one in mail:
                await self._deliver(one)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the courier; the rows' lease ends
            log.error("courier: %s", type(error).__name__)  # noqa: TRY400 - a traceback could hold what people wrote
        finally:
            self._busy.discard(recipient)
            waiter.set()

    async def _deliver(self, mail: Mail) -> None:
        """Send the newest of several notices that draw the same subject; all of them are marked."""
        notice, ids, began = mail.notice, mail.ids, time.perf_counter()
        try:
            if isinstance(mail.envelope, Exception):
                raise mail.envelope  # noqa: TRY301 - the same path as any other failure
            await self._delivery.send(mail.envelope, ids)
            self._office.newsroom.figures.took("send", time.perf_counter() - began)
        except Wait as wait:
            await self._act(partial(outbox.postpone, notices=ids, not_before=self._office.now + wait.span))
        except TelegramError as error:
            await self._failed(notice, ids, understand(error))
        except StoreUnavailable as error:
            await self._failed(notice, ids, Failure(Meaning.LATER, type(error).__name__, NEXT_TIME))
        except Exception as error:  # noqa: BLE001 - a text or value of ours is at fault: seen in the status page, not lost
            log.error("notice %d (%s) cannot be said: %s", notice.id, notice.kind, type(error).__name__)  # noqa: TRY400 - as above
            self._office.newsroom.figures.failed("send", type(error).__name__)
            await self._later(notice, ids, Failure(Meaning.REFUSED, type(error).__name__))

    async def _failed(self, notice: Notice, ids: list[int], failure: Failure) -> None:
        log.warning("notice %d (%s): %s", notice.id, notice.kind, failure.name)
        self._office.newsroom.figures.failed("send", failure.name)
        match failure.meaning:
            case Meaning.DONE:
                await self._act(partial(outbox.sent, notices=ids, now=self._office.now))
            case Meaning.GONE | Meaning.REFUSED:
                await self._delivery.unreachable(notice, failure)
                await self._act(partial(outbox.gone, notices=ids, error_class=failure.name, now=self._office.now))
            case Meaning.MIGRATED:
                await self._follow(notice, failure)
                await self._act(partial(outbox.release, notices=ids))
            case _:
                await self._later(notice, ids, failure)

    async def _later(self, notice: Notice, ids: list[int], failure: Failure) -> None:
        wait = failure.wait or timedelta(seconds=BACK_OFF[min(notice.attempts, len(BACK_OFF) - 1)])
        await self._act(
            partial(
                outbox.later,
                notices=ids,
                not_before=self._office.now + wait,
                error_class=failure.name,
                is_ambiguous=failure.meaning is Meaning.PERHAPS,
            )
        )

    async def _follow(self, notice: Notice, failure: Failure) -> None:
        old = await self._delivery.chat_of(notice)
        new = failure.new_chat_id
        if old is not None and new is not None:
            await self._act(partial(house_keys.follow_migration, old=old, new=new))

    async def _act(self, act: "partial[None] | partial[int]") -> None:
        def run(session: Session) -> None:
            act(session)

        await insist(self._office.newsroom.database.act, run)


def collapsed(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Group the redrawings of one subject, which say the same now; everything else stays on its own, in order."""
    groups: dict[object, list[Notice]] = {}
    for notice in notices:
        key: object = (place(notice.kind), notice.subject) if is_redrawn(notice.kind) else notice.id
        groups.setdefault(key, []).append(notice)
    return list(groups.values())
