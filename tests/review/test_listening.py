import threading
from collections.abc import Iterator

import pytest

from review import changes
from review.db import Database
from review.listening import EVERYTHING
from tests.conftest import ON_POSTGRESQL

PATIENCE = 60


class Ear:
    """What one process hears of another's commits."""

    def __init__(self, database: Database) -> None:
        self.heard: list[frozenset[str]] = []
        self._news = threading.Condition()
        database.subscribe(self._hear)

    def _hear(self, names: frozenset[str]) -> None:
        with self._news:
            self.heard.append(names)
            self._news.notify_all()

    def waits_for(self, *names: str, times: int = 1) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self.heard.count(frozenset(names)) >= times, PATIENCE)


@pytest.fixture
def ear(database: Database) -> Iterator[Ear]:
    """Another process that already listens."""
    other = Database(database.url)
    ear = Ear(other)
    assert ear.waits_for(*EVERYTHING)
    yield ear
    other.close()


@ON_POSTGRESQL
def test_a_commit_in_one_process_wakes_another_once(database: Database, ear: Ear) -> None:
    database.act_now(lambda session: changes.wake(session, "inbox", "outbox"))

    assert ear.waits_for("inbox", "outbox")
    assert len(ear.heard) == 2


@ON_POSTGRESQL
def test_a_process_does_not_hear_itself_twice(database: Database, ear: Ear) -> None:
    own = Ear(database)
    assert own.waits_for(*EVERYTHING)

    database.act_now(lambda session: changes.wake(session, "files"))
    database.act_now(lambda session: changes.wake(session, "inbox"))

    assert ear.waits_for("inbox")
    assert own.heard == [EVERYTHING, frozenset({"files"}), frozenset({"inbox"})]


@ON_POSTGRESQL
def test_a_listener_whose_connection_was_ended_listens_anew(database: Database, ear: Ear) -> None:
    end_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    database.read_now(lambda session: session.connection().exec_driver_sql(end_others.replace("%", "%%")).all())

    assert ear.waits_for(*EVERYTHING, times=2)
    database.act_now(lambda session: changes.wake(session, "changes"))
    assert ear.waits_for("changes")
