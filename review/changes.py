"""Wakes: an act names what it changed, and after the COMMIT whoever waits for it is called."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from review.db import Database
from review.lane import Act, Ride, at_commit
from review.models import Change

T = TypeVar("T")


def wake(session: Session, *names: str) -> None:
    """Have the waiters of `names` called once this act is committed."""
    session.info.setdefault("wakes", set()).update(names)


def note(session: Session, subject: str, *, now: datetime) -> None:
    """Record that `subject` changed, for the pages and processes that follow.

    Numbered at the end of the batch: whoever has seen a number has seen every lower one there will ever be.
    """
    at_commit(session, _number, {"at": now, "subject": subject, "version": 0})
    wake(session, "changes")


def batch(session: Session) -> str:
    """Return what names the batch an act belongs to, for what is owed once in a batch."""
    return str(session.info.setdefault("batch", secrets.token_hex(6)))


def latest(session: Session) -> int:
    """Return the number of the newest change, 0 where there is none."""
    return session.exec(select(func.max(Change.id))).first() or 0


def since(session: Session, number: int, limit: int = 200) -> list[tuple[int, str]]:
    """Return (number, subject) of the changes after `number`, oldest first."""
    query = select(Change.id, Change.subject).where(col(Change.id) > number).order_by(col(Change.id))
    return [(row_id or 0, subject) for row_id, subject in session.exec(query.limit(limit))]


def _number(session: Session, noted: list[dict[str, object]]) -> None:
    session.execute(insert(Change), noted)


@contextmanager
def riding(database: Database, name: str, act: Act[T], take: Callable[[T], None]) -> Iterator[None]:
    """Have `act` go along with each batch that wakes `name`, in its COMMIT, and `take` what it returns in this loop.

    So what follows from a change costs no transaction of its own. Other processes' wakes reach a Waiter as ever.
    An act that fails is told to nobody here: whoever rides looks by itself as well, and meets the failure there.
    """
    loop, is_over = asyncio.get_running_loop(), threading.Event()

    def hand_over(result: T) -> None:
        if not is_over.is_set():
            take(result)

    def taken(future: Future[T]) -> None:
        if future.exception() is None and not loop.is_closed():
            loop.call_soon_threadsafe(hand_over, future.result())

    database.ride(name, Ride(act, taken))
    try:
        yield
    finally:
        database.ride(name, None)
        is_over.set()


class Waiter:
    """An event of this process's loop that is set after each commit that woke one of `names`."""

    def __init__(self, database: Database, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._database = database
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        database.subscribe(self._woken)

    def set(self) -> None:
        self._event.set()

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 - the fallback poll for other processes' commits
        """Return when woken, at the latest after `timeout` seconds."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout)
        except TimeoutError:
            return
        finally:
            self._event.clear()

    def close(self) -> None:
        self._database.unsubscribe(self._woken)

    def _woken(self, wakes: frozenset[str]) -> None:
        if wakes & self._names and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)
