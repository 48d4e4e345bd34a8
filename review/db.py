"""The engine and the lane. All writing goes through one thread: a SAVEPOINT per act, one COMMIT per batch.

SQLite rules (promises 3): pysqlite3's SQLite with WAL where it is free of the WAL-reset bug, else the standard
library's under TRUNCATE + EXTRA; synchronous at least FULL; BEGIN IMMEDIATE for every writing unit of work.
"""

import asyncio
import importlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlmodel import Session as Session  # noqa: PLC0414 - handed on to doors that may not import sqlmodel
from sqlmodel import create_engine

from review import postgresql
from review.errors import ReviewError

T = TypeVar("T")
TROUBLE = (OperationalError, InterfaceError, InternalError)  # the database's own, which may end a transaction
StoreUnavailable = DBAPIError  # what a door may catch: the database did not take an act
Act = Callable[[Session], T]
OnRefused = Callable[[Session, ReviewError], T]
log = logging.getLogger(__name__)

BATCH = 200
LONGEST_TROUBLE = 5.0  # seconds; a lock that SQLite has waited for so long already is not waited for act by act
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


@dataclass(slots=True)
class _Job:
    act: Act[Any]
    on_refused: OnRefused[Any] | None
    future: "Future[Any] | asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell whoever waits, unless they have left."""
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)

    def fail(self, error: BaseException) -> None:
        """Note that the COMMIT failed; a refusal that was to be recorded with it was not."""
        if self.error is None or isinstance(self.error, ReviewError):
            self.error = error


class _TransactionLost(Exception):
    """The database failed in an act: what the batch has done so far cannot be committed."""


def _settle(batch: Sequence[_Job]) -> None:
    """Settle a batch; what waits in an event loop is settled there, all of it by one call."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        if isinstance(job.future, asyncio.Future):
            by_loop.setdefault(job.future.get_loop(), []).append(job)
        elif job.future.set_running_or_notify_cancel():
            job.settle()
    for loop, jobs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle_all, jobs)


def _settle_all(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        job.settle()


class Lane:
    """The one writer of a process. `submit` returns a future that is done only after COMMIT.

    A ReviewError rolls the act's savepoint back; `on_refused` then runs in the outer transaction (audit, answer) and
    the error still reaches the caller unless `on_refused` returns a value. Any other exception rolls the act back.
    Where the database itself fails in an act, the whole transaction may be gone, savepoints and all (SQLite ends it on
    a full disk): then nobody is told "done", and each act is run once more in a transaction of its own.
    """

    def __init__(self, engine: Engine, published: Callable[[frozenset[str]], None]) -> None:
        self._engine = engine
        self._published = published
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="lane", daemon=True)
        self._thread.start()

    def submit(self, act: Act[T], on_refused: OnRefused[T] | None = None) -> Future[T]:
        future: Future[T] = Future()
        self._jobs.put(_Job(act, on_refused, future))
        return future

    def submit_here(self, act: Act[T], on_refused: OnRefused[T] | None = None) -> asyncio.Future[T]:
        """Submit from a running event loop; the future belongs to that loop."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(act, on_refused, future))
        return future

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (batch := self._next_batch()) is not None:
            began = time.monotonic()
            wakes = self._settled(batch, again_until=began + LONGEST_TROUBLE)
            if wakes:
                self._published(wakes)
            _settle(batch)

    def _next_batch(self) -> list[_Job] | None:
        first = self._jobs.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            batch.append(job)
        return batch

    def _settled(self, batch: list[_Job], *, again_until: float = 0.0) -> frozenset[str]:
        wakes: frozenset[str] = frozenset()
        try:
            return self._commit(batch)
        except _TransactionLost as lost:
            failure = lost.__cause__ or lost
        except Exception as error:  # noqa: BLE001 - a failed COMMIT is told to everybody who waits for it
            failure, again_until = error, 0.0
        for job in batch:
            if time.monotonic() < again_until:
                job.result = job.error = None
                wakes |= self._settled([job])
            else:
                job.fail(failure)
        return wakes

    def _commit(self, batch: list[_Job]) -> frozenset[str]:
        with Session(self._engine, expire_on_commit=False) as session:
            for job in batch:
                _attempt(session, job)
            session.commit()
            return frozenset(session.info.get("wakes", ()))


def _attempt(session: Session, job: _Job) -> None:
    try:
        with session.begin_nested():
            job.result = job.act(session)
    except ReviewError as refusal:
        job.error = refusal
        if job.on_refused is not None:
            _tell_refusal(session, job, refusal)
    except Exception as failure:  # noqa: BLE001 - it belongs to this job alone; the batch goes on
        job.error = failure
    if isinstance(job.error, TROUBLE):
        raise _TransactionLost from job.error
    session.expunge_all()


def _tell_refusal(session: Session, job: _Job, refusal: ReviewError) -> None:
    try:
        with session.begin_nested():
            answer = job.on_refused(session, refusal) if job.on_refused else None
    except Exception as failure:  # noqa: BLE001 - a refusal that cannot be recorded is a failure of the job
        job.error = failure
        return
    if answer is not None:
        job.result, job.error = answer, None


class Database:
    """The desk's database: `act` writes through the lane, `read` reads on connections of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writing = engine_for(url, writing=True)
        self.reading = engine_for(url, writing=False)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self.lane = Lane(self.writing, self._publish)

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call `listener` in the lane's thread after each commit that woke something."""
        self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[frozenset[str]], None]) -> None:
        self._listeners.remove(listener)

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
        self.lane.close()
        self._readers.shutdown()
        self.writing.dispose()
        self.reading.dispose()

    def _publish(self, wakes: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(wakes)
