"""Moving a desk from its SQLite file to a PostgreSQL server: every row, checked one by one, all of it or nothing.

The desk must be stopped: what it took in after the copy would stay behind. The file is held against writing meanwhile,
and afterwards says where the desk has gone, so that nobody opens it again by an old setting.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Table, bindparam, inspect, select, text, tuple_
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session, SQLModel

from review import leases, migrations, network, pulse
from review.db import engine_for, sqlite_file
from review.search import index

PAGE = 1000
SAID_EVERY = 20_000
SILENT = pulse.BEAT * 1.5  # a process that runs gives a sign of life more often
Say = Callable[[str], None]


class CannotMove(Exception):
    """The desk cannot be moved; the sentence says why, for people. The desk is as it was, the target empty."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table, its rows on either side, all of them found equal."""

    table: str
    rows: int


def move(source: str, target: str, *, now: datetime, say: Say) -> list[Moved]:
    """Copy a stopped desk into an empty database on a server; raises CannotMove, SchemaNewer or DBAPIError."""
    _require_ways(source, target)
    with _connected(source) as old, _connected(target) as new:
        migrations.bring(old, "head")
        _require_stopped(old, now)
        if inspect(new).get_table_names():
            raise CannotMove("the target is not empty: give the desk a new database of its own.")
        migrations.bring(new, "head")
        moved = [_moved(old, new, table, say) for table in SQLModel.metadata.sorted_tables]
        index.owe_all(Session(new), now=now)
        new.commit()
        network.set_setting(Session(old), network.MOVED_TO, make_url(target).render_as_string(hide_password=True))
        old.commit()
    return moved


def _require_ways(source: str, target: str) -> None:
    path = sqlite_file(source)
    if path is not None and not path.is_file():
        raise CannotMove("there is no desk here; DATA_DIR and DATABASE_URL say where to look.")
    if path is None:
        raise CannotMove("this desk stands on a server already; the server's own tools move it to another.")
    if not target.startswith("postgresql") or not _is_address(target):
        raise CannotMove("a desk moves to PostgreSQL: --to postgresql+psycopg://user:password@host/database.")


def _is_address(url: str) -> bool:
    try:
        return bool(make_url(url).database)
    except ArgumentError:
        return False


def _require_stopped(old: Connection, now: datetime) -> None:
    session = Session(old)
    gone = network.setting(session, network.MOVED_TO)
    if gone:
        raise CannotMove(f"this desk has moved already, to {gone}.")
    lives = [lease.until for lease in leases.running(session) if lease.until > now]
    lives += [said.at for said in pulse.pulses(session, now=now) if now - said.at < SILENT]
    if lives:
        wait = int(SILENT / timedelta(seconds=1))
        raise CannotMove(f"the desk runs, or did {wait} seconds ago: stop all of its processes, then try again.")


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Open a transaction in which nobody else writes (SQLite); what is not committed is rolled back."""
    engine = engine_for(url, writing=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _moved(old: Connection, new: Connection, table: Table, say: Say) -> Moved:
    """Copy one table, then read every row back and compare."""
    number = 0
    for page in _pages(old, table):
        _insert(new, table, page)
        number += len(page)
        if number % SAID_EVERY == 0:
            say(f"{table.name}: {number} rows …")
    _refer_to_itself(old, new, table)
    _go_on_numbering(old, new, table)
    for page in _pages(old, table):
        _compare(new, table, page)
    found = int(new.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one())  # noqa: S608 - our own tables
    if found != number:
        raise CannotMove(f"{table.name}: {number} rows were copied and {found} are there.")
    say(f"{table.name}: {number} rows, all equal")
    return Moved(table.name, number)


def _pages(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """Read a table by its key, a page at a time, in bounded memory."""
    key = list(table.primary_key)
    query = select(table).order_by(*key).limit(PAGE)
    page = connection.execute(query).mappings().all()
    while page:
        yield page
        last = [page[-1][column.name] for column in key]
        page = connection.execute(query.where(tuple_(*key) > tuple_(*last))).mappings().all()


def _insert(new: Connection, table: Table, page: Sequence[RowMapping]) -> None:
    later = {column.name for column in _own_references(table)}
    try:
        new.execute(table.insert(), [{name: None if name in later else row[name] for name in row} for row in page])
    except DBAPIError as error:
        first, last = _key(table, page[0]), _key(table, page[-1])
        why = type(error.orig).__name__
        raise CannotMove(f"{table.name}: a row from {first} to {last} does not fit ({why}).") from error


def _refer_to_itself(old: Connection, new: Connection, table: Table) -> None:
    """Fill in the references to rows of the same table, now that all of them are there."""
    for column in _own_references(table):
        (key,) = table.primary_key
        query = select(key.label("k"), column.label("v")).where(column.is_not(None))
        rows = [dict(row) for row in old.execute(query).mappings()]
        if rows:
            new.execute(table.update().where(key == bindparam("k")).values({column.name: bindparam("v")}), rows)


def _go_on_numbering(old: Connection, new: Connection, table: Table) -> None:
    """Have the server number on from where the file was: a number that was given out never names another row."""
    sequence = (
        new.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar()
        if "id" in table.c
        else None
    )
    if sequence is None:
        return
    given = old.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar() or 0
    last = old.execute(text(f"SELECT max(id) FROM {table.name}")).scalar() or 0  # noqa: S608 - our own tables
    highest = max(int(given), int(last))
    new.execute(
        text("SELECT setval(:sequence, :highest, :used)"),
        {
            "sequence": sequence,
            "highest": max(highest, 1),
            "used": highest > 0,
        },
    )


def _compare(new: Connection, table: Table, page: Sequence[RowMapping]) -> None:
    key = list(table.primary_key)
    wanted = [_key(table, row) for row in page]
    there = new.execute(select(table).where(tuple_(*key).in_(wanted))).mappings()
    digests = {_key(table, row): digest(row) for row in there}
    for row in page:
        if digests.get(_key(table, row)) != digest(row):
            raise CannotMove(f"{table.name}: row {_key(table, row)} is not the same on both sides.")


def digest(row: RowMapping) -> bytes:
    """Return the SHA-256 of a row's values, alike on either engine; text without NUL, which a server does not keep."""
    said = json.dumps([_plain(value) for value in row.values()], sort_keys=True, ensure_ascii=True, default=repr)
    return hashlib.sha256(said.replace("\\u0000", "").encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, Enum) else value


def _key(table: Table, row: RowMapping) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _own_references(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if any(key.column.table is table for key in column.foreign_keys)]
