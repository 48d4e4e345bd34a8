"""What changed, as server-sent events: subjects only ("tip:12"); pages fetch what they show of them anew."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from review import changes, sessions
from review.changes import Waiter
from review.console.addresses import LARGEST
from review.console.gate import COOKIE, Room, SeesQueue
from review.db import Database

router = APIRouter()
POLL = 1.5  # seconds; another process's commit is seen no later than that
BEATS_BETWEEN_CHECKS = 10
Alive = Callable[[], Awaitable[bool]]


@router.get("/events")
async def events(
    request: Request, room: Room, _signed: SeesQueue, after: Annotated[int, Query(ge=0, le=LARGEST)] = 0
) -> Response:
    """Follow the desk from a change on; ends with the session."""
    last = request.headers.get("last-event-id", "")
    number = int(last) if last.isdecimal() and len(last) < len(str(LARGEST)) else after
    secret = request.cookies.get(COOKIE, "")

    async def is_alive() -> bool:
        now = room.clock()
        return await room.database.read(lambda session: sessions.signed_in(session, secret, now=now)) is not None

    return StreamingResponse(stream(room.database, number, is_alive), media_type="text/event-stream")


async def stream(database: Database, after: int, is_alive: Alive) -> AsyncIterator[str]:
    """Yield an event for each batch of changes after a number, and a comment as a sign of life in between."""
    waiter = Waiter(database, ["changes"])
    beats = 0
    try:
        yield "retry: 2000\n\n"
        while beats % BEATS_BETWEEN_CHECKS or await is_alive():
            found = await database.read(lambda session: changes.since(session, after))  # noqa: B023 - awaited at once
            if found:
                after = found[-1][0]
                subjects = list(dict.fromkeys(subject for _, subject in found))
                yield f"id: {after}\nevent: change\ndata: {json.dumps(subjects)}\n\n"
            else:
                yield ":\n\n"
            beats += 1
            await waiter.wait(POLL)
    finally:
        waiter.close()
