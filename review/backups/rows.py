"""The rows of a desk as lines of JSON, the same from either database, and back into either.

Tables are read from the database itself, not from the models, so that a backup of an earlier schema is written and
restored as it was; bringing it up to date comes afterwards.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

AT_ONCE = 200
MUCH = 4 << 20  # a portion ends behind the row with which it has so many characters
NOT_OURS = frozenset({"alembic_version", "tip_fts"})  # the index for full text is made anew from ours


def tables(connection: Connection) -> list[Table]:
    """Return the desk's tables, those that others refer to first."""
    names = set(inspect(connection).get_table_names()) - NOT_OURS
    if connection.dialect.name == "sqlite":  # an index for full text keeps tables of its own, made anew from ours
        made = connection.execute(text("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"))
        names -= set(made.scalars())
    known = MetaData()
    known.reflect(connection, only=sorted(names))
    return [table for table in known.sorted_tables if table.name in names]


def portions(connection: Connection, table: Table) -> Iterator[tuple[int, bytes]]:
    """Return the rows of a table in portions: how many, and their lines; the first line names the columns."""
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
    names = json.dumps([column.name for column in table.columns])
    lines, length = [names], 0
    for row in connection.execute(query):
        lines.append(json.dumps([_plain(value) for value in row]))
        length += len(lines[-1])
        if len(lines) > AT_ONCE or length > MUCH:
            yield len(lines) - 1, "\n".join(lines).encode("ascii")
            lines, length = [names], 0
    if len(lines) > 1:
        yield len(lines) - 1, "\n".join(lines).encode("ascii")


@dataclass
class Loading:
    """Rows on their way into an empty database; what refers to a row of its own table is joined at the end."""

    connection: Connection
    tables: Mapping[str, Table]
    counts: dict[str, int] = field(default_factory=dict)
    _postponed: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def load(self, name: str, lines: bytes) -> None:
        """Add a portion of a table's rows; raises KeyError or ValueError where they are not what `portions` writes."""
        table = self.tables[name]
        columns, *rows = (json.loads(line) for line in lines.splitlines())
        readers = [_reader(table.columns[column]) for column in columns]
        read = [
            {column: reader(value) for column, reader, value in zip(columns, readers, row, strict=True)} for row in rows
        ]
        if not read:
            raise ValueError("a portion without rows")
        for column in _own_references(table):
            self._postpone(table, column, read)
        self.connection.execute(insert(table), read)
        self.counts[name] = self.counts.get(name, 0) + len(read)

    def finish(self, counters: Mapping[str, int]) -> None:
        """Join the postponed references and have the database number new rows behind the old ones."""
        for (name, column), pairs in self._postponed.items():
            table = self.tables[name]
            key = next(iter(table.primary_key))
            statement = update(table).where(key == bindparam("_key")).values({column: bindparam("_value")})
            self.connection.execute(statement, pairs)
        for table in self.tables.values():
            if _is_numbered(table):
                _number_behind(self.connection, table, counters.get(table.name, 0))

    def empty(self) -> None:
        """Remove what the migrations themselves have put into tables."""
        for table in reversed(list(self.tables.values())):
            self.connection.execute(delete(table))

    def _postpone(self, table: Table, column: Column[Any], rows: list[dict[str, Any]]) -> None:
        key = next(iter(table.primary_key)).name
        for row in rows:
            if row[column.name] is not None:
                pair = {"_key": row[key], "_value": row[column.name]}
                self._postponed.setdefault((table.name, column.name), []).append(pair)
                row[column.name] = None


def counters(connection: Connection, known: list[Table]) -> dict[str, int]:
    """Return the highest number each table has given out, also for rows that are gone since."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        return {name: int(n) for name, n in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    numbered = [table for table in known if _is_numbered(table)]
    return {table.name: number for table in numbered if (number := _last_of_sequence(connection, table))}


def _last_of_sequence(connection: Connection, table: Table) -> int:
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    if sequence is None:
        return 0
    query = text("SELECT coalesce(pg_sequence_last_value(CAST(:name AS regclass)), 0)")
    return int(connection.execute(query, {"name": sequence}).scalar_one())


def _number_behind(connection: Connection, table: Table, counter: int) -> None:
    highest = connection.execute(select(func.coalesce(func.max(table.columns["id"]), 0))).scalar_one()
    last = max(int(highest), counter)
    if connection.dialect.name == "sqlite":
        if last and _gives_out_once(connection, table):
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            values = {"name": table.name, "last": last}
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)
        return
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    if last and sequence:
        connection.execute(select(func.setval(sequence, last)))


def _gives_out_once(connection: Connection, table: Table) -> bool:
    query = text("SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE type = 'table' AND name = :name")
    return bool(connection.execute(query, {"name": table.name}).scalar())


def _is_numbered(table: Table) -> bool:
    keys = list(table.primary_key)
    return len(keys) == 1 and keys[0].name == "id" and keys[0].type.python_type is int


def _own_references(table: Table) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it: moments in UTC, days, bytes in base64."""
    match value:
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind = column.type
    if isinstance(kind, JSON):
        kind.none_as_null = bool(column.nullable)
    if isinstance(kind, DateTime):
        return lambda value: value and datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return lambda value: value and date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return lambda value: value if value is None else base64.b64decode(value)
    return lambda value: value
