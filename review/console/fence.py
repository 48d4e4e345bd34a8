"""The fence around all pages: known hosts only, headers, a limit on bodies, and no stack trace for anybody.

Promises 19-27, 60, 67. The last resort of the process: what no page has handled becomes a page with a number, and the
log gets the number and the kind of error, never its words.
"""

import logging
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqlalchemy.exc import OperationalError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.console import refusals
from review.media import StoreDown
from review.settings import Settings

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANY_HOST = frozenset({"/healthz", "/readyz", "/metrics"})  # asked by number; they hold nothing, or check themselves
STATIC = "/static/"
LARGEST_FORM = 1024 * 1024
LARGEST_ELSEWHERE = 32 * 1024 * 1024
# Doors under the same roof that check their callers themselves: by secret, token, personal link, or on loopback only.
OTHER_DOORS = ("/telegram/", "/stage", "/api/", "/feeds/", "/gui/")


def is_other_door(path: str) -> bool:
    """Tell whether a path belongs to a door that looks after itself."""
    return path.startswith(OTHER_DOORS)


def host_of(request: Request) -> str:
    """Return the name of the host a request asks for, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def is_safe_for_cookies(request: Request, settings: Settings) -> bool:
    """Tell whether a browser keeps a Secure cookie here: on https, or on this very machine."""
    base = urlsplit(settings.base_url)
    return host_of(request) in LOOPBACK or (base.scheme == "https" and host_of(request) == base.hostname)


def page_headers(settings: Settings, frame_ancestors: str) -> Mapping[str, str]:
    """Return the headers every answer of ours carries."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": frame_ancestors,
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    if urlsplit(settings.base_url).scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


class Fence:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, settings: Settings, frame_ancestors: str) -> None:
        self._app = app
        self._hosts = LOOPBACK | {urlsplit(settings.base_url).hostname or ""}
        self._headers = page_headers(settings, frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Limited(receive, _largest(scope["path"]))
        answer = _Answer(send, {} if is_other_door(scope["path"]) else self._headers, body)
        request = Request(scope)
        try:
            refused = self._refused(request)
            if refused is None:
                await self._app(scope, body, answer)
            else:
                await refused(scope, receive, answer)
        except _TooLarge:
            await _late(answer, request, receive, refusals.page(request, 413, "page.too_large"))
        except Exception as error:  # noqa: BLE001 - the last resort: a page with a number, nothing of the error itself
            number = secrets.token_hex(4)
            log.error("page failed: %s %s", number, type(error).__name__)  # noqa: TRY400 - a trace could hold contents
            status = 503 if isinstance(error, (OperationalError, StoreDown)) else 500
            await _late(answer, request, receive, refusals.failed(request, number, status))

    def _refused(self, request: Request) -> Response | None:
        path = request.url.path
        if path not in ANY_HOST and host_of(request) not in self._hosts:
            return refusals.page(request, 400, "page.unknown_host")
        if _declared(request.headers) > _largest(path):
            return refusals.page(request, 413, "page.too_large")
        return None


class _TooLarge(Exception):
    """The body is longer than a page takes."""


class _Limited:
    """A receive channel that ends a request whose body grows too large."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive, self._left = receive, largest

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.is_over:
            raise _TooLarge
        return message

    @property
    def is_over(self) -> bool:
        return self._left < 0


class _Answer:
    """A send channel that adds the headers an answer does not set itself.

    An answer to a body that was cut off is thrown away: the framework takes the cut for a broken form.
    """

    def __init__(self, send: Send, headers: Mapping[str, str], body: _Limited) -> None:
        self._send, self._headers, self._body, self.has_begun = send, headers, body, False
        self.is_refusing = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._body.is_over and not self.is_refusing:
                raise _TooLarge
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


async def _late(answer: _Answer, request: Request, receive: Receive, page: Response) -> None:
    """Answer with a page unless the answer has begun; then the connection just ends."""
    answer.is_refusing = True
    if not answer.has_begun:
        await page(request.scope, receive, answer)


def _largest(path: str) -> int:
    return LARGEST_ELSEWHERE if is_other_door(path) else LARGEST_FORM


def _declared(headers: Headers) -> int:
    given = headers.get("content-length", "0")
    return int(given) if given.isdecimal() else 0
