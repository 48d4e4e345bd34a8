"""Deep links into the bot; its username is asked of the Bot API."""

import asyncio

from bot.telegram.checkup import Seen, look
from review.settings import Settings


def deep_link(settings: Settings, code: str) -> str:
    """Return the address that opens the bot with an invitation; without a bot to ask, the command to send to it."""
    seen = asyncio.run(look(settings)) if settings.telegram_token else ""
    return f"https://t.me/{seen.username}?start={code}" if isinstance(seen, Seen) else f"/start {code}"
