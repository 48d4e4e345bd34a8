"""The Telegram door put together: the newsroom behind it, how texts are said, and the bots that speak to the API."""

from dataclasses import dataclass
from datetime import datetime

from telegram.ext import ExtBot

from bot.conversation.words import House
from bot.house import house_of
from bot.telegram.request import line_for
from review.newsroom import Newsroom
from review.settings import Settings

POLL_SECONDS = 30
__all__ = ["POLL_SECONDS", "Office", "bot_for", "house_of"]


@dataclass(frozen=True, slots=True)
class Office:
    """What the parts of the door share; `name` tells this process's workers from others'."""

    newsroom: Newsroom
    house: House
    bot: ExtBot[None]
    name: str

    @property
    def now(self) -> datetime:
        return self.newsroom.clock()


def bot_for(settings: Settings, *, read_timeout: float = 20.0) -> ExtBot[None]:
    """Return a bot over a connection pool of its own."""
    base = settings.telegram_api_base
    request = line_for(settings.telegram_proxy, read_timeout=read_timeout)
    return ExtBot(
        settings.telegram_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )
