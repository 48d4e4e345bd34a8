"""Receiving by long polling: raw updates into the inbox, COMMIT, and only the next call confirms them."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from review import failpoint, inbox
from review.inbox import Arrival
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 30
BATCH = 100
WAIT, WAIT_CONFLICT, WAIT_TOKEN = 2.0, 10.0, 300.0
CHAT_OF = ("message", "edited_message", "my_chat_member", "channel_post", "edited_channel_post", "chat_member")


def arrival(bot_id: int, update: Mapping[str, Any]) -> Arrival:
    """Return one raw update as it is kept: ASCII JSON, its digest and the chat whose order it belongs to."""
    raw = json.dumps(update, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    number = update.get("update_id")
    update_id = number if isinstance(number, int) and abs(number) < 1 << 62 else 0
    return Arrival(bot_id, update_id, hashlib.sha256(raw.encode()).hexdigest(), _chat_key(update), raw)


async def keep(newsroom: Newsroom, updates: Sequence[Mapping[str, Any]]) -> None:
    """Store raw updates durably: returns after COMMIT, and only then may they be confirmed."""
    arrivals = [arrival(newsroom.settings.bot_id, update) for update in updates]
    now: datetime = newsroom.clock()
    await newsroom.database.act(lambda session: inbox.keep(session, arrivals, now=now))
    failpoint.here("inbox.after_commit")


async def poll(newsroom: Newsroom, bot: ExtBot[None]) -> None:
    """Fetch for ever; the offset lives in memory alone, since the server gives again what was not confirmed."""
    offset: int | None = None
    while True:
        try:
            offset = await fetch(newsroom, bot, offset, seconds=POLL_SECONDS)
        except TelegramError as error:
            await asyncio.sleep(_wait(error))


async def fetch(newsroom: Newsroom, bot: ExtBot[None], offset: int | None, *, seconds: int) -> int | None:
    """Confirm what lies below `offset`, wait up to `seconds` for updates, keep them and return the next offset."""
    batch = await _ask(bot, offset, seconds)
    if not batch:
        return offset
    await keep(newsroom, batch)
    return int(batch[-1]["update_id"]) + 1


async def _ask(bot: ExtBot[None], offset: int | None, seconds: int) -> Sequence[Mapping[str, Any]]:
    call: dict[str, Any] = {"timeout": seconds, "limit": BATCH, "allowed_updates": ALLOWED}
    if offset is not None:
        call["offset"] = offset
    answer = await bot._post("getUpdates", call, read_timeout=POLL_SECONDS + 10)  # noqa: SLF001 - do_api_request, which it is, warns of getUpdates
    return [update for update in answer if isinstance(update, dict)] if isinstance(answer, list) else []


def _wait(error: TelegramError) -> float:
    log.warning("polling: %s", type(error).__name__)
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return float(wait if isinstance(wait, int) else wait.total_seconds())
    if isinstance(error, InvalidToken):
        return WAIT_TOKEN
    return WAIT_CONFLICT if isinstance(error, Conflict) else WAIT


def _chat_key(update: Mapping[str, Any]) -> int:
    """Return the chat an update belongs to, for its order; 0 where the update does not say."""
    press = update.get("callback_query")
    holder = press.get("message") if isinstance(press, dict) else None
    for kind in CHAT_OF:
        holder = holder or update.get(kind)
    chat = holder.get("chat") if isinstance(holder, dict) else None
    number = chat.get("id") if isinstance(chat, dict) else None
    if number is None and isinstance(press, dict) and isinstance(press.get("from"), dict):
        number = press["from"].get("id")
    return number if isinstance(number, int) and abs(number) < 1 << 62 else 0
