"""Webhooks as the server does them (docs/standin.md): one chat in order, resent until taken, replies carried out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.bot.scene import DAY, GROUP, LAN, MINH, Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


class Hook:
    """The other side of a webhook: answers as told, and remembers what came."""

    def __init__(self, *statuses: int, reply: Any = None, headers: dict[str, str] | None = None) -> None:
        self.statuses, self.reply, self.headers = list(statuses), reply, headers or {}
        self.came: list[tuple[int, str]] = []
        self.news = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.came.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        self.news.set()
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200 and self.reply:
            return web.json_response(self.reply)
        return web.Response(status=status, headers=self.headers)

    async def has(self, number: int) -> None:
        async with asyncio.timeout(60):
            while len(self.came) < number:
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def all_taken(scene: Scene) -> None:
    async with asyncio.timeout(60):
        while len(scene.telegram.queue):  # noqa: ASYNC110 - turns of the loop until the answers are in
            await asyncio.sleep(0)


async def test_a_webhook_gets_each_update_with_the_secret_and_one_chat_in_order(scene: Scene) -> None:
    hook = Hook()
    for number in range(3):
        scene.telegram.stage.says(LAN, LAN, f"tin {number}")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url, secret_token="bi-mat")
        await hook.has(3)
        await all_taken(scene)

    assert hook.came == [(500000001 + number, "bi-mat") for number in range(3)]


async def test_a_webhook_that_refuses_gets_the_same_again_while_other_chats_go_on(scene: Scene) -> None:
    hook = Hook(503)
    scene.telegram.stage.says(LAN, LAN, "một")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url)
        await hook.has(1)
        scene.telegram.stage.says(MINH, MINH, "hai")
        await hook.has(2)
        assert "503" in (await scene.done("getWebhookInfo"))["last_error_message"]
        scene.telegram.clock.advance(2)
        await hook.has(3)
        await all_taken(scene)

    assert [number for number, _ in hook.came] == [500000001, 500000002, 500000001]


async def test_a_webhook_s_retry_after_is_honoured(scene: Scene) -> None:
    hook = Hook(503, headers={"Retry-After": "600"})
    scene.telegram.stage.says(LAN, LAN, "một")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url)
        await hook.has(1)
        await settled(scene)
        scene.telegram.clock.advance(599)
        await settled(scene)
        assert len(hook.came) == 1
        scene.telegram.clock.advance(2)
        await hook.has(2)


async def settled(scene: Scene) -> None:
    """Wait until a refusal of the webhook was noted, and a little longer: a call and its answer take more turns."""
    async with asyncio.timeout(60):
        while "last_error_message" not in scene.telegram.queue.webhook:  # noqa: ASYNC110 - turns of the loop
            await asyncio.sleep(0)
    for _ in range(3):
        await scene.done("getMe")


async def test_410_for_23_hours_removes_the_webhook(scene: Scene) -> None:
    hook = Hook(410, 410)
    scene.telegram.stage.says(LAN, LAN, "một")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url)
        await hook.has(1)
        await settled(scene)
        scene.telegram.clock.advance(DAY - 3600)
        await hook.has(2)
        async with asyncio.timeout(60):
            while scene.telegram.queue.webhook["url"]:  # noqa: ASYNC110 - turns of the loop
                await asyncio.sleep(0)

    assert (await scene.done("getWebhookInfo"))["url"] == ""


async def test_a_method_in_the_reply_to_a_webhook_is_carried_out(scene: Scene) -> None:
    hook = Hook(reply={"method": "sendMessage", "chat_id": GROUP, "text": "trong câu trả lời"})
    scene.telegram.stage.says(LAN, LAN, "một")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url)
        await hook.has(1)
        await all_taken(scene)

    assert [call.details["fields"]["text"] for call in scene.telegram.ledger.calls("sendmessage")] == [
        "trong câu trả lời"
    ]


@pytest.mark.parametrize("method", ["getMe", "setWebhook", "deleteWebhook", "logOut", "close"])
async def test_a_reply_to_a_webhook_cannot_ask_or_move_the_bot(scene: Scene, method: str) -> None:
    hook = Hook(reply={"method": method})
    scene.telegram.stage.says(LAN, LAN, "một")

    async with listening(hook) as url:
        await scene.done("setWebhook", url=url, max_connections=1)
        await hook.has(1)
        await all_taken(scene)

    assert [call.details["method"] for call in scene.telegram.ledger.calls()] == ["setwebhook"]
    assert scene.telegram.world.logged_out_at is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url": "http://desk.example.org/hook"}, "bad webhook"),
        ({"url": "https://desk.example.org:8080/hook"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://desk.example.org/hook", "secret_token": "có dấu"}, "secret token contains unallowed"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(scene: Scene, fields: dict[str, str], sentence: str) -> None:
    assert sentence in await scene.refused("setWebhook", **fields)
    assert (await scene.done("getWebhookInfo"))["url"] == ""


async def test_a_webhook_is_set_at_most_once_a_second(scene: Scene) -> None:
    await scene.done("setWebhook", url="https://desk.example.org/hook")

    assert await scene.refused("setWebhook", url="") == "Too Many Requests: retry after 1"
