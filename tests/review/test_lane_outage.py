"""What the lane promises when the database itself is in trouble: what is told done is stored, what is not is not."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from review.db import Database, Session, StoreUnavailable

A_MEGABYTE = 1_000_000


def note(session: Session, name: str, size: int = 0) -> None:
    session.connection().execute(
        text("INSERT INTO counter VALUES (:name, '2026-11-12', 1)"), {"name": name + "x" * size}
    )


def noted(database: Database) -> set[str]:
    return set(database.read_now(lambda s: s.connection().exec_driver_sql("SELECT name FROM counter").scalars().all()))


def together(database: Database, *acts: "partial[None]") -> list[Future[None]]:
    """Hand acts in so that one batch holds them all."""
    gate = threading.Event()
    database.lane.submit(lambda _session: gate.wait())
    futures = [database.lane.submit(act) for act in acts]
    gate.set()
    return futures


@pytest.fixture
def narrow(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    """A database that has room for some pages more: the real error, without a full disk."""
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(migrated.read_bytes())
    database = Database(f"sqlite:///{path}")

    @event.listens_for(database.writing, "begin")
    def _limit(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]  # a Connection
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")  # type: ignore[attr-defined]  # the same

    yield database
    database.close()


def test_a_full_disk_in_the_middle_of_a_batch_leaves_what_was_told_and_nothing_else(narrow: Database) -> None:
    first, full, last = together(
        narrow, partial(note, name="first"), partial(note, name="full", size=A_MEGABYTE), partial(note, name="last")
    )

    done = {name for name, future in (("first", first), ("last", last)) if future.exception() is None}
    assert isinstance(full.exception(), StoreUnavailable)
    assert noted(narrow) == done


def test_the_lane_goes_on_after_a_full_disk(narrow: Database) -> None:
    with pytest.raises(StoreUnavailable):
        narrow.act_now(partial(note, name="full", size=A_MEGABYTE))

    narrow.act_now(partial(note, name="afterwards"))

    assert noted(narrow) == {"afterwards"}


def test_a_database_that_fails_again_is_told_as_its_own_error(narrow: Database) -> None:
    futures = together(narrow, *[partial(note, name=f"full{n}", size=A_MEGABYTE) for n in range(3)])

    assert all(isinstance(future.exception(), StoreUnavailable) for future in futures)
    assert noted(narrow) == set()


def test_acts_beside_one_that_finds_no_room_are_done_by_themselves(narrow: Database) -> None:
    good = [partial(note, name=f"good{n}") for n in range(3)]

    *futures, full = together(narrow, *good, partial(note, name="full", size=A_MEGABYTE))

    assert isinstance(full.exception(), StoreUnavailable)
    assert [future.exception() for future in futures] == [None, None, None]
    assert noted(narrow) == {"good0", "good1", "good2"}
