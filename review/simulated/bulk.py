"""Grouped plain inserts: rows are gathered by table and written in the order of the references between tables."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Column, Dialect, Table, text
from sqlmodel import Session, SQLModel

Row = dict[str, Any]
Processor = Callable[[Any], Any] | None
Shape = tuple[str, Callable[[], Any], Processor]
CACHE_KILOBYTES = 200_000  # SQLite's pages in memory: what is written at random places of the indexes


class Bulk:
    """Rows on their way into one session; a value that a row leaves out is the model's own default."""

    def __init__(self) -> None:
        self._rows: dict[type[SQLModel], list[Row]] = defaultdict(list)

    def add(self, model: type[SQLModel], **row: Any) -> None:
        self._rows[model].append(row)

    def write(self, session: Session) -> int:
        """Insert everything gathered and return how many rows that were."""
        places = {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
        number = 0
        for model in sorted(self._rows, key=lambda one: places[_table(one)]):
            _insert(session, model, self._rows[model])
            number += len(self._rows[model])
        self._rows.clear()
        return number


def widen_cache(session: Session) -> None:
    """Let SQLite keep more pages while much is written; other databases see to that themselves."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")


def next_number(session: Session, model: type[SQLModel]) -> int:
    """Return the first number no row of a table has or ever had."""
    name = _table(model).name
    highest = int(session.execute(text(f"SELECT coalesce(max(id), 0) FROM {name}")).scalar_one())  # noqa: S608 - a table of ours
    if session.get_bind().dialect.name != "sqlite":
        return highest + 1
    given = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": name}).scalar()
    return max(highest, given or 0) + 1


def number_on(session: Session) -> None:
    """Have PostgreSQL number new rows after those that brought their number along; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in SQLModel.metadata.sorted_tables:
        if table.autoincrement_column is not None:
            sequence = f"pg_get_serial_sequence('{table.name}', '{table.autoincrement_column.name}')"
            session.execute(text(f"SELECT setval({sequence}, coalesce(max(id), 0) + 1, false) FROM {table.name}"))  # noqa: S608 - a table of ours


def _insert(session: Session, model: type[SQLModel], rows: list[Row]) -> None:
    """Insert rows by one prepared statement, each value in the form the database keeps it in."""
    table, dialect = _table(model), session.get_bind().dialect
    names = [column.name for column in table.columns if column.name != "id" or "id" in rows[0]]
    shapes = [(name, _default(model, name), _processor(table, name, dialect)) for name in names]
    marks = ", ".join(["%s" if dialect.paramstyle in {"format", "pyformat"} else "?"] * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our columns
    session.connection().exec_driver_sql(statement, [_values(row, shapes) for row in rows])


def _values(row: Row, shapes: Sequence[Shape]) -> tuple[Any, ...]:
    found = ((row[name] if name in row else default(), process) for name, default, process in shapes)
    return tuple(value if process is None else process(value) for value, process in found)


def _default(model: type[SQLModel], name: str) -> Callable[[], Any]:
    field = model.model_fields[name]
    return lambda: field.get_default(call_default_factory=True)


def _processor(table: Table, name: str, dialect: Dialect) -> Processor:
    column: Column[Any] = table.columns[name]
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    return cast("Processor", process)


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]
