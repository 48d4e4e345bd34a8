"""PTB's own extension point over aiohttp: the same bot at a third of the CPU (docs/performance.md).

Bodies and addresses (they hold the token) never reach a log or an error's text.
"""

import json
import math
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.telegram.answers import straight
from bot.telegram.breaker import Breaker, LineDown

READ_TIMEOUT = 20.0
CONNECT_TIMEOUT = 10.0
CONNECTIONS = 128
TRANSFER_TIMEOUT = 600.0  # a whole file on a slow line
AS_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
INTEGERS = range(-(1 << 63), 1 << 64)
LARGEST_ANSWER = 32 * 1024 * 1024  # files come up to 20 MiB, updates up to some 4


class Unreadable(TelegramError):
    """What came is not JSON, or holds what Python cannot read; its content is no part of the error."""

    def __init__(self) -> None:
        super().__init__("the answer cannot be read")


class AiohttpRequest(BaseRequest):
    """One connection pool. Errors keep their cause, which tells whether a message was perhaps sent."""

    def __init__(self, *, read_timeout: float = READ_TIMEOUT, connections: int = CONNECTIONS, proxy: str = "") -> None:
        self._read_timeout = read_timeout
        self._connections = connections
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None
        self._breaker = Breaker()

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True, proxy=self._proxy
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = None,
        write_timeout: ODVInput[float] = None,  # noqa: ARG002 - the interface is PTB's; aiohttp has one time for both
        connect_timeout: ODVInput[float] = None,
        pool_timeout: ODVInput[float] = None,  # noqa: ARG002 - the pool waits as long as it needs
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the connection pool is not open")
        connect, read = _given(connect_timeout, CONNECT_TIMEOUT), _given(read_timeout, self._read_timeout)
        is_transfer = method == "GET" or (request_data is not None and bool(request_data.multipart_data))
        whole = TRANSFER_TIMEOUT if is_transfer else connect + read  # else a byte a second would hold a chat for ever
        timeout = aiohttp.ClientTimeout(total=whole, sock_connect=connect, sock_read=read)
        body, headers = (None, None) if method == "GET" else _body(request_data)
        call = partial(self._session.request, method, url, data=body, headers=headers, timeout=timeout)
        if not self._breaker.is_tripped:
            return await self._exchanged(call)
        try:
            async with self._breaker.turn():
                return await self._exchanged(call)
        except LineDown as error:
            raise translated(error) from error

    async def _exchanged(self, call: "partial[Any]") -> tuple[int, bytes]:
        """Make a call and return what came of it; the breaker learns how it went."""
        try:
            async with call(allow_redirects=False) as answer:
                status, body = answer.status, await _whole(answer)
                if answer.method == "POST" or status != HTTPStatus.OK:  # a file may say what it likes
                    status, body = straight(status, body, answer.headers)
        except (aiohttp.ClientError, OSError) as error:
            self._breaker.note(is_fault=True)
            raise translated(error) from error
        self._breaker.note(is_fault=status >= HTTPStatus.INTERNAL_SERVER_ERROR)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's answer; an unreadable one is told without its content."""
        try:
            answer = loaded(payload)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(answer, dict):
            raise Unreadable
        return answer


def line_for(proxy: str, *, read_timeout: float = READ_TIMEOUT) -> BaseRequest:
    """Return a line to the Bot API, over a proxy where one is named; SOCKS is spoken by PTB's own line alone."""
    if not proxy.startswith("socks"):
        return AiohttpRequest(read_timeout=read_timeout, proxy=proxy)

    class SocksRequest(HTTPXRequest):
        parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)  # PTB's own logs what it cannot read

    return SocksRequest(CONNECTIONS, read_timeout, connect_timeout=CONNECT_TIMEOUT, proxy=proxy)


def translated(error: Exception) -> NetworkError:
    """Return a fault of the line as PTB names it; what it quotes may hold the token, so only its class is told."""
    return TimedOut() if isinstance(error, TimeoutError) else NetworkError(type(error).__name__)


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    """Return the body of an answer; raises where it is longer than anything we ask for, packed or unpacked."""
    length = answer.content_length
    if length is not None and length <= LARGEST_ANSWER and "Content-Encoding" not in answer.headers:
        return await answer.read()
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise aiohttp.ClientPayloadError("the answer is too long")
    return bytes(body)


def loaded(payload: bytes | str) -> Any:
    """Read JSON; lone surrogates and endless integers, which may reach a bot, only the standard library takes."""
    try:
        return orjson.loads(payload)
    except ValueError:
        return json.loads(payload, parse_int=_number)


def _number(digits: str) -> int | float:
    """Read an integer as orjson does, so that an update is the same whatever stands beside it: one of 64 bits is exact.

    Raises ValueError for thousands of digits.
    """
    exact, near = int(digits), float(digits)
    return exact if exact in INTEGERS or math.isinf(near) else near


def _given(value: ODVInput[float], default: float) -> float:
    return default if value is None or isinstance(value, DefaultValue) else value


def _body(data: RequestData | None) -> tuple[Any, Mapping[str, str] | None]:
    """Return what is posted and its headers: always a form, an empty one too: no server need take more.

    Without a file it is written here: aiohttp's own form costs more than the rest of the call.
    """
    if data is None or not data.parameters:
        return aiohttp.FormData(), None
    if not data.multipart_data:
        return data.url_encoded_parameters().encode(), AS_FORM
    form = aiohttp.FormData()
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form, None
