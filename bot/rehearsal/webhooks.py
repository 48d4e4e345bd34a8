"""Webhook mode: updates posted with the secret header, one chat in order, resent with growing waits until a 2xx."""

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.rehearsal import forms
from bot.rehearsal.clock import StageClock
from bot.rehearsal.sentences import BAD_PORT, BAD_SECRET, BAD_WEBHOOK, ENDED_BY_WEBHOOK, NO_HTTPS, too_many
from bot.rehearsal.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FIRST_WAIT, LONGEST_WAIT, LONGEST_RETRY_AFTER = 1.0, (60.0, 120.0), 3600.0
GONE_FOR_GOOD = 23 * 3600.0  # so long a 410 is believed
CONNECTIONS, MOST_CONNECTIONS = 40, 100
SLOWEST = 60.0  # seconds after which an answer counts as none
PORTS = frozenset({None, 80, 88, 443, 8443})
LOOKED_AT = 1000  # how many of the oldest are looked at for a chat that is free
OK, CREATED_UP_TO, GONE = 200, 299, 410
Execute = Callable[[Mapping[str, Any]], Awaitable[None]]


class WebhookSender:
    """Delivers the queue to an address while one is set. `execute` carries out a method found in a reply."""

    def __init__(self, queue: UpdateQueue, clock: StageClock, execute: Execute, seed: int = 1) -> None:
        self._queue, self._clock, self._execute = queue, clock, execute
        self._chance = random.Random(seed)  # noqa: S311 - how long to wait, no secret
        self._task: asyncio.Task[None] | None = None
        self._secret = ""
        self._busy: dict[object, asyncio.Task[None]] = {}
        self._gone_since: float | None = None
        self._set_at = float("-inf")

    def call(self, name: str, fields: Mapping[str, Any]) -> Any:
        """Answer setWebhook, deleteWebhook or getWebhookInfo."""
        if name == "getwebhookinfo":
            return {**self._queue.webhook, "has_custom_certificate": False, "pending_update_count": len(self._queue)}
        url = "" if name == "deletewebhook" else str(fields.get("url", ""))
        self._check(name, url, str(fields.get("secret_token", "")))
        self.stop()
        self._queue.end_poll(ENDED_BY_WEBHOOK)
        if str(fields.get("drop_pending_updates", "")).lower() in {"true", "1"}:
            self._queue.clear()
        if fields.get("allowed_updates") is not None:
            self._queue.allowed = allowed_updates(fields["allowed_updates"])
        self._queue.webhook = {"url": url} | ({"max_connections": _connections(fields)} if url else {})
        self._secret, self._gone_since = str(fields.get("secret_token", "")), None
        if urlsplit(url).hostname in LOOPBACK:
            self._task = asyncio.get_running_loop().create_task(self._deliver(url))
        elif url:  # kept, so that a bot can find it; but nothing ever leaves the machine
            self._note_error("the stand-in delivers on loopback only")
        return True

    def stop(self) -> None:
        for task in (self._task, *self._busy.values()):
            if task is not None:
                task.cancel()
        self._task = None
        self._busy.clear()

    def _check(self, name: str, url: str, secret: str) -> None:
        if name == "setwebhook" and self._clock.now() - self._set_at < 1:
            raise too_many(1)
        if url and urlsplit(url).hostname not in LOOPBACK:
            _check_address(url)
        if secret and SECRET.fullmatch(secret) is None:
            raise BAD_SECRET.refusal()
        if name == "setwebhook":
            self._set_at = self._clock.now()

    async def _deliver(self, url: str) -> None:
        most = int(self._queue.webhook.get("max_connections", CONNECTIONS))
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(SLOWEST)) as session:
            while True:
                self._queue.news.clear()
                for update in self._queue.oldest(LOOKED_AT):
                    chat = _chat_of(update)
                    if chat not in self._busy and len(self._busy) < most:
                        self._busy[chat] = asyncio.create_task(self._insist(session, url, update, chat))
                await self._queue.news.wait()

    async def _insist(self, session: aiohttp.ClientSession, url: str, update: dict[str, Any], chat: object) -> None:
        """Post one update until it is taken or has expired."""
        wait = FIRST_WAIT
        while self._queue.holds(update):
            asked_wait = await self._post(session, url, update)
            if asked_wait is None:
                self._queue.delivered(update)
                break
            await self._clock.sleep(asked_wait or wait)
            wait = min(wait * 2, self._chance.uniform(*LONGEST_WAIT))
        del self._busy[chat]
        self._queue.news.set()

    async def _post(self, session: aiohttp.ClientSession, url: str, update: Mapping[str, Any]) -> float | None:
        """Return None where it was taken, else how long the other side asks to wait (0 = it does not say)."""
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self._secret} if self._secret else {})
        try:
            async with session.post(url, data=forms.dumped(update), headers=headers) as answer:
                if OK <= answer.status <= CREATED_UP_TO:
                    self._gone_since = None
                    await self._obey(await answer.read())
                    return None
                self._note_error(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                self._believe_gone(answer.status)
                return _retry_after(answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            self._note_error(f"Connection failed: {type(error).__name__}")
            return 0.0

    async def _obey(self, reply: bytes) -> None:
        """Carry out a method in the reply, as the server does, so that a test can prove there is none."""
        try:
            said = json.loads(reply or b"null")
        except ValueError:
            return
        if isinstance(said, dict) and "method" in said:
            await self._execute(said)

    def _believe_gone(self, status: int) -> None:
        if status != GONE:
            self._gone_since = None
            return
        now = self._clock.now()
        self._gone_since = now if self._gone_since is None else self._gone_since
        if now - self._gone_since >= GONE_FOR_GOOD:
            self._queue.webhook = {"url": ""}
            self.stop()

    def _note_error(self, message: str) -> None:
        self._queue.webhook |= {"last_error_date": int(self._clock.now()), "last_error_message": message}


def allowed_updates(given: object) -> list[str]:
    """Return a list given as JSON text or as it is; what is none counts as empty, which is the default list."""
    try:
        read = forms.loaded(given) if isinstance(given, str) else given
    except ValueError:
        return []
    return [str(kind) for kind in read] if isinstance(read, list) else []


def _check_address(url: str) -> None:
    """Require what the server requires of an address on the open net; on loopback anything goes."""
    if not url.startswith("https://"):
        raise BAD_WEBHOOK.refusal(reason=NO_HTTPS)
    try:
        port = urlsplit(url).port
    except ValueError:
        raise BAD_WEBHOOK.refusal(reason="invalid webhook URL specified") from None
    if port not in PORTS:
        raise BAD_WEBHOOK.refusal(reason=BAD_PORT)


def _chat_of(update: Mapping[str, Any]) -> object:
    """Return what keeps updates in order: the chat, or the person where there is none."""
    for name, body in update.items():
        if name != "update_id" and isinstance(body, dict):
            message = body.get("message")
            chat = (message if isinstance(message, dict) else body).get("chat") or body.get("from")
            return chat.get("id") if isinstance(chat, dict) and isinstance(chat.get("id"), int) else None
    return None


def _connections(fields: Mapping[str, Any]) -> int:
    try:
        return min(max(int(fields.get("max_connections", CONNECTIONS)), 1), MOST_CONNECTIONS)
    except (TypeError, ValueError):
        return CONNECTIONS


def _retry_after(value: str) -> float:
    return min(float(value), LONGEST_RETRY_AFTER) if value.isdigit() else 0.0
