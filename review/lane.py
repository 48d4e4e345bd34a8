"""The lane: all writing of a process goes through one thread, a SAVEPOINT per act, one COMMIT per batch.

Several processes on one server write side by side. What has to stand in one order for all of them (the chain of the
audit, the numbers of changes) is kept to the end of a batch and written there behind a lock that is the last one taken.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from review import postgresql
from review.errors import ReviewError

T = TypeVar("T")
Act = Callable[[Session], T]
OnRefused = Callable[[Session, ReviewError], T]
Write = Callable[[Session, list[Any]], None]
Announce = Callable[[Session, frozenset[str]], None]  # within the transaction: told with its COMMIT

BATCH = 200
LONGEST_TROUBLE = 5.0  # seconds; a lock that SQLite has waited for so long already is not waited for act by act
MOST_TRIES = 5  # of a batch that crossed another process's
DRIVERS = ("psycopg", "pysqlite3", "sqlite3")
LAST = "at_commit"


def at_commit(session: Session, write: Write, item: Any) -> None:
    """Keep `item` for the end of the batch, where `write` gets all of its items at once, one process at a time.

    It goes with its act: what is rolled back is not written.
    """
    session.info.setdefault(LAST, []).append((write, item))


@dataclass(frozen=True, slots=True)
class Ride:
    """What goes along with each batch that wakes a name: `act` behind its acts, in their COMMIT.

    `taken` gets what came of it after the COMMIT, in the lane's thread. Waiters of the name are not woken beside it.
    """

    act: Act[Any]
    taken: Callable[[Future[Any]], None]


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
    """A statement of an act failed: what the batch has done so far cannot be committed."""


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
    Where a statement of an act fails, the whole transaction may be gone, savepoints and all (SQLite ends it on
    a full disk): then nobody is told "done", and each act is run once more in a transaction of its own.
    """

    def __init__(
        self, engine: Engine, published: Callable[[frozenset[str]], None], announce: Announce | None = None
    ) -> None:
        self._engine = engine
        self._published = published
        self._announce = announce
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._rides: dict[str, Ride] = {}
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

    def ride(self, name: str, ride: Ride | None) -> None:
        """Let `ride` go along with the batches that wake `name`, from the next one on; None ends it."""
        self._rides = {key: other for key, other in self._rides.items() if key != name} | ({name: ride} if ride else {})

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (batch := self._next_batch()) is not None:
            began = time.monotonic()
            wakes = self._settled(batch, self._rides, again_until=began + LONGEST_TROUBLE)
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

    def _settled(self, batch: list[_Job], rides: Mapping[str, Ride], *, again_until: float = 0.0) -> frozenset[str]:
        wakes: frozenset[str] = frozenset()
        try:
            return self._uncrossed(batch, rides)
        except _TransactionLost as lost:
            failure = lost.__cause__ or lost
        except Exception as error:  # noqa: BLE001 - a failed COMMIT is told to everybody who waits for it
            failure, again_until = _wrapped(error), 0.0
        for job in batch:
            if time.monotonic() < again_until:
                job.result = job.error = None
                wakes |= self._settled([job], {})
            else:
                job.fail(failure)
        return wakes

    def _uncrossed(self, batch: list[_Job], rides: Mapping[str, Ride]) -> frozenset[str]:
        """Commit a batch; where another process crossed its way and the server undid ours, all of it is run anew."""
        for _ in range(MOST_TRIES - 1):
            try:
                return self._commit(batch, rides)
            except (_TransactionLost, DBAPIError) as failure:
                if not _is_crossed(failure.__cause__ if isinstance(failure, _TransactionLost) else failure):
                    raise
            for job in batch:
                job.result = job.error = None
        return self._commit(batch, rides)

    def _commit(self, batch: list[_Job], rides: Mapping[str, Ride]) -> frozenset[str]:
        with Session(self._engine, expire_on_commit=False) as session:
            for job in batch:
                _attempt(session, job)
            woken: set[str] = session.info.pop("wakes", set())
            riders = [_Job(ride.act, None, _handed_to(ride.taken)) for name, ride in rides.items() if name in woken]
            for rider in riders:
                _attempt(session, rider)
            _write_last(session)
            wakes = woken.difference(rides) | session.info.pop("wakes", set())
            if self._announce is not None and woken | wakes:
                self._announce(session, frozenset(woken | wakes))
            session.commit()
        _settle(riders)
        return frozenset(wakes)


def _handed_to(taken: Callable[[Future[Any]], None]) -> Future[Any]:
    future: Future[Any] = Future()
    future.add_done_callback(taken)
    return future


def _is_crossed(error: BaseException | None) -> bool:
    """Tell whether the server undid a transaction because of another one: deadlock, or a number taken meanwhile."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in postgresql.CROSSED


def _write_last(session: Session) -> None:
    """Write what was kept for the end of the batch, in the order in which processes come to their COMMIT."""
    kept: list[tuple[Write, Any]] = session.info.pop(LAST, [])
    if not kept:
        return
    if session.get_bind().dialect.name == "postgresql":
        postgresql.stand_in_line(session)
    for write in dict.fromkeys(write for write, _ in kept):
        write(session, [item for its_write, item in kept if its_write is write])


def _attempt(session: Session, job: _Job) -> None:
    kept: list[Any] = session.info.setdefault(LAST, [])
    before = len(kept)
    try:
        with _savepoint(session):
            job.result = job.act(session)
    except ReviewError as refusal:
        del kept[before:]
        job.error = refusal
        if job.on_refused is not None:
            _tell_refusal(session, job, refusal)
    except Exception as failure:  # noqa: BLE001 - it belongs to this job alone; the batch goes on
        del kept[before:]
        job.error = _wrapped(failure)
    if isinstance(job.error, SQLAlchemyError):
        raise _TransactionLost from job.error
    session.expunge_all()


@contextmanager
def _savepoint(session: Session) -> Iterator[None]:
    """Take an act back alone where it raises.

    Below the session, which would pay more for it than for the act; an error of SQL's own is not for this but ends the
    transaction (the session gives up what it did not begin itself).
    """
    raw: Any = session.connection().connection.driver_connection
    raw.execute("SAVEPOINT act")
    try:
        yield
        session.flush()
    except SQLAlchemyError:
        raise
    except Exception:
        session.expunge_all()
        raw.execute("ROLLBACK TO SAVEPOINT act")
        raise
    raw.execute("RELEASE SAVEPOINT act")


def _wrapped(error: Exception) -> Exception:
    """Return a driver's own error as one of SQLAlchemy's: a savepoint that the database fails raises it bare."""
    return OperationalError(None, None, error) if type(error).__module__.startswith(DRIVERS) else error


def _tell_refusal(session: Session, job: _Job, refusal: ReviewError) -> None:
    try:
        with _savepoint(session):
            answer = job.on_refused(session, refusal) if job.on_refused else None
    except Exception as failure:  # noqa: BLE001 - a refusal that cannot be recorded is a failure of the job
        job.error = _wrapped(failure)
        return
    if answer is not None:
        job.result, job.error = answer, None
