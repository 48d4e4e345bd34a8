"""Coming and going: a personal link shows a button, and the button opens the form; no GET opens anything."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.web import pages
from bot.web.guard import COOKIE, Pace, Room, Who
from review import visits
from review.console.fence import is_safe_for_cookies
from review.db import Session
from review.errors import ReviewError
from review.visits import LONGEST

router = APIRouter()
LONGEST_LINK = 100


@router.get("/{link}")
async def arrive(link: str, request: Request, room: Room) -> Response:
    """Show the button of a link; a link that is over says so, whatever the reason."""
    now = room.clock()
    if not is_safe_for_cookies(request, room.settings):
        return pages.refusal(request, 403, "needs_https")
    is_open = len(link) <= LONGEST_LINK and await room.database.read(lambda s: visits.is_open(s, link, now=now))
    if not is_open:
        return _over(request, now)
    return pages.of(request).html("open.html", link=link)


@router.post("/open")
async def enter(request: Request, room: Room, link: Annotated[str, Form(max_length=LONGEST_LINK)] = "") -> Response:
    """Open the form in this browser; the address holds no secret any more."""
    now = room.clock()

    def opened(session: Session) -> str:
        return visits.enter(session, link, now=now)

    def refused(_session: Session, _error: ReviewError) -> str:
        return ""

    secret = await room.database.act(opened, refused)
    if not secret:
        return _over(request, now)
    answer = RedirectResponse("/gui/", 303)
    seconds = int(LONGEST.total_seconds())
    answer.set_cookie(COOKIE, secret, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@router.post("/leave")
async def leave(request: Request, room: Room, who: Who) -> Response:
    """Close this browser and every other one of the person, and end their links."""
    await room.database.act(lambda session: visits.leave(session, who.person, now=room.clock()))
    request.state.visitor = None
    answer = pages.of(request).html("left.html")
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def _over(request: Request, now: datetime) -> Response:
    """Say that a link opens nothing; whoever tries many is told to wait, while a good link always opens."""
    wrong: Pace = request.app.state.wrong
    if wrong.is_over("", now):
        return pages.refusal(request, 429, "too_fast")
    wrong.count("", now)
    return pages.refusal(request, 404, "link_over")
