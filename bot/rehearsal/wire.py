"""Just enough HTTP/1.1 for the stand-in, on loopback: keep-alive, forms, multipart, JSON. Plain asyncio, for speed."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message as MimeMessage
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

LARGEST_BODY = 64 * 1024 * 1024
REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request: method, path, and what came in the query and the body by name."""

    method: str
    path: str
    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; `drops` closes the connection after so many bytes, None sends all."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    drops: int | None = None


Handler = Callable[[Request], Awaitable[Answer]]


def json_answer(data: Any, status: int = 200, **headers: str) -> Answer:
    """Return data as JSON."""
    return Answer(status, _dumped(data), headers={name.replace("_", "-"): value for name, value in headers.items()})


def _dumped(data: Any) -> bytes:
    """Write JSON; what orjson refuses (lone surrogates, huge integers) goes out escaped, as Telegram sends it."""
    try:
        return orjson.dumps(data)
    except TypeError:
        return json.dumps(data).encode("ascii")


class Connection(asyncio.Protocol):
    """One client's connection: requests are answered one after the other."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass of it

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._task is None:
            self._next()

    def _next(self) -> None:
        request = self._take()
        if request is not None:
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Request) -> None:
        try:
            answer = await self._handler(request)
        except Exception as error:  # noqa: BLE001 - a fault of the stand-in is seen at once, not waited for
            answer = json_answer({"ok": False, "error_code": 500, "description": f"stand-in: {error!r}"}, 500)
        self._task = None
        if self._transport is None or self._transport.is_closing():
            return
        written = _written(answer)
        if answer.drops is not None:
            self._transport.write(written[: answer.drops])
            self._transport.close()
            return
        self._transport.write(written)
        self._next()

    def _take(self) -> Request | None:
        """Take one whole request out of the buffer; None while it is incomplete."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self._buffer[:end]).decode("latin-1")
        headers = _headers(head)
        length = int(headers.get("content-length", "0"))
        if "chunked" in headers.get("transfer-encoding", ""):
            taken = _chunks(self._buffer, end + 4)
            if taken is None:
                return None
            body, used = taken
        elif length > LARGEST_BODY or len(self._buffer) < end + 4 + length:
            return None
        else:
            body, used = bytes(self._buffer[end + 4 : end + 4 + length]), end + 4 + length
        del self._buffer[:used]
        method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
        return _request(method, target, headers.get("content-type", ""), body)


def _headers(head: str) -> dict[str, str]:
    lines = (line.partition(":") for line in head.split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _chunks(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    body = bytearray()
    while True:
        end = buffer.find(b"\r\n", at)
        if end < 0:
            return None
        size = int(bytes(buffer[at:end]).split(b";")[0], 16)
        if len(buffer) < end + 2 + size + 2:
            return None
        if size == 0:
            return bytes(body), end + 4
        body += buffer[end + 2 : end + 2 + size]
        at = end + 2 + size + 2


def _request(method: str, target: str, content_type: str, body: bytes) -> Request:
    parts = urlsplit(target)
    fields: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    if content_type.startswith("application/json") and body:
        data = orjson.loads(body)
        fields |= data if isinstance(data, dict) else {"updates": data}
    elif content_type.startswith("multipart/form-data"):
        texts, uploads = _multipart(content_type, body)
        fields |= texts
    elif body:
        fields |= dict(parse_qsl(body.decode("utf-8", "surrogatepass"), keep_blank_values=True))
    return Request(method, unquote(parts.path), fields, uploads)


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, Any], dict[str, Upload]]:
    found = re.search(r'boundary="?([^";]+)', content_type)
    boundary = b"--" + (found.group(1).encode() if found else b"")
    texts: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        mime = MimeMessage()
        for name, value in _headers("\r\n" + head.decode("utf-8", "replace")).items():
            mime[name] = value
        name = str(mime.get_param("name", "", "content-disposition"))
        filename = mime.get_filename()
        content = content.removesuffix(b"\r\n")
        if filename is None:
            texts[name] = content.decode("utf-8", "replace")
        else:
            uploads[name] = Upload(filename, content, mime.get_content_type())
    return texts, uploads


def _written(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}", f"Content-Type: {answer.media_type}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines += [f"Content-Length: {len(answer.body)}", "Connection: keep-alive", "", ""]
    return "\r\n".join(lines).encode("latin-1") + answer.body
