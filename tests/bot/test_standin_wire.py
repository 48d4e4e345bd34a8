"""Nothing that comes over the wire hurts the stand-in, and nothing a test wants to send is refused for its form."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from tests.bot.scene import LAN, TOKEN, Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"rubbish\r\n\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n", b"413"),
        (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 1\r\n\r\n\xff", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\n{", b"400"),
        (b"x" * 70_000, b"431"),
    ],
)
async def test_what_is_no_request_gets_its_status_and_the_line_goes_on(
    scene: Scene, sent: bytes, status: bytes
) -> None:
    answer = await scene.wire(sent)

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"Traceback" not in answer
    assert (await scene.call("getMe"))["ok"] is True


async def test_a_raw_update_keeps_lone_surrogates_and_integers_beyond_64_bits(scene: Scene) -> None:
    body = rb'{"message": {"text": "a\ud800b", "n": 123456789012345678901234567890}}'
    headers = {"Content-Type": "application/json"}

    queued = await scene.client.post(f"{scene.address}/_stage/updates", content=body, headers=headers)
    answer = await scene.client.post(f"{scene.address}/bot{TOKEN}/getUpdates")

    assert queued.status_code == 200
    assert b"\\ud800" in answer.content
    assert b"123456789012345678901234567890" in answer.content


async def test_a_client_that_waits_before_a_large_body_is_told_to_go_on(scene: Scene) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(scene.address).port)
    head = f"POST /bot{TOKEN}/getMe HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"

    writer.write(head.encode())
    told = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
    writer.write(b"a=1")
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
    writer.close()

    assert told.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 200")


async def test_a_chunked_body_is_joined(scene: Scene) -> None:
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    joined = await scene.wire(head.encode() + _chunks(f"chat_id={LAN}&text=xin+ch%C3%A0o".encode()))

    assert "xin chào".encode() in joined


def _chunks(body: bytes) -> bytes:
    halves = (body[:7], body[7:], b"")
    return b"".join(f"{len(half):x}\r\n".encode() + half + b"\r\n" for half in halves)
