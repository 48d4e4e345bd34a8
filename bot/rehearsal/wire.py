"""Just enough HTTP/1.1 for the stand-in, on loopback: keep-alive, forms, multipart, JSON. Plain asyncio, for speed."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.rehearsal import forms
from bot.rehearsal.forms import Malformed
from bot.rehearsal.upload import Upload

__all__ = ["Answer", "Connection", "Request", "Upload", "json_answer"]

LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 64 * 1024 * 1024
POURED = 256 * 1024  # bytes of padding handed over at once
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets the connection
REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: method, path, and what came in the query and the body by name."""

    method: str
    path: str
    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, and what is wrong with it.

    `drops` hangs up after so many bytes of the body, `resets` without a farewell; `pause` waits after each byte,
    `claims` is a false length, `padding` so many spaces more.
    """

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    drops: int | None = None
    pause: float = 0.0
    claims: int | None = None
    resets: bool = False
    padding: int = 0


Handler = Callable[[Request], Awaitable[Answer]]


def json_answer(data: Any, status: int = 200, **headers: str) -> Answer:
    """Return data as JSON."""
    return Answer(
        status, forms.dumped(data), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


class Connection(asyncio.Protocol):
    """One client's connection: requests are answered one after the other."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_encouraged, self._is_last = False, False
        self._may_write = asyncio.Event()
        self._may_write.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass of it

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self._task is not None:
            self._task.cancel()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def hang_up(self) -> None:
        """End the connection without a farewell."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._task is None:
            self._next()

    def _next(self) -> None:
        try:
            request = self._take()
        except Malformed as error:
            self._refuse(error)
            return
        if request is not None:
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    def _refuse(self, error: Malformed) -> None:
        """Answer what is no request and hang up: where the next one begins is not known."""
        body = {"ok": False, "error_code": error.status, "description": f"Bad Request: {error.reason}"}
        if self._transport is not None:
            refusal = json_answer(body, error.status)
            self._transport.write(_head(refusal) + refusal.body)
            self._transport.close()

    async def _serve(self, request: Request) -> None:
        try:
            answer = await self._handler(request)
        except Exception as error:  # noqa: BLE001 - a fault of the stand-in is seen at once, not waited for
            answer = json_answer({"ok": False, "error_code": 500, "description": f"stand-in: {error!r}"}, 500)
        self._task = None
        if self._transport is None or self._transport.is_closing():
            return
        if answer.pause or answer.padding:
            slowly = self._drip(answer) if answer.pause else self._pour(answer)
            self._task = asyncio.get_running_loop().create_task(slowly)
            return
        head, body = _head(answer), answer.body
        if answer.drops is not None:
            self._break_off(self._transport, head + body[: answer.drops] if answer.drops else b"", answer)
            return
        self._transport.write(head + body)
        if answer.claims is not None or self._is_last:
            self._transport.close()
            return
        self._next()

    @staticmethod
    def _break_off(transport: asyncio.Transport, written: bytes, answer: Answer) -> None:
        """Hang up in the middle, with a reset where one is asked for."""
        transport.write(written)
        if answer.resets:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        transport.close()

    async def _drip(self, answer: Answer) -> None:
        """Write a byte at a time."""
        written = _head(answer) + answer.body
        for at in range(len(written)):
            cast("asyncio.Transport", self._transport).write(written[at : at + 1])
            await asyncio.sleep(answer.pause)
        self._task = None
        self._next()

    async def _pour(self, answer: Answer) -> None:
        """Write a body longer than memory should hold, as fast as it is read."""
        transport, left = cast("asyncio.Transport", self._transport), answer.padding
        transport.write(_head(answer) + answer.body)
        while left > 0:
            await self._may_write.wait()
            transport.write(b" " * min(left, POURED))
            left -= POURED
            await asyncio.sleep(0)  # the other side may have hung up
        self._task = None
        self._next()

    def _take(self) -> Request | None:
        """Take one whole request out of the buffer; None while it is incomplete."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > LARGEST_HEAD:
                raise Malformed(431, "the head is too large")
            return None
        head = bytes(self._buffer[:end]).decode("latin-1")
        headers = forms.headers_of(head)
        taken = _body(self._buffer, end + 4, headers)
        if taken is None:
            self._encourage(headers)
            return None
        body, used = taken
        del self._buffer[:used]
        self._is_encouraged = False
        self._is_last = headers.get("connection", "").lower() == "close"
        return _request(head.split("\r\n", 1)[0], headers.get("content-type", ""), body)

    def _encourage(self, headers: Mapping[str, str]) -> None:
        """Tell a client that waits before its large body to go on."""
        if headers.get("expect", "").lower() == "100-continue" and not self._is_encouraged:
            self._is_encouraged = True
            cast("asyncio.Transport", self._transport).write(b"HTTP/1.1 100 Continue\r\n\r\n")


def _body(buffer: bytearray, at: int, headers: Mapping[str, str]) -> tuple[bytes, int] | None:
    """Return the body that begins at `at` and where it ends in the buffer; None while it is incomplete."""
    if "chunked" in headers.get("transfer-encoding", ""):
        return _chunks(buffer, at)
    length = _size(headers.get("content-length", "0"), 10)
    if length > LARGEST_BODY:
        raise Malformed(413, "Request Entity Too Large")
    if len(buffer) < at + length:
        return None
    return bytes(buffer[at : at + length]), at + length


def _size(written: str, base: int) -> int:
    try:
        size = int(written, base)
    except ValueError:
        raise Malformed(400, "no length") from None
    if size < 0:
        raise Malformed(400, "no length")
    return size


def _chunks(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    body = bytearray()
    while True:
        end = buffer.find(b"\r\n", at)
        if end < 0:
            return None
        size = _size(bytes(buffer[at:end]).split(b";")[0].decode("latin-1"), 16)
        if len(body) + size > LARGEST_BODY:
            raise Malformed(413, "Request Entity Too Large")
        if len(buffer) < end + 2 + size + 2:
            return None
        if size == 0:
            return bytes(body), end + 4
        body += buffer[end + 2 : end + 2 + size]
        at = end + 2 + size + 2


def _request(first_line: str, content_type: str, body: bytes) -> Request:
    try:
        method, target, _ = first_line.split(" ", 2)
        parts = urlsplit(target)
    except ValueError:
        raise Malformed(400, "no request line") from None
    fields: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    said, uploads = forms.read(content_type, body)
    return Request(method, unquote(parts.path), fields | said, uploads)


def _head(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}", f"Content-Type: {answer.media_type}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    length = len(answer.body) + answer.padding if answer.claims is None else answer.claims
    lines += [f"Content-Length: {length}", "Connection: keep-alive", "", ""]
    return "\r\n".join(lines).encode("latin-1")
