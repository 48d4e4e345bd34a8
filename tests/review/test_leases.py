import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from review import leases, outbox
from review.db import Database, Session
from review.leases import LEASE, Holder

ANN, BEN = Holder("1-a", "here"), Holder("2-b", "there")


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    """The database as another process has it."""
    opened = Database(database.url)
    yield opened
    opened.close()


def takes(database: Database, holder: Holder, now: datetime, *dead: Holder) -> bool:
    return database.act_now(
        lambda session: leases.take(session, "poll:7", holder, now=now, is_dead=lambda other: other in dead)
    )


def test_a_task_is_held_by_one_and_renewed_by_that_one(database: Database, now: datetime) -> None:
    assert takes(database, ANN, now)
    assert not takes(database, BEN, now)
    assert takes(database, ANN, now + timedelta(seconds=5))
    assert not takes(database, BEN, now + LEASE)


def test_a_lease_that_ended_is_taken_over(database: Database, now: datetime) -> None:
    takes(database, ANN, now)

    assert takes(database, BEN, now + LEASE)
    assert not takes(database, ANN, now + LEASE)


def test_nobody_waits_for_a_holder_that_is_known_to_have_ended(database: Database, now: datetime) -> None:
    takes(database, ANN, now)

    assert takes(database, BEN, now, ANN)


def test_what_is_given_up_is_free_at_once_and_only_its_holder_gives_it_up(database: Database, now: datetime) -> None:
    takes(database, ANN, now)
    database.act_now(lambda session: leases.give_up(session, "poll:7", BEN))
    assert not takes(database, BEN, now)

    database.act_now(lambda session: leases.give_up(session, "poll:7", ANN))
    assert takes(database, BEN, now)


def test_of_many_who_want_a_task_at_once_one_gets_it(database: Database, other: Database, now: datetime) -> None:
    got: list[bool] = []
    start = threading.Barrier(8)

    def want(number: int) -> None:
        start.wait(10)
        got.append(takes((database, other)[number % 2], Holder(f"{number}-x"), now))

    threads = [threading.Thread(target=want, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == [False] * 7 + [True]


def test_a_lease_in_a_form_of_another_version_ends_at_once(database: Database, now: datetime) -> None:
    takes(database, ANN, now)
    database.act_now(lambda s: s.connection().exec_driver_sql("UPDATE desk_setting SET value = '{}'"))

    assert takes(database, BEN, now)


def test_notices_of_a_worker_without_a_sign_of_life_are_free_within_ten_seconds(
    database: Database, now: datetime
) -> None:
    def begin(session: Session) -> None:
        lane = outbox.Lane.REPLY
        outbox.enqueue(session, "reply", subject="s", recipient="person:1", lane=lane, dedupe_key="k", now=now)
        leases.live(session, ANN, now=now)
        leases.live(session, BEN, now=now + LEASE)
        outbox.claim(session, worker=ANN.name, now=now)

    database.act_now(begin)
    early, late = now + timedelta(seconds=5), now + timedelta(seconds=9)

    assert database.act_now(lambda session: leases.bury(session, now=early)) == 0
    assert database.act_now(lambda session: outbox.claim(session, worker=BEN.name, now=early)) == []
    assert database.act_now(lambda session: leases.bury(session, now=late)) == 1
    assert [n.id for n in database.act_now(lambda session: outbox.claim(session, worker=BEN.name, now=late))] == [1]
    assert [lease.holder.name for lease in database.read_now(lambda session: list(leases.running(session)))] == ["2-b"]
