"""What every tip costs, act by act, on a desk of any size: for the test of steps and for bench/growth.py.

SQLite can count its own steps (instructions of its virtual machine): a measure that no other process on the machine
disturbs. An act whose steps do not rise with the number of stored tips reads nothing that grows.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from bot.telegram.cards import card
from review import approval, changes, inbox, moderation, outbox, people, queue, told
from review.access import MODERATORS, Person
from review.console import tip_page
from review.db import Database, Session
from review.desk import Caller, Desk
from review.inbox import Arrival
from review.lists import drafts, mail, members, tips
from review.lists.choosing import Chosen
from review.lists.drafts import Shelf
from review.newsroom import Newsroom
from review.outbox import Lane, Notice
from review.port import Part, State
from review.simulated.crowd import DOOR, FIRST_ACCOUNT

BOT, WORKER = 7_000_000_001, "growth"
TEXT = "Sáng nay phường mở bàn hướng dẫn nộp hồ sơ trực tuyến, {n} lượt người được giúp. Nguồn: sổ theo dõi của phường."
AFTER_STAFF, SENDERS = FIRST_ACCOUNT + 7, 12
NUMBERS = itertools.count(900_000_000)


class Steps:
    """Counts the steps SQLite takes on the connections that some engines open from now on, `grain` at a time."""

    def __init__(self, *engines: Engine, grain: int = 10) -> None:
        self.taken, self._grain = 0, grain
        for engine in engines:
            engine.dispose()
            event.listen(engine, "connect", self._watch)

    def _watch(self, raw: Any, _record: Any) -> None:
        raw.set_progress_handler(self._count, self._grain)

    def _count(self) -> int:
        self.taken += self._grain
        return 0


class GrowingDesk:
    """A filled desk and the acts every tip needs. Each takes the time as it goes on from the last one."""

    def __init__(self, newsroom: Newsroom, now: datetime) -> None:
        self._newsroom, self._now = newsroom, now
        self.database: Database = newsroom.database
        with self._reading() as session:
            self._moderator = people.with_role(session, MODERATORS)[0]
        self._senders = self._free_senders()

    def intake(self) -> str:
        """Take a message from raw update to a tip that was handed in; returns its reference."""
        account, number = next(self._senders), next(NUMBERS)
        self._now += timedelta(seconds=1)
        self._keep(account, number)
        letters = self.database.act_now(lambda s: inbox.claim(s, worker=WORKER, now=self._now))
        return self.database.act_now(lambda s: self._handled(s, account, number, letters[0]))

    def claim_and_give_back(self) -> None:
        """Take what waits in the outbox and leave it for others, as a courier does whose budget is spent."""
        self.database.act_now(
            lambda s: outbox.release(s, [notice.id for notice in outbox.claim(s, worker=WORKER, now=self._now)])
        )

    def card(self, reference: str) -> None:
        """Read and write the card of a tip as the moderators' group shows it."""
        with self._reading() as session:
            tip = queue.get(session, reference)
            notice = Notice(0, "card", queue.subject(tip), outbox.GROUP, int(Lane.CARD))
            drawn = card(told.about(session, notice, now=self._now, rules=self._newsroom.rules), "", "")
        assert drawn is not None

    def queue_page(self, chosen: Chosen | None = None) -> None:
        """Read a page of the queue, from the top and from the place where it is turned."""
        chosen = chosen or Chosen()
        with self._reading() as session:
            changes.latest(session)
            first = tips.page(session, chosen, by=self._moderator, now=self._now)
            if first.older is not None:
                tips.page(session, chosen, by=self._moderator, now=self._now, below=first.older)

    def queue_counts(self, chosen: Chosen | None = None) -> None:
        """Count what the tabs of the queue hold."""
        with self._reading() as session:
            tips.counts(session, chosen or Chosen(), by=self._moderator, now=self._now)

    def tip_page(self, reference: str) -> None:
        with self._reading() as session:
            tip_page.read(session, reference, newsroom=self._newsroom, by=self._moderator, now=self._now)

    def reject(self, reference: str) -> None:
        """Decide on a tip: decline it."""
        self._decide(reference, lambda s, tip: moderation.reject(s, tip, reason="R02", **self._verdict()))

    def approve(self, reference: str) -> None:
        """Make a draft of a tip: read, render, decide."""
        rules = self._newsroom.rules
        with self._reading() as session:
            proposal = approval.propose(session, queue.get(session, reference), rules=rules)
        made = approval.render(proposal)
        self._decide(
            reference,
            lambda s, tip: moderation.approve(s, tip, article=made.article, error=made.error, **self._verdict()),
        )

    def drafts_page(self, shelf: Shelf = Shelf.OPEN) -> None:
        with self._reading() as session:
            first = drafts.page(session, shelf)
            if first.older is not None:
                drafts.page(session, shelf, below=first.older)

    def status_page(self) -> None:
        """Read what waits and what was given up."""
        with self._reading() as session:
            mail.notices(session, now=self._now)
            mail.files(session, now=self._now)
            mail.undelivered(session)
            inbox.backlog(session, now=self._now)

    def network_page(self) -> None:
        with self._reading() as session:
            members.page(session)

    def _free_senders(self) -> Iterator[int]:
        """Return accounts of correspondents who have no unfinished tip, for ever."""
        with self._reading() as session:
            free = [account for account in range(AFTER_STAFF, AFTER_STAFF + SENDERS) if self._is_free(session, account)]
        return itertools.cycle(free)

    def _is_free(self, session: Session, account: int) -> bool:
        return not self._desk(session, account, "").is_composing()

    def _keep(self, account: int, number: int) -> None:
        raw = json.dumps({"update_id": number, "message": {"text": TEXT.format(n=number)}})
        arrival = Arrival(BOT, number, f"{number:064d}", account, raw)
        self.database.act_now(lambda s: inbox.keep(s, [arrival], now=self._now))

    def _handled(self, session: Session, account: int, number: int, letter: inbox.Letter) -> str:
        desk = self._desk(session, account, f"u{letter.id}")
        desk.receive(Part(DOOR, account, number, "text", self._now, TEXT.format(n=number)))
        desk.keep(State("compose", "collecting", 1))
        desk.show()
        given = desk.submit()
        desk.keep(None)
        inbox.done(session, letter, worker=WORKER, now=self._now)
        return given.reference

    def _desk(self, session: Session, account: int, cause: str) -> Desk:
        caller = Caller(DOOR, account, account, "", "vi", cause)
        return Desk(session, caller, now=self._now, rules=self._newsroom.rules, words=self._newsroom.words)

    def _decide(self, reference: str, act: Callable[[Session, Any], object]) -> None:
        self._now += timedelta(seconds=1)
        self.database.act_now(lambda s: act(s, queue.get(s, reference)))

    def _verdict(self) -> dict[str, Any]:
        by: Person = self._moderator
        return {"version": None, "by": by, "door": "console", "now": self._now, "rules": self._newsroom.rules}

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self.database.reading) as session:
            yield session
