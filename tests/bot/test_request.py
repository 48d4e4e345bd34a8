"""The line to the Bot API: every fault of it becomes the right error, known to be unsent or perhaps sent (R55-R60)."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import Any

import aiohttp
import httpx
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from bot.telegram.breaker import TRIPPED_AFTER, Breaker, LineDown
from bot.telegram.failures import Meaning, understand
from bot.telegram.request import LARGEST_ANSWER, AiohttpRequest, line_for, translated

KEY = ConnectionKey("vi.example.org", 443, True, True, None, None, None)
INFO: Any = SimpleNamespace(real_url="https://vi.example.org/bot1:token/getMe")
TOKEN = "7000000001:a-token-for-the-stand-in-alone"
Greeting = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
UNSENT, PERHAPS = Meaning.LATER, Meaning.PERHAPS

# Every error aiohttp can raise, and what it means for a message; a new one makes the test below fail until it is here.
TABLE: dict[type[Exception], Meaning] = {
    aiohttp.ClientConnectorError: UNSENT,
    aiohttp.ClientConnectorDNSError: UNSENT,
    aiohttp.ClientConnectorSSLError: UNSENT,
    aiohttp.ClientConnectorCertificateError: UNSENT,
    aiohttp.ClientSSLError: UNSENT,
    aiohttp.ClientProxyConnectionError: UNSENT,
    aiohttp.client_exceptions.UnixClientConnectorError: UNSENT,
    aiohttp.ClientHttpProxyError: UNSENT,
    aiohttp.ConnectionTimeoutError: UNSENT,
    aiohttp.ServerFingerprintMismatch: UNSENT,
    aiohttp.InvalidURL: UNSENT,
    aiohttp.InvalidUrlClientError: UNSENT,
    aiohttp.InvalidUrlRedirectClientError: UNSENT,
    aiohttp.NonHttpUrlClientError: UNSENT,
    aiohttp.NonHttpUrlRedirectClientError: UNSENT,
    aiohttp.ClientError: PERHAPS,
    aiohttp.ClientConnectionError: PERHAPS,
    aiohttp.ClientConnectionResetError: PERHAPS,
    aiohttp.ClientOSError: PERHAPS,
    aiohttp.ClientPayloadError: PERHAPS,
    aiohttp.ClientResponseError: PERHAPS,
    aiohttp.ContentTypeError: PERHAPS,
    aiohttp.RedirectClientError: PERHAPS,
    aiohttp.ServerConnectionError: PERHAPS,
    aiohttp.ServerDisconnectedError: PERHAPS,
    aiohttp.ServerTimeoutError: PERHAPS,
    aiohttp.SocketTimeoutError: PERHAPS,
    aiohttp.TooManyRedirects: PERHAPS,
    aiohttp.WSServerHandshakeError: PERHAPS,
    aiohttp.client_exceptions.UploadAbortedError: PERHAPS,
    TimeoutError: PERHAPS,
    ConnectionResetError: PERHAPS,
    OSError: PERHAPS,
}


def of(kind: type[Exception]) -> Exception:
    """Return an error of a kind, with what its constructor asks for."""
    if issubclass(kind, aiohttp.client_exceptions.UnixClientConnectorError):
        return kind("/run/bot", KEY, OSError(1, "why"))
    if issubclass(kind, aiohttp.ClientConnectorCertificateError):
        return kind(KEY, ssl.CertificateError("why"))
    if issubclass(kind, aiohttp.ClientConnectorError):
        return kind(KEY, OSError(1, "why"))
    if issubclass(kind, aiohttp.ServerFingerprintMismatch):
        return kind(b"a", b"b", "vi.example.org", 443)
    if issubclass(kind, aiohttp.ClientResponseError):
        return kind(INFO, ())
    return kind("https://vi.example.org/bot1:token/getMe")


def subclasses(kind: type[Exception]) -> Iterator[type[Exception]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def test_the_table_names_every_error_of_the_library() -> None:
    its_own = {kind for kind in subclasses(aiohttp.ClientError) if kind.__module__.startswith("aiohttp")}

    assert its_own - set(TABLE) == set()


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_an_error_of_the_line_is_known_to_be_unsent_or_perhaps_sent(kind: type[Exception]) -> None:
    error = translated(of(kind))
    error.__cause__ = of(kind)

    assert isinstance(error, TimedOut) == issubclass(kind, TimeoutError)
    assert understand(error).meaning is TABLE[kind]
    assert "token" not in str(error)


@pytest.fixture
async def line() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(read_timeout=0.3)
    await request.initialize()
    yield request
    await request.shutdown()


async def fails(line: AiohttpRequest, url: str, **options: Any) -> TelegramError:
    with pytest.raises(TelegramError) as failed:
        await line.post(f"{url}/bot1:token/sendMessage", RequestData([]), **options)
    assert "token" not in str(failed.value)
    return failed.value


@asynccontextmanager
async def answering(sent: bytes, *, then_waits: bool = False, at_once: bool = False) -> AsyncIterator[str]:
    """Listen on loopback and answer every request with the same bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n" if not at_once else b"\x00")
        writer.write(sent)
        with suppress(ConnectionError):
            await (reader.read() if then_waits else writer.drain())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


