"""Several workers on one database: one chat and one recipient in order, nothing taken twice, the dead taken over."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial

import pytest

from review import inbox, outbox
from review.db import Database, Session
from review.inbox import Arrival, Letter
from review.outbox import Notice
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    """The database as another process has it."""
    opened = Database(database.url)
    yield opened
    opened.close()


class Held:
    """An act that is done but whose batch is not yet committed, as long as it is held."""

    def __init__(self, database: Database, act: "Act") -> None:
        self._done, self._may_end = threading.Event(), threading.Event()
        self._act = act
        self.result: Future[list[Letter] | list[Notice]] = database.lane.submit(self._run)
        assert self._done.wait(10)

    def _run(self, session: Session) -> list[Letter] | list[Notice]:
        result = self._act(session)
        self._done.set()
        self._may_end.wait(10)
        return result

    def end(self) -> list[Letter] | list[Notice]:
        self._may_end.set()
        return self.result.result()


class Act:
    def __init__(self, what: str, worker: str, now: datetime, limit: int = 100) -> None:
        self._what, self._worker, self._now, self._limit = what, worker, now, limit

    def __call__(self, session: Session) -> list[Letter] | list[Notice]:
        if self._what == "inbox":
            return inbox.claim(session, worker=self._worker, now=self._now, limit=self._limit)
        return outbox.claim(session, worker=self._worker, now=self._now, limit=self._limit)


def keep(database: Database, now: datetime, *chats: int, first: int = 1) -> None:
    arrivals = [Arrival(7, number, f"{number:064d}", chat, "{}") for number, chat in enumerate(chats, first)]
    database.act_now(lambda session: inbox.keep(session, arrivals, now=now))


def owe(session: Session, recipient: str, key: str, now: datetime) -> None:
    outbox.enqueue(session, "reply", subject="s", recipient=recipient, lane=outbox.Lane.REPLY, dedupe_key=key, now=now)


@ON_POSTGRESQL
def test_a_chat_that_is_being_claimed_gives_no_later_row_to_another_worker(
    database: Database, other: Database, now: datetime
) -> None:
    keep(database, now, 1, 1, 2)

    first = Held(database, Act("inbox", "w1", now, limit=1))
    second = other.act_now(Act("inbox", "w2", now))

    assert [row.id for row in first.end()] == [1]
    assert [row.id for row in second] == [3]
    assert other.act_now(Act("inbox", "w2", now)) == []


@ON_POSTGRESQL
def test_a_recipient_who_is_being_claimed_gets_nothing_later_from_another_worker(
    database: Database, other: Database, now: datetime
) -> None:
    for number, recipient in enumerate(("person:1", "person:1", "person:2")):
        database.act_now(partial(owe, recipient=recipient, key=str(number), now=now))

    first = Held(database, Act("outbox", "w1", now, limit=1))
    second = other.act_now(Act("outbox", "w2", now))

    assert [row.id for row in first.end()] == [1]
    assert [row.id for row in second] == [3]
    assert other.act_now(Act("outbox", "w2", now)) == []


def test_who_is_being_served_gets_nothing_more_until_that_is_done(
    database: Database, other: Database, now: datetime
) -> None:
    database.act_now(lambda session: owe(session, "person:1", "first", now))
    database.act_now(Act("outbox", "w1", now))
    database.act_now(lambda session: owe(session, "person:1", "second", now))

    assert other.act_now(Act("outbox", "w2", now)) == []
    assert database.act_now(Act("outbox", "w1", now)) == []

    database.act_now(lambda session: outbox.sent(session, [1], now=now))
    assert [row.id for row in other.act_now(Act("outbox", "w2", now))] == [2]


@ON_POSTGRESQL
def test_rows_a_cut_off_worker_still_holds_are_passed_over_with_what_comes_after(
    database: Database, other: Database, now: datetime
) -> None:
    keep(database, now, 1, 1, 2)
    (letter, *_) = database.act_now(Act("inbox", "slow", now))
    later = now + timedelta(seconds=11)

    class Finishing(Act):
        def __call__(self, session: Session) -> list[Letter] | list[Notice]:
            assert isinstance(letter, Letter)
            inbox.done(session, letter, worker="slow", now=later)
            return []

    cut_off = Held(database, Finishing("inbox", "slow", later))
    taken = other.act_now(Act("inbox", "w2", later))
    cut_off.end()

    assert [row.id for row in taken] == [3]
    assert [row.id for row in other.act_now(Act("inbox", "w2", later))] == [2]


def test_what_a_worker_says_of_a_row_it_has_lost_changes_nothing(database: Database, now: datetime) -> None:
    keep(database, now, 1)
    (lost,) = database.act_now(lambda session: inbox.claim(session, worker="slow", now=now))
    later = now + timedelta(seconds=11)
    (taken,) = database.act_now(lambda session: inbox.claim(session, worker="fast", now=later))

    database.act_now(lambda session: inbox.failed(session, lost, error_class="ClaimLost", now=later))
    database.act_now(lambda session: inbox.give_back(session, [lost]))

    database.act_now(lambda session: inbox.done(session, taken, worker="fast", now=later))
    assert database.read_now(lambda session: inbox.backlog(session, now=later))[0] == 0


def test_two_workers_share_a_crowd_and_each_chat_stays_in_order(
    database: Database, other: Database, now: datetime
) -> None:
    chats = [1 + number % 17 for number in range(400)]
    keep(database, now, *chats)
    handled: dict[int, list[int]] = defaultdict(list)

    def work(own: Database, name: str) -> None:
        for _ in range(400):
            letters = own.act_now(lambda session: inbox.claim(session, worker=name, now=now, limit=11))
            if not letters and own.read_now(lambda session: inbox.backlog(session, now=now))[0] == 0:
                return
            for letter in letters:
                handled[letter.chat_key].append(letter.id)
                own.act_now(partial(inbox.done, letter=letter, worker=name, now=now))

    threads = [threading.Thread(target=work, args=pair) for pair in ((database, "w1"), (other, "w2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(map(len, handled.values())) == 400
    assert all(order == sorted(order) for order in handled.values())
