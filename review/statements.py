"""Statements of which every message costs several: compiled once, run on the driver's own connection.

SQLAlchemy writes the SQL and says how each type is bound and read, once; running such a statement then costs a tenth of
what it costs through a session. They join its transaction, and their errors are SQLAlchemy's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Dialect, Executable, Insert, Select, Table, literal_column
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

Processor = Callable[[Any], Any]
Values = Mapping[str, Any]


def constant(value: StrEnum) -> ColumnElement[Any]:
    """Return a value that stands in the SQL itself.

    SQLite plans a statement anew at each run where it has to look at a bound one, to see whether an index of some rows
    alone holds all of them: eight times the cost of running it.
    """
    return literal_column(f"'{value.value}'")


class Statement:
    """A statement that is built once; what it is given at each run is named by its bind parameters or columns."""

    def __init__(self, element: Executable) -> None:
        self._element = element
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def compiled(self, dialect: Dialect, names: tuple[str, ...]) -> "_Compiled":
        """Return it as this kind of database takes it, for values of these names."""
        key = (dialect.name, *names)
        if key not in self._compiled:
            self._compiled[key] = _compile(self._element, dialect, names)
        return self._compiled[key]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave: its rows, whose fields have the columns' names, and how many rows it changed."""

    rows: Sequence[Any]
    count: int

    def first(self) -> Any:
        """Return the first row, None where there is none."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        """Return the first field of the first row, None where there is none."""
        return self.rows[0][0] if self.rows else None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The SQL, how each parameter is bound (`fixed`: values of the statement itself), how a row is read."""

    sql: str
    binds: tuple[tuple[str, Processor | None], ...]
    fixed: Values
    is_positional: bool
    row: Callable[[Sequence[Any]], Any] | None
    driver_error: type[Exception]

    def parameters(self, values: Values) -> Any:
        given = {**self.fixed, **values}
        if self.is_positional:
            return [bind(given[name]) if bind else given[name] for name, bind in self.binds]
        return {name: bind(given[name]) if bind else given[name] for name, bind in self.binds}


def run(session: Session, statement: Statement, **values: Any) -> Outcome:
    """Run a statement; rows that wait in the session are written first. Raises SQLAlchemy's DBAPIError."""
    session.flush()
    connection = session.connection()
    compiled = statement.compiled(connection.dialect, tuple(values))
    cursor = _execute(connection, compiled, "execute", compiled.parameters(values))
    return Outcome([compiled.row(row) for row in cursor.fetchall()] if compiled.row else (), cursor.rowcount)


def inserting(table: Table, dialect: str) -> Any:
    """Return the INSERT of that kind of database, which knows ON CONFLICT; the others' dialects stay unloaded."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def insert(session: Session, statement: Statement, **values: Any) -> int:
    """Run an INSERT that returns the number its row got."""
    return int(run(session, statement, **values).scalar())


def insert_new(session: Session, table: Table, rows: Sequence[Values]) -> int:
    """Insert the rows that are not there yet and return how many those were; all have the same names."""
    return _run_many(session, _ignoring(table, session.get_bind().dialect.name), rows)


def upsert(
    session: Session, table: Table, rows: Sequence[Values], *, key: tuple[str, ...], keep: tuple[str, ...]
) -> None:
    """Insert rows of the same names; one that is there already, by its `key`, takes all but `keep` over."""
    names = tuple(name for name in rows[0] if name not in key and name not in keep)
    _run_many(session, _overwriting(table, session.get_bind().dialect.name, key, names), rows)


def _run_many(session: Session, statement: Statement, rows: Sequence[Values]) -> int:
    session.flush()
    connection = session.connection()
    compiled = statement.compiled(connection.dialect, tuple(rows[0]))
    parameters = [compiled.parameters(row) for row in rows]
    changed: int = _execute(connection, compiled, "executemany", parameters).rowcount
    return max(changed, 0)


def _execute(connection: Connection, compiled: _Compiled, method: str, parameters: Any) -> Any:
    cursor = connection.connection.cursor()
    try:
        getattr(cursor, method)(compiled.sql, parameters)
    except compiled.driver_error as error:
        raise DBAPIError.instance(
            compiled.sql, None, error, compiled.driver_error, hide_parameters=True, dialect=connection.dialect
        ) from error
    return cursor


def _compile(element: Executable, dialect: Dialect, names: tuple[str, ...]) -> _Compiled:
    column_keys = None if isinstance(element, Select) else list(names)
    compiled: Any = element.compile(dialect=dialect, column_keys=column_keys)  # type: ignore[attr-defined]  # every statement has it
    types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    fixed = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    return _Compiled(
        compiled.string,
        tuple((name, types[name].bind_processor(dialect)) for name in compiled.positiontup or compiled.binds),
        {name: value for name, value in fixed.items() if name not in names},
        bool(compiled.positional),
        _reader(element, dialect),
        dialect.loaded_dbapi.Error,
    )


def _reader(element: Executable, dialect: Dialect) -> Callable[[Sequence[Any]], Any] | None:
    """Return what makes a row of the driver's a row with names and Python's types; None where no row comes back."""
    if isinstance(element, Insert):
        return tuple if element._returning else None  # noqa: SLF001 - the only place that says whether rows come back
    if not isinstance(element, Select):
        return None
    columns = list(element.selected_columns)
    read = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    form: Any = NamedTuple("Row", [(str(column.key), Any) for column in columns])  # type: ignore[misc]  # made at run time
    return lambda row: form(*[one(value) if one else value for one, value in zip(read, row, strict=True)])


@cache
def _ignoring(table: Table, dialect: str) -> Statement:
    return Statement(inserting(table, dialect).on_conflict_do_nothing())


@cache
def _overwriting(table: Table, dialect: str, key: tuple[str, ...], names: tuple[str, ...]) -> Statement:
    statement = inserting(table, dialect)
    taken_over = {name: statement.excluded[name] for name in names}
    return Statement(statement.on_conflict_do_update(index_elements=list(key), set_=taken_over))
