"""Deny by default: nobody passes without a live session, but for the paths of one list; no form passes unchecked.

The routes then name the right they need in their signature (`SeesQueue`), so that a missing check is a wrong signature.
"""

import hmac
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from review import access, holding, sessions
from review.access import Right
from review.console import refusals
from review.console.fence import ANY_HOST, STATIC, host_of, is_other_door
from review.newsroom import Newsroom
from review.sessions import SEEN_EVERY, SignedIn

OPEN = frozenset({"/login", "/my-data"}) | ANY_HOST
COOKIE = "__Host-sid"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SEVERAL = frozenset({"code", "pick", "topics", "flags", "notify"})  # the only form fields that may come more than once
MOST_REMEMBERED = 1000


class Gate:
    """Lets through who is signed in, and forms only from our own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._seen: dict[int, datetime] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path.startswith(STATIC) or is_other_door(path):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        request.state.signed_in = await self._signed_in(request)
        if request.state.signed_in is None and path not in OPEN:
            await refusals.sign_in_first(request)(scope, receive, send)
        elif request.method not in SAFE_METHODS and not comes_from_here(request):
            await refusals.page(request, 403, "page.form_expired")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _signed_in(self, request: Request) -> SignedIn | None:
        secret = request.cookies.get(COOKIE)
        if not secret:
            return None
        newsroom = _room(request)
        now = newsroom.clock()
        signed, request.state.is_held = await newsroom.database.read(
            lambda session: (sessions.signed_in(session, secret, now=now), holding.is_held(session))
        )
        if signed is not None and abs(now - self._seen.get(signed.session_id, now - timedelta(days=1))) > SEEN_EVERY:
            if len(self._seen) >= MOST_REMEMBERED:
                self._seen.clear()
            self._seen[signed.session_id] = now
            await newsroom.database.act(lambda session: sessions.seen(session, secret, now=now))
        return signed


def comes_from_here(request: Request) -> bool:
    """Tell whether an unsafe request was made by a page of ours, as far as its headers say.

    Under Referrer-Policy no-referrer browsers send `Origin: null` with our own forms; Sec-Fetch-Site then tells.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin in {None, "null"}:
        return site is not None or origin is None
    try:
        parts = urlsplit(origin or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname == host_of(request) and _has_our_port(request, origin)


def _has_our_port(request: Request, origin: str | None) -> bool:
    return (origin or "").partition("://")[2] == request.headers.get("host", "")


async def checked_form(request: Request) -> None:
    """Refuse an unsafe request without the session's token, or with a field given twice; every page route has this."""
    if any(len(request.query_params.getlist(name)) > 1 for name in request.query_params if name != "shown"):
        raise HTTPException(422)
    if request.method in SAFE_METHODS:
        return
    form = await request.form(max_files=0, max_fields=300)
    if any(len(form.getlist(name)) > 1 for name in form if name not in SEVERAL):
        raise HTTPException(422)
    signed: SignedIn | None = request.state.signed_in
    token = form.get("csrf")
    if signed is not None and not (isinstance(token, str) and _equal(token, signed.csrf)):
        raise HTTPException(403, "page.form_expired")


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _room(request: Request) -> Newsroom:
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom


def _anybody_signed_in(request: Request) -> SignedIn:
    signed: SignedIn | None = request.state.signed_in
    if signed is None:
        raise HTTPException(401)
    return signed


def _with(right: Right) -> Any:
    def holder(request: Request) -> SignedIn:
        signed = _anybody_signed_in(request)
        access.require(signed.person, right)
        return signed

    return Depends(holder)


Room = Annotated[Newsroom, Depends(_room)]
AnyStaff = Annotated[SignedIn, Depends(_anybody_signed_in)]
SeesQueue = Annotated[SignedIn, _with(Right.SEE_QUEUE)]
SeesDrafts = Annotated[SignedIn, _with(Right.SEE_DRAFTS)]
ManagesRules = Annotated[SignedIn, _with(Right.MANAGE_RULES)]
SeesNetwork = Annotated[SignedIn, _with(Right.SEE_NETWORK)]
SeesStatus = Annotated[SignedIn, _with(Right.SEE_STATUS)]
