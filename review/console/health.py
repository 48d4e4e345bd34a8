"""Whether the process lives and may take work; to strangers nothing is told but what is missing, in general words."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError

from review import disk, migrations
from review.console.gate import Room
from review.db import Session
from review.media.asking import answers
from review.newsroom import Newsroom

router = APIRouter()
PATIENCE = 5.0  # seconds in which each part has to answer
STANDS_STILL = 90.0  # seconds: a loop turns every second, the poller's at least every forty


@router.get("/healthz")
async def alive() -> Response:
    return PlainTextResponse("ok")


@router.get("/readyz")
async def ready(room: Room) -> Response:
    """Tell a balancer whether this process may take work: everything it needs answers in time."""
    found = await asyncio.gather(*(_holds(check, room) for check in CHECKS.values()))
    missing = [sentence for sentence, holds in zip(CHECKS, found, strict=True) if not holds]
    return PlainTextResponse("; ".join(missing), 503) if missing else PlainTextResponse("ready")


async def _holds(check: Callable[[Newsroom], Awaitable[bool]], room: Newsroom) -> bool:
    try:
        return await asyncio.wait_for(check(room), PATIENCE)
    except (SQLAlchemyError, OSError):  # a TimeoutError is an OSError
        return False


async def _takes_writes(room: Newsroom) -> bool:
    await room.database.act(_begin)
    return True


def _begin(session: Session) -> None:
    """Open a transaction that may write; on SQLite that takes the writer's place."""
    session.connection()


async def _is_at_head(room: Newsroom) -> bool:
    return await asyncio.to_thread(lambda: migrations.current(room.database.reading) == _head())


@cache
def _head() -> str:
    return migrations.head()


async def _turns(room: Newsroom) -> bool:
    """Each process answers for the loops it runs itself; a console runs none."""
    return all(age < STANDS_STILL for age in room.figures.snapshot().loops.values())


async def _has_room(room: Newsroom) -> bool:
    return await asyncio.to_thread(disk.free, room.settings.data_dir) > disk.FULL


async def _media_answer(room: Newsroom) -> bool:
    return await answers(room.media, PATIENCE)


CHECKS: Mapping[str, Callable[[Newsroom], Awaitable[bool]]] = {
    "the database takes no writes": _takes_writes,
    "the database has the schema of another version": _is_at_head,
    "a loop stands still": _turns,
    "the disk is full": _has_room,
    "the media store does not answer": _media_answer,
}
