"""What the Bot API says about our bot, its webhook and the moderators' group: facts, without a judgement."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from urllib.parse import urlsplit

import aiohttp
from telegram import ChatMember, WebhookInfo
from telegram.error import ChatMigrated, Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.failures import understand
from bot.telegram.office import bot_for
from review.settings import Settings

PATIENCE = 10.0


class Standing(Enum):
    """How the bot stands in a group."""

    ADMIN = "admin"
    MEMBER = "member"
    OUT = "out"
    UNKNOWN = "unknown"  # no such chat
    MOVED = "moved"  # the group was upgraded and has another number
    SILENT = "silent"  # the API did not say


@dataclass(frozen=True, slots=True)
class Refused:
    """The Bot API does not let us in; `is_token` tells that it is the token it refuses."""

    is_token: bool
    name: str


@dataclass(frozen=True, slots=True)
class GroupSeen:
    standing: Standing
    new_chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class HookSeen:
    """A webhook: its host, and the last error Telegram had there; the whole address may hold a secret."""

    host: str
    pending: int
    error: str
    error_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen."""

    username: str
    reads_all: bool
    joins_groups: bool
    hook: HookSeen | None
    group: GroupSeen | None


async def look(settings: Settings, group: int | None = None) -> Seen | Refused:
    """Ask the Bot API; two or three calls, none of which changes anything."""
    bot = bot_for(settings)
    await bot.request.initialize()
    try:
        me, hook = await bot.get_me(), await bot.get_webhook_info()
        seen = await _group(bot, group, me.id) if group is not None else None
    except TelegramError as error:
        return Refused(isinstance(error, InvalidToken), type(error).__name__)
    finally:
        await bot.request.shutdown()
    reads_all, joins_groups = bool(me.can_read_all_group_messages), bool(me.can_join_groups)
    return Seen(me.username or "", reads_all, joins_groups, _hook(hook), seen)


async def is_polled_elsewhere(settings: Settings, seconds: float) -> bool:
    """Wait for another program that polls with this token: it cuts our waiting short. Confirms nothing.

    To be asked only while our own desk does not poll: the two would cut off each other.
    """
    bot = bot_for(settings, read_timeout=seconds + 10)
    await bot.request.initialize()
    until = time.monotonic() + seconds
    try:
        while (left := until - time.monotonic()) > 0:
            given = await bot.get_updates(timeout=timedelta(seconds=max(1, round(left))), limit=1, offset=None)
            if given:
                await asyncio.sleep(1)
    except Conflict:
        return True
    finally:
        await bot.request.shutdown()
    return False


async def _group(bot: ExtBot[None], group: int, me: int) -> GroupSeen:
    try:
        member = await bot.get_chat_member(group, me)
    except ChatMigrated as error:
        return GroupSeen(Standing.MOVED, error.new_chat_id)
    except InvalidToken:
        raise
    except TelegramError as error:
        kinds = {"kicked": Standing.OUT, "chat_not_found": Standing.UNKNOWN}
        return GroupSeen(kinds.get(understand(error).name, Standing.SILENT))
    if member.status in {ChatMember.ADMINISTRATOR, ChatMember.OWNER}:
        return GroupSeen(Standing.ADMIN)
    return GroupSeen(Standing.OUT if member.status in {ChatMember.LEFT, ChatMember.BANNED} else Standing.MEMBER)


def _hook(info: WebhookInfo) -> HookSeen | None:
    if not info.url:
        return None
    host = urlsplit(info.url).hostname or ""
    return HookSeen(host, info.pending_update_count, info.last_error_message or "", info.last_error_date)


async def skew(settings: Settings) -> timedelta | None:
    """Return how far our clock is ahead of the server's, by the Date of an answer; None where it does not say."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    began = datetime.now(UTC)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.get(settings.telegram_api_base, allow_redirects=False) as answer,
        ):
            given = answer.headers.get("Date", "")
        ours = began + (datetime.now(UTC) - began) / 2
        return ours - parsedate_to_datetime(given)
    except (aiohttp.ClientError, OSError, ValueError, TypeError):
        return None
