"""One consistent look at a living database, while others go on writing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url

from review.backups.archive import CannotDo
from review.db import engine_for, is_wal_safe, sqlite_driver
from review.migrations import revision_of


class NoDesk(CannotDo):
    """There is no desk in this database."""


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """Open a connection that sees the database as it is now until it is closed; raises NoDesk.

    Under WAL and on PostgreSQL readers hold nobody up. Where SQLite runs without WAL, a reader would stop every commit,
    so a copy is taken in one go and read instead.
    """
    address = make_url(url)
    path = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
    if path is not None and not path.is_file():
        raise NoDesk("there is no database here; DATA_DIR and DATABASE_URL say where to look")
    is_read_in_place = path is None or is_wal_safe(sqlite_driver().sqlite_version_info)
    look = _reading(engine_for(url, writing=False)) if is_read_in_place else of_a_copy(Path(address.database or ""))
    with look as connection:
        yield connection


@contextmanager
def of_a_copy(path: Path) -> Iterator[Connection]:
    """Open a connection to a copy of an SQLite file that is taken in one go beside it, and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        _copy(path, copy)
        with _reading(engine_for(f"sqlite:///{copy}", writing=False)) as connection:
            yield connection


def schema_of(connection: Connection) -> str:
    """Return the revision of the database's schema; raises NoDesk where there is none."""
    revision = revision_of(connection)
    if revision is None:
        raise NoDesk("the database is empty: there is no desk to put away")
    return revision


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
    finally:
        engine.dispose()


def _copy(path: Path, target: Path) -> None:
    driver = sqlite_driver()
    source, copy = driver.connect(path), driver.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
