"""A stand-in on an open port and a plain HTTP client: what the stand-in's own tests stand on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.rehearsal.budgets import FREE, Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.server import StandIn

LAN, MINH = 700000101, 700000201
GROUP = -1007000000001
TOKEN = "7000000001:a-token-for-the-stand-in-alone"
BEGAN = 1_794_459_120.0
DAY = 24 * 3600.0
PHOTO = b"\xff\xd8\xff\xc0\x00\x11\x08\x02\x58\x03\x20 photo"  # a JPEG frame of 800 x 600


class Scene:
    """Calls the bot's side and the stage's side over HTTP; `telegram` is the same as a Python object."""

    def __init__(self, telegram: StandIn, address: str, client: httpx.AsyncClient) -> None:
        self.telegram, self.address, self.client = telegram, address, client

    async def call(self, method: str, **fields: Any) -> dict[str, Any]:
        answer = await self.client.post(f"{self.address}/bot{TOKEN}/{method}", json=fields)
        found: dict[str, Any] = answer.json()
        return found

    async def done(self, method: str, **fields: Any) -> Any:
        answer = await self.call(method, **fields)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **fields: Any) -> str:
        answer = await self.call(method, **fields)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def updates(self, **fields: Any) -> list[Any]:
        return [update["update_id"] for update in await self.done("getUpdates", **fields)]

    async def stage(self, path: str, **body: Any) -> Any:
        answer = await self.client.post(f"{self.address}/_stage/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def offers(self, number: int) -> list[int]:
        return [self.telegram.queue.put({"message": {"n": n}}) for n in range(number)]

    async def wire(self, sent: bytes) -> bytes:
        """Send raw bytes and return everything that comes back until the stand-in hangs up."""
        port = urlsplit(self.address).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        try:
            return await asyncio.wait_for(reader.read(), 60)
        finally:
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def a_scene(limits: Limits = FREE) -> AsyncIterator[Scene]:
    telegram = StandIn(limits, token=TOKEN, clock=StageClock(BEGAN))
    address = await telegram.start()
    telegram.world.person(LAN, "Lan")
    telegram.world.person(MINH, "Minh")
    telegram.world.group(GROUP, "Bàn duyệt", [LAN], [MINH])
    async with httpx.AsyncClient(timeout=60) as client:
        yield Scene(telegram, address, client)
    await telegram.stop()


async def send(scene: Scene, chat_id: int = LAN, **fields: Any) -> Any:
    return await scene.done("sendMessage", **{"chat_id": chat_id, "text": "một", **fields})


async def why_not(scene: Scene, chat_id: int = LAN, **fields: Any) -> str:
    return await scene.refused("sendMessage", **{"chat_id": chat_id, "text": "một", **fields})


async def upload(scene: Scene, method: str, files: dict[str, bytes], **fields: Any) -> dict[str, Any]:
    url = f"{scene.address}/bot{TOKEN}/{method}"
    sent = {name: (f"{name}.jpg", content, "image/jpeg") for name, content in files.items()}
    found: dict[str, Any] = (await scene.client.post(url, data=fields, files=sent)).json()
    return found
