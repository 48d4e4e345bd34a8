"""Holding leases while a process runs: one poller at a time, and word that a worker lives."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from review import leases
from review.db import Session, StoreUnavailable
from review.leases import LEASE, Holder
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
RENEWS_EVERY = 2.0


def this_process() -> Holder:
    """Return a name no other process has, and the place where this one's number means something."""
    return Holder(f"{os.getpid()}-{secrets.token_hex(4)}", _place())


def is_dead(holder: Holder) -> bool:
    """Tell whether a process of this place has ended; of other places only the end of a lease tells."""
    number = holder.name.partition("-")[0]
    if holder.place != _place() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return False  # an earlier process of this number cannot be told from a sibling in this one: its lease tells
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


async def alone(newsroom: Newsroom, task: str, run: Callable[[], Awaitable[None]]) -> None:
    """Run something only while no other process of the desk does; waits for its turn until cancelled."""
    me = this_process()
    while True:
        newsroom.figures.turned("poller")
        with contextlib.suppress(StoreUnavailable):
            if await _takes(newsroom, task, me):
                await _while_held(newsroom, task, me, run)
        await asyncio.sleep(RENEWS_EVERY)


async def alive(newsroom: Newsroom, me: Holder) -> None:
    """Leave word that this worker lives, and free the notices the dead had claimed, until cancelled.

    Whoever was itself cut off from the database buries nobody until it has been back for a lease: the others may just
    be coming back as well.
    """
    back_at: datetime | None = None
    try:
        while True:
            now = newsroom.clock()
            back_at = min(back_at or now, now)
            try:
                await newsroom.database.act(partial(_lives, me=me, now=now, buries=now - back_at >= LEASE))
            except StoreUnavailable:
                back_at = None
            await asyncio.sleep(RENEWS_EVERY)
    finally:
        with contextlib.suppress(StoreUnavailable):
            await newsroom.database.act(lambda session: leases.leave(session, me))


def _lives(session: Session, me: Holder, now: datetime, *, buries: bool) -> None:
    leases.live(session, me, now=now)
    gone = leases.bury(session, now=now) if buries else 0
    if gone:
        log.warning("took over from %d workers that gave no sign of life", gone)


async def _while_held(newsroom: Newsroom, task: str, me: Holder, run: Callable[[], Awaitable[None]]) -> None:
    running = asyncio.ensure_future(run())
    try:
        while await _still_held(newsroom, task, me):
            await asyncio.wait({running}, timeout=RENEWS_EVERY)
            if running.done():
                running.result()
                return
        log.warning("another process has taken over: %s", task)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        with contextlib.suppress(StoreUnavailable):
            await newsroom.database.act(lambda session: leases.give_up(session, task, me))


async def _still_held(newsroom: Newsroom, task: str, me: Holder) -> bool:
    """Renew a lease; where the database does not answer it is held for as long as nobody else could have taken it."""
    until = newsroom.clock() + LEASE
    while newsroom.clock() < until:
        try:
            return await _takes(newsroom, task, me)
        except StoreUnavailable:
            await asyncio.sleep(RENEWS_EVERY)
    return False


async def _takes(newsroom: Newsroom, task: str, me: Holder) -> bool:
    now = newsroom.clock()
    return await newsroom.database.act(lambda session: leases.take(session, task, me, now=now, is_dead=is_dead))


def _place() -> str:
    """Return what tells one machine, and one container on it, from another."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return f"{socket.gethostname()} {space}".strip()
