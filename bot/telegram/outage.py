"""Going on while the database is in trouble: whoever takes work waits, whoever did something insists on noting it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from review.db import Session, StoreUnavailable
from review.trouble import is_trouble

T = TypeVar("T")
log = logging.getLogger(__name__)
PAUSE = 0.5
INSISTS_FOR = 45.0  # shorter than the outbox's lease: what is sent is marked by whoever sent it
WITHIN_LEASE = 7.0  # shorter than the inbox's lease: whoever gives a row back still has it


async def unless_down(asked: Awaitable[T], otherwise: T) -> T:
    """Return what the database gives, or `otherwise` where it cannot; the caller waits and asks again."""
    try:
        return await asked
    except StoreUnavailable as error:
        log.warning("the database did not answer: %s", type(error.orig).__name__)
        return otherwise


async def insist(
    ask: Callable[[Callable[[Session], T]], Awaitable[T]], what: Callable[[Session], T], *, seconds: float = INSISTS_FOR
) -> T:
    """Have the database act or read, again and again while it is in trouble; raises its error when that lasts."""
    until = time.monotonic() + seconds
    while True:
        try:
            return await ask(what)
        except StoreUnavailable as error:
            if not is_trouble(error) or time.monotonic() > until:
                raise
            log.warning("the database did not take an act: %s", type(error.orig).__name__)
            await asyncio.sleep(PAUSE)


async def endure(work: Callable[[], Awaitable[None]]) -> None:
    """Do work that never ends, and begin anew where the database ended it: its claims then fall due by themselves."""
    while True:
        try:
            await work()
        except* StoreUnavailable as errors:
            log.error("begun anew after %s", type(errors.exceptions[0]).__name__)  # noqa: TRY400 - a trace holds SQL
        await asyncio.sleep(PAUSE)
