"""Receiving by long polling: raw updates into the inbox, COMMIT, and only the next call confirms them."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.telegram.arrivals import arrival, number_of, unreadable
from bot.telegram.request import AiohttpRequest, Unreadable
from review import failpoint, inbox, silence
from review.db import StoreUnavailable
from review.inbox import Arrival
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 30
BATCH = 100
SHORTEST_POLL = 0.5
SILENCE = timedelta(days=6)
WAIT, WAIT_CONFLICT, WAIT_TOKEN = 2.0, 10.0, 300.0


async def keep(newsroom: Newsroom, arrivals: Sequence[Arrival]) -> None:
    """Store raw updates durably: returns after COMMIT, and only then may they be confirmed."""
    now: datetime = newsroom.clock()
    await newsroom.database.act(lambda session: inbox.keep(session, arrivals, now=now))
    failpoint.here("inbox.after_commit")


async def poll(newsroom: Newsroom, bot: ExtBot[None]) -> None:
    """Fetch for ever; the offset lives in memory alone, since the server gives again what was not confirmed.

    After a week of silence the numbers begin somewhere else, so before that an old offset is forgotten (R5).
    """
    offset: int | None = None
    heard, noted = newsroom.clock(), None
    while True:
        newsroom.figures.turned("poller")
        try:
            following = await _paced(newsroom, bot, offset)
            noted = await _noted(newsroom, noted)
            heard = heard if following == offset else newsroom.clock()
            offset = following if newsroom.clock() - heard < SILENCE else None
        except TelegramError as error:
            newsroom.figures.failed("poll", type(error).__name__)
            await asyncio.sleep(_wait(error))
        except StoreUnavailable as error:  # nothing is confirmed; the server gives it again
            newsroom.figures.failed("poll", type(error).__name__)
            log.warning("polling: the database did not take a batch: %s", type(error.orig).__name__)
            await asyncio.sleep(WAIT)


async def _noted(newsroom: Newsroom, before: datetime | None) -> datetime:
    """Note every twenty seconds that Telegram was heard, so that a silence that cost something can be named."""
    now: datetime = newsroom.clock()
    if before is not None and abs(now - before) < silence.EVERY:
        return before
    await newsroom.database.act(lambda session: silence.hear(session, now=now))
    return now


async def _paced(newsroom: Newsroom, bot: ExtBot[None], offset: int | None) -> int | None:
    """Fetch once; a server that has nothing and does not wait is not asked again at once."""
    began = time.monotonic()
    following = await fetch(newsroom, bot, offset, seconds=POLL_SECONDS)
    if following == offset:
        await asyncio.sleep(max(0.0, SHORTEST_POLL - (time.monotonic() - began)))
    return following


async def fetch(newsroom: Newsroom, bot: ExtBot[None], offset: int | None, *, seconds: int) -> int | None:
    """Confirm what lies below `offset`, wait up to `seconds` for updates, keep them and return the next offset."""
    try:
        batch = await _ask(bot, offset, seconds)
        await keep(newsroom, [arrival(newsroom.settings.bot_id, update) for update in batch])
    except Unreadable:
        return await _one_by_one(newsroom, bot, offset)
    return _after(batch, offset)


async def _one_by_one(newsroom: Newsroom, bot: ExtBot[None], offset: int | None) -> int | None:
    """Get past an update that spoils its batch: keep one at a time, up to and with the one that cannot be read."""
    for _ in range(BATCH):
        body = await _ask_for_one(bot, offset)
        try:
            batch = _updates(AiohttpRequest.parse_json_payload(body).get("result"))
            await keep(newsroom, [arrival(newsroom.settings.bot_id, update) for update in batch])
        except Unreadable:
            return await _set_aside(newsroom, body)
        if not batch:
            return offset
        offset = _after(batch, offset)
    return offset


async def _set_aside(newsroom: Newsroom, body: bytes) -> int:
    """Keep a body as it came, for the worker to make a dead letter of it; returns the offset behind its update."""
    spoiled = unreadable(newsroom.settings.bot_id, body)
    if spoiled is None:
        raise TelegramError("the answer holds no update")
    log.warning("polling: update %d cannot be read and is set aside", spoiled.update_id)
    await keep(newsroom, [spoiled])
    return spoiled.update_id + 1


async def _ask(bot: ExtBot[None], offset: int | None, seconds: int) -> Sequence[Mapping[str, Any]]:
    call: dict[str, Any] = {"timeout": seconds, "limit": BATCH, "allowed_updates": ALLOWED}
    if offset is not None:
        call["offset"] = offset
    return _updates(await bot._post("getUpdates", call, read_timeout=POLL_SECONDS + 10))  # noqa: SLF001 - do_api_request, which it is, warns of getUpdates


async def _ask_for_one(bot: ExtBot[None], offset: int | None) -> bytes:
    """Return the bytes of an answer with one update: PTB hands out only what it could read."""
    call = {"timeout": 0, "limit": 1, **({} if offset is None else {"offset": offset})}
    status, body = await bot.request.do_request(f"{bot.base_url}/getUpdates?{urlencode(call)}", "GET")
    if status != HTTPStatus.OK:
        raise NetworkError(f"status {status}")
    return body


def _updates(answer: object) -> Sequence[Mapping[str, Any]]:
    return [update for update in answer if isinstance(update, dict)] if isinstance(answer, list) else []


def _after(batch: Sequence[Mapping[str, Any]], offset: int | None) -> int | None:
    """Return the offset that confirms a batch; raises where nothing in it has a number by which to confirm it."""
    numbers = [number for number in map(number_of, batch) if number is not None]
    if batch and not numbers:
        raise TelegramError("the updates have no numbers")
    return numbers[-1] + 1 if numbers else offset


def _wait(error: TelegramError) -> float:
    log.warning("polling: %s", type(error).__name__)
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return float(wait if isinstance(wait, int) else wait.total_seconds())
    if isinstance(error, InvalidToken):
        return WAIT_TOKEN
    return WAIT_CONFLICT if isinstance(error, Conflict) else WAIT
