import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, text
from sqlmodel import SQLModel

from review import audit, inbox, leases, moving
from review.db import Database, Session
from review.inbox import Arrival
from review.leases import Holder
from review.moving import CannotMove, Moved
from review.newsroom import open_newsroom
from review.settings import DeskRules, Settings, SettingsError
from review.simulated.filling import Wish, fill
from tests.postgresql import Server

NAME = "moved"


@pytest.fixture
def source(migrated: Path, tmp_path: Path, now: datetime) -> str:
    """A stopped desk with a past, on SQLite."""
    database = Database(f"sqlite:///{shutil.copy(migrated, tmp_path / 'old.sqlite3')}")
    fill(database, Wish(tips=60, now=now, sayings=4, days=10), rules=DeskRules())
    database.act_now(lambda session: run(session, "UPDATE tip SET duplicate_of = 30 WHERE id = 3"))
    database.act_now(lambda session: run(session, "UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'person'"))
    arrivals = [Arrival(7, 1 << 40, "0" * 64, -(1 << 50), '{"text":"a\\u0000b"}')]
    database.act_now(lambda session: inbox.keep(session, arrivals, now=now))
    database.close()
    return database.url


@pytest.fixture
def target(postgresql: Server) -> Iterator[str]:
    """An empty database on a server."""
    yield postgresql.create(NAME)
    postgresql.drop(NAME)


def run(session: Session, query: str) -> object:
    return session.connection().execute(text(query))


def scalar(session: Session, query: str) -> Any:
    return session.connection().execute(text(query)).scalar_one()


def move(source: str, target: str, now: datetime) -> list[Moved]:
    return moving.move(source, target, now=now, say=lambda _sentence: None)


def counted(session: Session, table: Table) -> int:
    return session.connection().execute(select(func.count()).select_from(table)).scalar_one()


def tables(url: str) -> int:
    database = Database(url)
    query = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
    number = int(database.read_now(lambda session: scalar(session, query)))
    database.close()
    return number


def test_a_desk_moves_with_every_row_and_works_on(source: str, target: str, tmp_path: Path, now: datetime) -> None:
    database = Database(source)
    before = {table.name: database.read_now(partial(counted, table=table)) for table in SQLModel.metadata.sorted_tables}
    database.close()

    moved = {table.table: table.rows for table in move(source, target, now)}

    newsroom = open_newsroom(Settings(database_url=target, data_dir=tmp_path))
    database = newsroom.database
    assert moved == before
    assert min(moved[table] for table in ("tip", "unit", "inbox", "audit", "draft", "term")) > 0
    assert database.read_now(audit.verify) is None
    assert database.read_now(lambda session: scalar(session, "SELECT duplicate_of FROM tip WHERE id = 3")) == 30
    columns = "(name, byline, locale, standing, created_at)"
    added = f"INSERT INTO person {columns} VALUES ('n', 'unit', 'vi', 'active', now()) RETURNING id"  # noqa: S608 - ours
    assert database.act_now(lambda session: scalar(session, added)) == 5001
    letters = database.act_now(lambda session: inbox.claim(session, worker="w", now=now))
    assert letters[-1].raw == '{"text":"a\\u0000b"}'
    newsroom.close()


def test_the_file_a_desk_has_left_says_where_it_went_and_no_password(
    source: str, target: str, tmp_path: Path, now: datetime
) -> None:
    move(source, target.replace("desk@", "desk:secret@"), now)

    with pytest.raises(SettingsError, match=r"moved to postgresql\+psycopg://desk:\*\*\*@"):
        open_newsroom(Settings(database_url=source, data_dir=tmp_path))
    with pytest.raises(CannotMove, match="moved already"):
        move(source, target, now)


def test_a_running_desk_is_not_moved(source: str, target: str, now: datetime) -> None:
    database = Database(source)
    database.act_now(lambda session: leases.live(session, Holder("1-a"), now=now))
    database.close()

    with pytest.raises(CannotMove, match="stop all of its processes"):
        move(source, target, now)

    assert tables(target) == 0


def test_a_target_that_holds_something_is_refused(source: str, target: str, now: datetime) -> None:
    database = Database(target)
    database.act_now(lambda session: run(session, "CREATE TABLE other (id int)"))
    database.close()

    with pytest.raises(CannotMove, match="not empty"):
        move(source, target, now)


def test_a_row_that_does_not_fit_is_named_and_nothing_is_moved(source: str, target: str, now: datetime) -> None:
    database = Database(source)
    database.act_now(lambda session: run(session, "UPDATE person SET byline = 'too long a byline' WHERE id = 1"))
    database.close()

    with pytest.raises(CannotMove, match=r"person: a row from \(1,\)"):
        move(source, target, now)

    assert tables(target) == 0


def test_a_row_that_arrives_changed_is_found_and_nothing_is_moved(
    source: str, target: str, postgresql: Server, now: datetime
) -> None:
    postgresql.say(
        NAME,
        "CREATE FUNCTION spoil() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.note') THEN"
        " CREATE RULE spoilt AS ON INSERT TO public.note DO INSTEAD NOTHING; END IF; END $$",
    )
    when = "ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
    postgresql.say(NAME, f"CREATE EVENT TRIGGER spoiling {when} EXECUTE FUNCTION spoil()")
    database = Database(source)
    note = "INSERT INTO note (tip_id, by_id, at, text) SELECT 1, min(id), '2026-11-12 05:00:00', 'n' FROM person"
    database.act_now(lambda session: run(session, note))
    database.close()

    with pytest.raises(CannotMove, match=r"note: row .* is not the same on both sides"):
        move(source, target, now)

    assert tables(target) == 0


@pytest.mark.parametrize(
    ("source_url", "target_url", "why"),
    [
        ("postgresql+psycopg://desk@127.0.0.1/a", "postgresql+psycopg://desk@127.0.0.1/b", "on a server already"),
        ("sqlite:////nowhere/desk.sqlite3", "postgresql+psycopg://desk@127.0.0.1/b", "no desk here"),
    ],
)
def test_what_is_no_desk_on_sqlite_is_not_moved(source_url: str, target_url: str, why: str, now: datetime) -> None:
    with pytest.raises(CannotMove, match=why):
        move(source_url, target_url, now)


@pytest.mark.parametrize("target_url", ["sqlite:///other.sqlite3", "postgresql", "postgresql://host", "nonsense", ""])
def test_a_desk_moves_to_a_database_on_a_server_alone(source: str, target_url: str, now: datetime) -> None:
    with pytest.raises(CannotMove, match="a desk moves to PostgreSQL"):
        move(source, target_url, now)
