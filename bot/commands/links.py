"""Deep links into the bot; its username is asked of the Bot API once and kept."""

import asyncio

from telegram.error import TelegramError

from bot.telegram.office import bot_for
from review.settings import Settings


def deep_link(settings: Settings, code: str) -> str:
    """Return the address that opens the bot with an invitation; without a bot to ask, the command to send to it."""
    username = asyncio.run(_username(settings)) if settings.telegram_token else None
    return f"https://t.me/{username}?start={code}" if username else f"/start {code}"


async def _username(settings: Settings) -> str | None:
    bot = bot_for(settings)
    await bot.request.initialize()
    try:
        return (await bot.get_me()).username
    except TelegramError:
        return None
    finally:
        await bot.request.shutdown()
