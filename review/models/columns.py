"""How columns are written, decided once: enums by value, numbers of 64 bits, names for every constraint."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Enum, Integer, Table, event
from sqlalchemy.sql.elements import conv
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite numbers rows only in a column declared INTEGER; PostgreSQL needs BIGINT for what grows.
BIG_ID: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
BIG: TypeEngine[int] = BigInteger()
# A number that was given out once never names another row, even where rows are deleted.
NEVER_REUSED = {"sqlite_autoincrement": True}


@event.listens_for(Table, "before_create")
def name_checks_apart(table: Table, connection: Any, **_: Any) -> None:
    """Name a second check of one name after its column: SQLite took the two of revision 0001, PostgreSQL does not."""
    if connection.dialect.name != "postgresql":
        return
    seen: set[object] = set()
    checks = (check for check in table.constraints if isinstance(check, CheckConstraint) and check.name)
    for check in sorted(checks, key=lambda check: str(check.sqltext)):
        if check.name in seen:
            check.name = conv(f"ck_{table.name}_{next(iter(check.columns)).name}")
        seen.add(check.name)


def by_value(enum: type[StrEnum]) -> Any:
    """Return a text column type that stores the enum's value and lets the database check it."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        name=enum.__name__.lower(),
        length=20,
    )


def row_id() -> Any:
    """Return the primary key every table of ours has: a number the database gives."""
    return Field(default=None, primary_key=True, sa_type=BIG_ID)


def refers_to(target: str, *, index: bool = True, nullable: bool = False, unique: bool = False) -> Any:
    """Return a 64-bit reference to another table's row."""
    extra: dict[str, Any] = {"default": None} if nullable else {}
    return Field(foreign_key=target, index=index, nullable=nullable, unique=unique, sa_type=BIG, **extra)
