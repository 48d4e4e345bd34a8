"""Two databases on one address are what two processes of a desk are to each other."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import text

from review import audit, changes
from review.db import Database, Session, StoreUnavailable
from review.errors import EmptyTip, ReviewError
from review.trouble import is_trouble
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    """The database as another process has it."""
    opened = Database(database.url)
    yield opened
    opened.close()


def recorded(session: Session, now: datetime, act: str = "act") -> None:
    audit.record(session, act, "desk", by=None, door="test", now=now)


def test_two_processes_add_to_one_chain(database: Database, other: Database, now: datetime) -> None:
    futures = [
        each.lane.submit(lambda session: recorded(session, now)) for _ in range(30) for each in (database, other)
    ]
    for future in futures:
        future.result()

    assert database.read_now(audit.head).number == 60
    assert database.read_now(audit.verify) is None


def test_what_a_refused_act_was_to_leave_at_the_end_goes_with_it(database: Database, now: datetime) -> None:
    def act(session: Session) -> int:
        recorded(session, now, "effect")
        changes.note(session, "tip:1", now=now)
        raise EmptyTip

    def refused(session: Session, _error: ReviewError) -> int:
        recorded(session, now, "refusal")
        return 1

    database.act_now(act, refused)

    acts = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT act FROM audit").scalars().all())
    assert acts == ["refusal"]
    assert database.read_now(changes.latest) == 0


@ON_POSTGRESQL
def test_whoever_follows_changes_misses_none_that_is_committed_later(
    database: Database, other: Database, now: datetime
) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        changes.note(session, "tip:1", now=now)
        has_begun.set()
        may_end.wait(10)

    first = database.lane.submit(slow)
    has_begun.wait(10)
    other.act_now(lambda session: changes.note(session, "tip:2", now=now))
    seen = database.read_now(lambda session: changes.since(session, 0))
    may_end.set()
    first.result()

    assert [subject for _, subject in seen] == ["tip:2"]
    assert [subject for _, subject in database.read_now(lambda s: changes.since(s, seen[-1][0]))] == ["tip:1"]


@ON_POSTGRESQL
def test_batches_that_block_each_other_both_come_through(database: Database, other: Database) -> None:
    two_rows = text("INSERT INTO counter VALUES ('a', '2026-11-12', 0), ('b', '2026-11-12', 0)")
    database.act_now(lambda session: session.connection().execute(two_rows))
    meeting = threading.Barrier(2)
    tries = []

    def crossing(session: Session, one: str, two: str) -> None:
        _raise_by_one(session, one)
        tries.append(one)
        if len(tries) <= 2:
            meeting.wait(10)
        _raise_by_one(session, two)

    futures = [
        database.lane.submit(lambda session: crossing(session, "a", "b")),
        other.lane.submit(lambda session: crossing(session, "b", "a")),
    ]
    for future in futures:
        future.result()

    counts = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT n FROM counter").scalars().all())
    assert counts == [2, 2]
    assert len(tries) > 2


@ON_POSTGRESQL
def test_a_connection_that_is_lost_in_an_act_is_told_as_the_databases_trouble(database: Database) -> None:
    def act(session: Session) -> None:
        session.connection().execute(text("INSERT INTO counter VALUES ('a', '2026-11-12', 0)"))
        other_ends_it(session)

    def other_ends_it(session: Session) -> None:
        number = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
        end = text("SELECT pg_terminate_backend(:number, 5000)")
        database.read_now(lambda reading: reading.connection().execute(end, {"number": number}).all())

    with pytest.raises(StoreUnavailable) as told:
        database.act_now(act)

    assert is_trouble(told.value)
    assert database.read_now(lambda s: s.connection().exec_driver_sql("SELECT count(*) FROM counter").scalar()) == 0


def _raise_by_one(session: Session, name: str) -> None:
    session.connection().execute(text("UPDATE counter SET n = n + 1 WHERE name = :name"), {"name": name})