def whole(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def test_a_refused_connection_is_unsent(line: AiohttpRequest) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

        error = await fails(line, url)

    assert understand(error).meaning is UNSENT


async def test_a_name_that_is_not_found_is_unsent(line: AiohttpRequest) -> None:
    error = await fails(line, "http://no-such-host.invalid")

    assert understand(error).meaning is UNSENT


async def test_a_failing_tls_handshake_is_unsent(line: AiohttpRequest) -> None:
    async with answering(b"no TLS here", at_once=True) as url:
        error = await fails(line, url.replace("http:", "https:"))

    assert understand(error).meaning is UNSENT


async def test_a_connection_that_is_not_taken_in_time_is_unsent(line: AiohttpRequest) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())

        error = await fails(line, f"http://127.0.0.1:{full.getsockname()[1]}", connect_timeout=0.2)
        for one in crowd:
            one.close()

    assert isinstance(error, TimedOut)
    assert understand(error).meaning is UNSENT


@pytest.mark.parametrize(
    ("sent", "then_waits"),
    [
        (b"", False),
        (b"", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", True),
        (b"SSH-2.0-x\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", False),
        (whole("200 OK", b"no gzip", "Content-Encoding: gzip"), False),
        (whole("200 OK", b"<html>"), False),
        (whole("200 OK", b"[]"), False),
        (whole("200 OK", b""), False),
        (whole("302 Found", b"", "Location: http://127.0.0.1:1/"), False),
        (whole("502 Bad Gateway", b"<html>"), False),
        (whole("504 Gateway Timeout", b""), False),
        (whole("500 x", b'{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}'), False),
        (
            f"HTTP/1.1 200 OK\r\nContent-Length: {LARGEST_ANSWER + 1}\r\n\r\n".encode() + b" " * (LARGEST_ANSWER + 1),
            False,
        ),
    ],
)
async def test_what_breaks_after_the_request_is_perhaps_sent(
    line: AiohttpRequest, sent: bytes, *, then_waits: bool
) -> None:
    async with answering(sent, then_waits=then_waits) as url:
        error = await fails(line, url)

    assert understand(error).meaning is PERHAPS


async def test_a_byte_at_a_time_does_not_hold_a_call_for_ever(line: AiohttpRequest) -> None:
    telegram = StandIn(FREE, faults=[{"kind": "drip", "seconds": 0.1}])
    address = await telegram.start()

    error = await fails(line, address, connect_timeout=0.1)
    await telegram.stop()

    assert isinstance(error, TimedOut)
    assert understand(error).meaning is PERHAPS


async def over(scheme: str, greeting: Greeting) -> tuple[bytes, bool]:
    """Call over a proxy on loopback; returns what it was asked for and whether the answer came."""
    asked = bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await greeting(reader, writer)
        asked.extend(await reader.readuntil(b"\r\n\r\n"))
        writer.write(whole("200 OK", b'{"ok":true,"result":true}'))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    line = line_for(f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await line.initialize()
    answer = await line.post("http://telegram.invalid/bot1:token/getMe", RequestData([]))
    await line.shutdown()
    server.close()
    return bytes(asked), answer is True


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        (httpx.ConnectError, UNSENT),
        (httpx.ConnectTimeout, UNSENT),
        (httpx.PoolTimeout, UNSENT),
        (httpx.ProxyError, UNSENT),
        (httpx.ReadTimeout, PERHAPS),
        (httpx.WriteTimeout, PERHAPS),
        (httpx.ReadError, PERHAPS),
        (httpx.RemoteProtocolError, PERHAPS),
    ],
)
def test_r56_r57_the_line_over_socks_tells_the_same_apart(kind: type[httpx.HTTPError], meaning: Meaning) -> None:
    error = NetworkError("over socks")
    error.__cause__ = kind("why")

    assert understand(error).meaning is meaning


