"""Servers of a few lines, for what comes over the line before and after it is HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


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
