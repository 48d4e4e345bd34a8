"""The gate of the web door: headers, our own pages' requests alone, a known browser, and a pace nobody needs to exceed.

Nothing tells a wrong link from one that is over, or a person's tip from nobody's; what fails ends as a sentence.
"""

import hmac
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web import pages
from review import visits
from review.console.fence import page_headers
from review.console.gate import SAFE_METHODS, comes_from_here
from review.newsroom import Newsroom
from review.trouble import is_trouble
from review.visits import Visitor

log = logging.getLogger(__name__)
COOKIE = "__Host-form"
MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 240  # requests that change something: one visitor's pieces of a large file on a quick line
MOST_WRONG = 30  # links a minute that open nothing, of everybody together
STATIC = "/gui/static/"
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}  # its address names its contents


class Pace:
    """Counts what happened within the last minute, by name; in this process alone."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: dict[str, deque[datetime]] = defaultdict(deque)

    def is_over(self, name: str, now: datetime) -> bool:
        times = self._times[name]
        while times and now - times[0] > MINUTE:
            times.popleft()
        return len(times) >= self._most

    def count(self, name: str, now: datetime) -> None:
        if len(self._times) > self._most * 100:
            self._times.clear()
        self._times[name].append(now)


class Guard:
    """The outermost layer of the web door."""

    def __init__(self, app: ASGIApp, *, newsroom: Newsroom, frame_ancestors: str) -> None:
        self._app = app
        self._newsroom = newsroom
        self._headers = page_headers(newsroom.settings, frame_ancestors)
        self._pace = Pace(MOST_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith(STATIC)
        answer = _Answer(send, {**self._headers, **KEPT} if is_static else self._headers)
        request = Request(scope)
        try:
            await self._let(request, receive, answer)
        except Exception as error:  # noqa: BLE001 - the last resort: a sentence with a number, nothing of the error itself
            number = secrets.token_hex(4)
            log.error("form failed: %s %s", number, type(error).__name__)  # noqa: TRY400 - a trace could hold contents
            if answer.has_begun:
                return  # the connection just ends
            status = 503 if is_trouble(error) or isinstance(error, OSError) else 500
            await pages.refusal(request, status, "failed", number=number)(scope, receive, answer)

    async def _let(self, request: Request, receive: Receive, answer: Send) -> None:
        scope, now = request.scope, self._newsroom.clock()
        if request.url.path.startswith(STATIC):
            await self._app(scope, receive, answer)
            return
        request.state.visitor = visitor = await self._visitor(request, now)
        who = str(visitor.person.id) if visitor else ""
        if request.method in SAFE_METHODS:
            await self._app(scope, receive, answer)
        elif not comes_from_here(request):
            await pages.refusal(request, 403, "expired_form")(scope, receive, answer)
        elif who and self._pace.is_over(who, now):
            await pages.refusal(request, 429, "too_fast")(scope, receive, answer)
        else:
            self._pace.count(who, now)
            await self._app(scope, receive, answer)

    async def _visitor(self, request: Request, now: datetime) -> Visitor | None:
        secret = request.cookies.get(COOKIE)
        if not secret:
            return None
        found = await self._newsroom.database.read(lambda session: visits.visitor(session, secret, now=now))
        if found is not None and not found.is_fresh:
            await self._newsroom.database.act(lambda session: visits.seen(session, found.visit_id, now=now))
        return found


class _Answer:
    """A send channel that adds the headers an answer does not set itself."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send, self._headers, self.has_begun = send, headers, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


async def visitor(request: Request) -> Visitor:
    """Return who is at the door; every route but the link's own has this, and with it checks the form's token."""
    found: Visitor | None = request.state.visitor
    if found is None:
        raise HTTPException(401)
    if request.method not in SAFE_METHODS:
        given = request.headers.get("x-csrf") or (await request.form()).get("csrf")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), found.csrf.encode()):
            raise HTTPException(403)
    return found


def room(request: Request) -> Newsroom:
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom


Room = Annotated[Newsroom, Depends(room)]
Who = Annotated[Visitor, Depends(visitor)]