async def nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """An HTTP proxy is asked at once."""


async def socks5(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Shake hands and agree to connect, to a name this machine need not know."""
    await reader.readexactly(3)
    writer.write(b"\x05\x00")
    head = await reader.readexactly(5)
    await reader.readexactly(head[4] + 2)
    writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")


@pytest.mark.parametrize(("scheme", "greeting"), [("http", nothing), ("socks5", socks5)])
async def test_a_proxy_is_asked_for_everything(scheme: str, greeting: Greeting) -> None:
    asked, is_answered = await over(scheme, greeting)

    assert b"/bot1:token/getMe" in asked.splitlines()[0]
    assert is_answered


def test_a_line_that_is_not_open_says_so() -> None:
    with pytest.raises(NetworkError, match="not open"):
        asyncio.run(AiohttpRequest().post("http://127.0.0.1:1/", RequestData([])))


async def test_a_line_that_is_down_is_tried_by_one_at_a_time_and_found_up_at_once() -> None:
    telegram = StandIn(FREE, token=TOKEN, faults=[{"kind": "gateway", "method": "getMe", "count": None}])
    url = f"{await telegram.start()}/bot{TOKEN}/getMe"
    line = AiohttpRequest(read_timeout=0.3)
    await line.initialize()

    async def call() -> str:
        try:
            came = await line.post(url, RequestData([]))
        except TelegramError as error:
            return understand(error).meaning.value
        return "up" if isinstance(came, dict) else "odd"

    first = await asyncio.gather(*(call() for _ in range(TRIPPED_AFTER)))
    waiting = [asyncio.create_task(call()) for _ in range(50)]
    while telegram.ledger.count("ambiguous") == TRIPPED_AFTER:  # noqa: ASYNC110 - turns of the loop until one tries
        await asyncio.sleep(0)
    telegram.faults.clear()
    then = await asyncio.gather(*waiting)
    await line.shutdown()
    await telegram.stop()

    assert set(first) == {"perhaps"}
    assert telegram.ledger.count("ambiguous") == TRIPPED_AFTER + 1
    assert Counter(then) == {"perhaps": 1, "up": 49}


async def test_a_line_that_stays_down_sends_those_who_wait_away_unsent() -> None:
    breaker = Breaker()
    for _ in range(TRIPPED_AFTER):
        breaker.note(is_fault=True)
    async with breaker.turn():
        error = NetworkError("down")
        with pytest.raises(LineDown) as down:
            await in_a_moment(breaker)
        breaker.note(is_fault=False)
    error.__cause__ = down.value

    assert understand(error).meaning is UNSENT


async def in_a_moment(breaker: Breaker) -> None:
    """Wait for a turn with less patience than the desk has."""
    async with breaker.turn(patience=0.01):
        raise AssertionError("it is another's turn")


async def test_a_file_may_say_what_it_likes(line: AiohttpRequest) -> None:
    said = b'{"ok": false, "error_code": 403}'
    async with answering(whole("200 OK", said)) as url:
        assert await line.retrieve(f"{url}/file/bot1:token/a.json") == said
