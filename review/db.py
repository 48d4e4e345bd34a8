"""The database: an engine to write on, through the lane, and one to read on.

SQLite rules (promises 3): pysqlite3's SQLite with WAL where it is free of the WAL-reset bug, else the standard
library's under TRUNCATE + EXTRA; synchronous at least FULL; BEGIN IMMEDIATE for every writing unit of work.
"""

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session as Session  # noqa: PLC0414 - handed on to doors that may not import sqlmodel
from sqlmodel import create_engine

from review import postgresql
from review.lane import Act, Lane, OnRefused, Ride
from review.listening import Line

T = TypeVar("T")
StoreUnavailable = DBAPIError  # what a door may catch: the database did not take an act

WAL_SAFE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))  # where the WAL-reset bug is fixed (sqlite.org/wal.html#walresetbug)


def sqlite_driver() -> ModuleType:
    """Return the newest SQLite driver at hand: pysqlite3 where a wheel of it exists, else the standard library's."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


def sqlite_file(url: str) -> Path | None:
    """Return the file a database address names, None where it is no SQLite file."""
    address = make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Tell whether WAL with several connections is free of the WAL-reset bug in this SQLite version."""
    if version >= WAL_SAFE[-1]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_SAFE[:-1])


def pragmas(version: tuple[int, ...]) -> tuple[str, ...]:
    """Return the settings every connection gets."""
    wal = is_wal_safe(version)
    journal = ("journal_mode=WAL", "synchronous=FULL") if wal else ("journal_mode=TRUNCATE", "synchronous=EXTRA")
    return (
        *journal,
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "busy_timeout=5000",
        "temp_store=MEMORY",
    )


def engine_for(url: str, *, writing: bool) -> Engine:
    """Return an engine; on SQLite its transactions begin IMMEDIATE when `writing`, so a read is never upgraded."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return postgresql.engine_for(address)
    driver = sqlite_driver()
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, module=driver)
    settings = pragmas(driver.sqlite_version_info)
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "connect")
    def _set_up(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver must not open transactions of its own
        for pragma in settings:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Database:
    """The desk's database: `act` writes through the lane, `read` reads on connections of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writing = engine_for(url, writing=True)
        self.reading = engine_for(url, writing=False)
        # What this process keeps in mind of the database; sessions find it, and what sees only what is committed.
        memory: dict[str, Any] = {"reading": self.reading}
        for engine in (self.writing, self.reading):
            engine.update_execution_options(memory=memory)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._line = Line(self.reading, self._publish) if self.is_server else None
        self.lane = Lane(self.writing, self._publish, self._line.say if self._line else None)

    @property
    def is_server(self) -> bool:
        """Tell whether other machines may work on the same database."""
        return self.writing.dialect.name == "postgresql"

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call `listener`, in a thread of ours, after each commit that woke something, on a server anybody's."""
        self._listeners.append(listener)
        if self._line is not None:
            self._line.listen()

    def unsubscribe(self, listener: Callable[[frozenset[str]], None]) -> None:
        self._listeners.remove(listener)

    def ride(self, name: str, ride: Ride | None) -> None:
        """Let an act go along with each batch of this process that wakes `name`; None ends it."""
        self.lane.ride(name, ride)

    def act_now(self, act: Act[T], on_refused: OnRefused[T] | None = None) -> T:
        """Run an act and wait for its COMMIT; for commands and tests."""
        return self.lane.submit(act, on_refused).result()

    async def act(self, act: Act[T], on_refused: OnRefused[T] | None = None) -> T:
        """Run an act off the loop; returns after COMMIT."""
        return await self.lane.submit_here(act, on_refused)

    def read_now(self, query: Act[T]) -> T:
        with Session(self.reading) as session:
            return query(session)

    async def read(self, query: Act[T]) -> T:
        """Run a query off the loop on a connection that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, query)

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self.lane.close()
        self._readers.shutdown()
        self.writing.dispose()
        self.reading.dispose()

    def _publish(self, wakes: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(wakes)
