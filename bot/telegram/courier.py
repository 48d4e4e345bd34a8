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
FEW = 8  # under way
NEXT_TIME = timedelta(seconds=1)  # after which the database is asked again
BACK_OFF = (2, 5, 15, 60, 300)  # seconds before the second, third … attempt


@dataclass(frozen=True, slots=True)
class Mail:
    """One notice to send, the rows it settles, and what it says now, or why it cannot be said; None: not read yet."""

    notice: Notice
    ids: list[int]
    envelope: Envelope | Exception | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look into the outbox found, its number (later looks have higher ones), and how soon to look again."""

    number: int
    mail: Sequence[Mail] = ()
    idle_seconds: float = IDLE_SECONDS


NOTHING, LEFT = Look(0), Look(0)


class Courier:
    """Delivers what is owed until it is cancelled."""

    def __init__(self, office: Office, meter: Meter) -> None:
        self._office = office
        self._delivery = Delivery(office, meter)
        self._in_flight = 0
        self._reads_alone = False
        self._looks = 0

    async def run(self) -> None:
        """Deliver for ever; a row that was claimed and not marked is delivered again when its lease ends.

        What this process owes is claimed in the transaction that owes it; the courier's own look finds the rest.
        """
        database = self._office.newsroom.database
        waiter = changes.Waiter(database, ["outbox"])
        try:
            async with asyncio.TaskGroup() as tasks:
                begin = partial(self._begin, tasks, waiter)
                with changes.riding(database, "outbox", self._ride, begin):
                    while True:
                        self._office.newsroom.figures.turned("courier")
                        look = await unless_down(database.act(self._look), None)
                        self._reads_alone = look is None  # one that cannot be read must not hold up the others
                        begin(look or NOTHING)
                        await waiter.wait((look or NOTHING).idle_seconds)
        finally:
            waiter.close()

    async def catch_up(self) -> None:
        """Deliver everything that is due now and return; what the budget or an error holds back stays for later."""
        while mail := (await unless_down(self._office.newsroom.database.act(self._look), NOTHING)).mail:
            for one in mail:
                await self._deliver(one)

    def _look(self, session: Session) -> Look:
        """Claim what is due and read what it says now; a busy courier does not: many at once cost one claim."""
        self._looks += 1
        look, now, office = self._looks, self._office.now, self._office
        if self._in_flight > IN_FLIGHT // 2 or holding.is_held(session):  # a restored desk tells nobody anything yet
            return Look(look)
        notices = rest.claim(session, worker=office.name, now=now, limit=IN_FLIGHT, rules=office.newsroom.rules)
        self._looks += len(notices) == IN_FLIGHT
        groups = collapsed(sorted(notices, key=lambda notice: (notice.lane, notice.id)))
        read = (lambda _: None) if self._reads_alone else partial(self._delivery.address, session)
        mail = [Mail(same[-1], [row.id for row in same], read(same[-1])) for same in groups]
        due = outbox.next_due(session, now=now)
        wait = IDLE_SECONDS if due is None else min(max((due - now).total_seconds(), 0.05), IDLE_SECONDS)
        return Look(look, mail, wait)

    def _ride(self, session: Session) -> Look:
        """Look in the transaction of what is to be done, unless many are under way: one look for many costs less."""
        return self._look(session) if self._in_flight < FEW else LEFT

    def _begin(self, tasks: asyncio.TaskGroup, waiter: changes.Waiter, look: Look) -> None:
        if look is LEFT:
            waiter.set()
        for mail in _by_recipient(look.mail):
            failpoint.here("outbox.claimed")
            self._in_flight += 1
            tasks.create_task(self._serve(mail, look.number, waiter))

    async def _serve(self, mail: list[Mail], look: int, waiter: changes.Waiter) -> None:
        """Serve a recipient in order; what later looks had to leave meanwhile, or what failed, is looked for again."""
        try:
            settled = [await self._deliver(one) for one in mail]
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the courier; the rows' lease ends
            log.error("courier: %s", type(error).__name__)  # noqa: TRY400 - a traceback could hold what people wrote
            settled = [False]
        finally:
            self._in_flight -= 1
        if look != self._looks or not all(settled):
            waiter.set()

    async def _deliver(self, mail: Mail) -> bool:
        """Send the newest of several notices that draw the same subject; all are marked. False: not sent this time."""
        notice, ids, began = mail.notice, mail.ids, time.perf_counter()
        try:
            envelope = mail.envelope or await self._read(notice)
            if isinstance(envelope, Exception):
                raise envelope  # noqa: TRY301 - the same path as any other failure
            await self._delivery.send(envelope, ids)
            self._office.newsroom.figures.took("send", time.perf_counter() - began)
            return True  # noqa: TRY300 - the rest of the function is what may go wrong
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
        return False

    async def _read(self, notice: Notice) -> Envelope | Exception:
        return await self._office.newsroom.database.read(lambda session: self._delivery.address(session, notice))

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


def _by_recipient(mail: Sequence[Mail]) -> list[list[Mail]]:
    grouped: dict[str, list[Mail]] = {}
    for one in mail:
        grouped.setdefault(one.notice.recipient, []).append(one)
    return list(grouped.values())
