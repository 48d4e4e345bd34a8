"""What changed, as server-sent events: subjects only ("tip:12"); pages fetch what they show of them anew.

Beside it, who of the others looks at which tip, whenever that changes; the connection itself says what its page shows.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from review import changes, onlookers, sessions
from review.changes import Waiter
from review.console.addresses import LARGEST
from review.console.gate import COOKIE, Room, SeesQueue
from review.console.watching import Watching
from review.db import Database, Session

router = APIRouter()
POLL = 1.5  # seconds; another process's commit is seen no later than that
BEATS_BETWEEN_CHECKS = 10
Alive = Callable[[], Awaitable[bool]]


@router.get("/events")
async def events(
    request: Request,
    room: Room,
    signed: SeesQueue,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    looking: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> Response:
    """Follow the desk from a change on, with a tip before one's eyes; ends with the session."""
    last = request.headers.get("last-event-id", "")
    number = int(last) if last.isdecimal() and len(last) < len(str(LARGEST)) else after
    secret = request.cookies.get(COOKIE, "")

    async def is_alive() -> bool:
        now = room.clock()
        return await room.database.read(lambda session: sessions.signed_in(session, secret, now=now)) is not None

    watching = Watching(room.database, room.clock, signed.person, looking)
    return StreamingResponse(stream(room.database, number, is_alive, watching), media_type="text/event-stream")


async def stream(
    database: Database, after: int, is_alive: Alive, watching: Watching | None = None
) -> AsyncIterator[str]:
    """Yield an event for each batch of changes after a number, and a comment as a sign of life in between."""
    waiter = Waiter(database, ["changes", onlookers.WAKE])
    beats, told = 0, "{}"

    def read(session: Session) -> tuple[list[tuple[int, str]], str]:
        others = watching.others(session) if watching else {}
        return changes.since(session, after), json.dumps(others, ensure_ascii=False)

    try:
        yield "retry: 2000\n\n"
        while beats % BEATS_BETWEEN_CHECKS or await is_alive():
            if watching:
                await watching.keep()
            found, others = await database.read(read)
            if others != told:
                told = others
                yield f"event: onlookers\ndata: {others}\n\n"
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
        if watching:
            watching.end()
