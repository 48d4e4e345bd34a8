"""Over a proxy everything goes to the proxy, and what fails there means the same (TELEGRAM_PROXY)."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram.error import NetworkError
from telegram.request import RequestData

from bot.telegram.failures import Meaning, understand
from bot.telegram.request import line_for
from tests.bot.wires import whole

Greeting = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
UNSENT, PERHAPS = Meaning.LATER, Meaning.PERHAPS


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
