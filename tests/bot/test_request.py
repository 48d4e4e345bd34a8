"""The line to the Bot API: every fault of it becomes the right error, known to be unsent or perhaps sent (R55-R60)."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from bot.telegram.failures import Meaning, understand
from bot.telegram.request import LARGEST_ANSWER, AiohttpRequest, loaded, translated
from tests.bot.wires import answering, whole

KEY = ConnectionKey("vi.example.org", 443, True, True, None, None, None)
INFO: Any = SimpleNamespace(real_url="https://vi.example.org/bot1:token/getMe")
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

    error = await fails(line, address, connect_timeout=1.0)
    await telegram.stop()

    assert isinstance(error, TimedOut)
    assert understand(error).meaning is PERHAPS


def test_a_line_that_is_not_open_says_so() -> None:
    with pytest.raises(NetworkError, match="not open"):
        asyncio.run(AiohttpRequest().post("http://127.0.0.1:1/", RequestData([])))


async def test_a_file_may_say_what_it_likes(line: AiohttpRequest) -> None:
    said = b'{"ok": false, "error_code": 403}'
    async with answering(whole("200 OK", said)) as url:
        assert await line.retrieve(f"{url}/file/bot1:token/a.json") == said


@given(st.integers(-(10**30), 10**30) | st.sampled_from([-(1 << 63) - 1, -(1 << 63), (1 << 64) - 1, 1 << 64]))
def test_a_number_reads_the_same_whatever_stands_beside_it(number: int) -> None:
    """An update given again in another batch is known again by its digest."""
    beside = r'"\ud800"'  # which only the standard library reads, and with it all of the answer

    alone = loaded(f"[{number}]")

    assert repr(loaded(f"[{number},{beside}]")[0]) == repr(alone[0])
