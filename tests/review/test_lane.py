import threading
from concurrent.futures import Future
from functools import partial

import pytest
from sqlalchemy import make_url, text

from review import changes
from review.db import Database, Session, is_wal_safe, pragmas
from review.errors import EmptyTip, ReviewError
from review.lane import Ride
from tests.conftest import ON_POSTGRESQL, ON_SQLITE


def counted(session: Session) -> int:
    return int(session.connection().exec_driver_sql("SELECT coalesce(sum(n), 0) FROM counter").scalar_one())


def count(session: Session, name: str) -> None:
    session.connection().execute(text("INSERT INTO counter VALUES (:name, '2026-11-12', 1)"), {"name": name})


def test_a_refused_act_leaves_nothing_but_what_its_refusal_records(database: Database) -> None:
    def act(session: Session) -> int:
        count(session, "effect")
        raise EmptyTip

    def refused(session: Session, error: ReviewError) -> int:
        count(session, error.code)
        return 42

    assert database.act_now(act, refused) == 42
    names = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT name FROM counter").scalars().all())
    assert names == ["empty_tip"]


def test_a_failing_act_does_not_disturb_its_neighbours_in_the_batch(database: Database) -> None:
    gate = threading.Event()
    waiting = database.lane.submit(lambda _session: gate.wait())
    good = [database.lane.submit(partial(count, name=f"good{n}")) for n in range(3)]
    bad = database.lane.submit(lambda session: session.connection().exec_driver_sql("SELECT * FROM nowhere"))
    gate.set()

    waiting.result()
    for future in good:
        future.result()
    with pytest.raises(Exception, match="nowhere"):
        bad.result()
    assert database.read_now(counted) == 3


def test_three_writers_lose_no_update(database: Database) -> None:
    database.act_now(lambda session: count(session, "n"))

    def raise_by_one(session: Session) -> None:
        seen = counted(session)
        session.connection().execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})

    threads = [threading.Thread(target=lambda: [database.act_now(raise_by_one) for _ in range(40)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert database.read_now(counted) == 121


@ON_SQLITE
def test_every_connection_is_durable_and_checks_references(database: Database) -> None:
    for engine in (database.writing, database.reading):
        with engine.connect() as connection:
            read = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "foreign_keys")
            }

        assert int(read["synchronous"] or 0) >= 2
        assert read["foreign_keys"] == 1


@ON_POSTGRESQL
def test_every_connection_to_a_server_is_durable_and_reads_times_in_utc(database: Database) -> None:
    for engine in (database.writing, database.reading):
        with engine.connect() as connection:
            read = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("synchronous_commit", "timezone")]

        assert read == ["on", "UTC"]


@ON_POSTGRESQL
def test_what_the_address_names_counts_before_the_desks_own(database: Database) -> None:
    address = make_url(database.url).set(query={"options": "-c work_mem=5MB -c timezone=Asia/Ho_Chi_Minh"})
    other = Database(address.render_as_string(hide_password=False))
    names = ("work_mem", "timezone", "synchronous_commit", "idle_in_transaction_session_timeout")

    read = other.read_now(lambda s: [s.connection().exec_driver_sql(f"SHOW {name}").scalar() for name in names])
    other.close()

    assert read == ["5MB", "Asia/Ho_Chi_Minh", "on", "8s"]


@ON_POSTGRESQL
def test_a_text_is_stored_without_nul_where_the_database_has_no_place_for_it(database: Database) -> None:
    database.act_now(lambda session: count(session, "b\0efore"))

    assert database.read_now(lambda s: s.connection().exec_driver_sql("SELECT name FROM counter").scalar()) == "before"


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 44, 5), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 53, 4), True),
    ],
)
def test_wal_is_used_only_where_its_bug_is_fixed(version: tuple[int, ...], *, is_safe: bool) -> None:
    assert is_wal_safe(version) is is_safe
    assert ("journal_mode=WAL" in pragmas(version)) is is_safe


def test_the_listeners_hear_of_a_wake_only_after_the_commit(database: Database) -> None:
    heard: list[int] = []
    database.subscribe(lambda wakes: heard.append(database.read_now(counted)) if wakes == {"outbox"} else None)

    def act(session: Session) -> None:
        count(session, "one")
        session.info.setdefault("wakes", set()).add("outbox")

    database.act_now(act)
    database.act_now(lambda _session: None)

    assert heard == [1]


def counts_and_wakes(session: Session, name: str = "n") -> None:
    count(session, name)
    changes.wake(session, "bell", "horn")


def heard_of(database: Database) -> list[frozenset[str]]:
    """Return the list of what will be woken; a server's own line also says "look at everything" when it opens."""
    woken: list[frozenset[str]] = []
    ours = {"bell", "horn"}
    database.subscribe(lambda names: woken.append(names & ours) if names & ours else None)
    return woken


def test_what_rides_along_sees_the_acts_and_is_handed_over_once_they_are_committed(database: Database) -> None:
    seen: list[tuple[int, int]] = []
    woken = heard_of(database)

    def taken(future: Future[int]) -> None:
        seen.append((future.result(), database.read_now(counted)))

    database.ride("bell", Ride(counted, taken))
    database.act_now(counts_and_wakes)
    database.act_now(lambda session: count(session, "woke nobody"))
    database.ride("bell", None)
    database.act_now(partial(counts_and_wakes, name="another"))

    assert seen == [(1, 1)]
    assert woken[0] == {"horn"}
    assert woken[-1] == {"bell", "horn"}


def test_what_rides_along_and_fails_takes_no_act_with_it(database: Database) -> None:
    heard: list[object] = []
    woken = heard_of(database)

    database.ride(
        "bell", Ride(lambda session: session.connection().exec_driver_sql("SELECT * FROM nowhere"), heard.append)
    )
    database.act_now(counts_and_wakes)

    assert database.read_now(counted) == 1
    assert heard == []
    assert woken == [{"bell", "horn"}]


def test_a_refusal_of_what_rides_along_leaves_the_acts_alone(database: Database) -> None:
    heard: list[Future[None]] = []

    def refuses(_session: Session) -> None:
        raise EmptyTip

    database.ride("bell", Ride(refuses, heard.append))
    database.act_now(counts_and_wakes)

    assert database.read_now(counted) == 1
    assert isinstance(heard[0].exception(), EmptyTip)
