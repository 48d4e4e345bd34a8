"""Webhook mode: updates posted one by one with the secret header, resent until they are taken."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.rehearsal.sentences import Refusal
from bot.rehearsal.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0


class WebhookSender:
    """Delivers the queue to an address while one is set."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._task: asyncio.Task[None] | None = None
        self._secret = ""

    def call(self, name: str, fields: Mapping[str, Any]) -> Any:
        """Answer setWebhook, deleteWebhook or getWebhookInfo."""
        if name == "getwebhookinfo":
            return {**self._queue.webhook, "has_custom_certificate": False, "pending_update_count": len(self._queue)}
        self.stop()
        self._queue.webhook = {"url": "" if name == "deletewebhook" else str(fields.get("url", ""))}
        self._secret = str(fields.get("secret_token", ""))
        if self._queue.webhook["url"]:
            self._task = asyncio.get_running_loop().create_task(self._deliver(self._queue.webhook["url"]))
        return True

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _deliver(self, url: str) -> None:
        wait = FIRST_WAIT
        async with aiohttp.ClientSession() as session:
            while True:
                await self._queue.wait(LONGEST_WAIT)
                update = self._queue.take()
                if update is None:
                    continue
                if await self._post(session, url, update):
                    self._queue.delivered()
                    wait = FIRST_WAIT
                else:
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, LONGEST_WAIT)

    async def _post(self, session: aiohttp.ClientSession, url: str, update: Mapping[str, Any]) -> bool:
        try:
            async with session.post(url, json=dict(update), headers={SECRET_HEADER: self._secret}) as answer:
                return answer.status // 100 == 2  # noqa: PLR2004 - only 2xx counts
        except (aiohttp.ClientError, TimeoutError, Refusal):
            return False
