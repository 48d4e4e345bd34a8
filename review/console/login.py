"""Signing in and out: a link shows a button, the button uses the link up. Nothing is signed in by a GET."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from review import people, sessions
from review.console import said
from review.console.addresses import own_path
from review.console.fence import is_safe_for_cookies
from review.console.gate import COOKIE, AnyStaff, Room
from review.console.pages import THEME, THEMES, ThisPage
from review.db import Session
from review.errors import ReviewError
from review.sessions import LONGEST
from review.words import LOCALES

router = APIRouter()
LONGEST_TOKEN = 100
A_YEAR = 365 * 24 * 3600


@router.get("/login")
async def login(page: ThisPage, token: Annotated[str, Query(max_length=LONGEST_TOKEN)] = "") -> Response:
    """Show the button of a link, or how to get a link; the link stays good."""
    if not is_safe_for_cookies(page.request, page.newsroom.settings):
        return page.html("login.html", 403, said="login.needs_https", token="")
    if page.signed is not None and not token:
        return RedirectResponse("/queue", 303)
    return page.html("login.html", said="", token=token)


@router.post("/login")
async def sign_in(room: Room, page: ThisPage, token: Annotated[str, Form(max_length=LONGEST_TOKEN)] = "") -> Response:
    """Use the link up and begin a session, which ends the one before; every wrong link is refused alike."""
    if not is_safe_for_cookies(page.request, room.settings):
        return page.html("login.html", 403, said="login.needs_https", token="")
    agent, before = page.request.headers.get("user-agent", ""), page.signed

    def act(session: Session) -> str:
        secret = sessions.sign_in(session, token, agent=agent, now=page.now)
        if before is not None:
            sessions.sign_out(session, before.session_id, by=before.person, now=page.now)
        return secret

    try:
        secret = await room.database.act(act)
    except ReviewError:
        return page.html("login.html", 403, said="login.expired", token="")
    answer = RedirectResponse("/queue", 303)
    set_session(answer, secret)
    return answer


@router.post("/logout")
async def sign_out(room: Room, page: ThisPage, signed: AnyStaff) -> Response:
    """End this session; the cookie is worth nothing from now on."""
    await room.database.act(
        lambda session: sessions.sign_out(session, signed.session_id, by=signed.person, now=page.now)
    )
    answer = said.then("/login", "login.signed_out")
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
    return answer


@router.post("/appearance")
async def appearance(
    room: Room,
    signed: AnyStaff,
    locale: Annotated[str, Form(max_length=5)] = "",
    theme: Annotated[str, Form(max_length=10)] = "",
    back: Annotated[str, Form(max_length=200)] = "/queue",
) -> Response:
    """Keep the person's language, and light or dark for this browser."""
    if locale in LOCALES and locale != signed.person.locale:
        await room.database.act(lambda session: people.choose_locale(session, signed.person, locale))
    answer = RedirectResponse(own_path(back), 303)
    if theme in THEMES:
        answer.set_cookie(THEME, theme, max_age=A_YEAR, secure=True, httponly=True, samesite="lax")
    return answer


def set_session(answer: Response, secret: str) -> None:
    """Give the browser its session."""
    seconds = int(LONGEST.total_seconds())
    answer.set_cookie(COOKIE, secret, max_age=seconds, secure=True, httponly=True, samesite="lax", path="/")
