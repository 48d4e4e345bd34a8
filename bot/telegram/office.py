"""The Telegram door put together: the newsroom behind it, how texts are said, and the bots that speak to the API."""

from dataclasses import dataclass
from datetime import datetime

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.conversation.words import House
from bot.telegram.request import AiohttpRequest
from review.newsroom import Newsroom
from review.settings import Settings

POLL_SECONDS = 30


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


def house_of(newsroom: Newsroom) -> House:
    """Return how this desk's messages are said."""
    settings = newsroom.settings
    facts = {
        "co_quan": settings.organisation,
        "dau_moi": settings.contact,
        "kenh": "Telegram",
        "phien_ban": "1.0",
        "so_ngay_xoa": "30",
        "so_thang": "12",
        "dong_nen_tang_nuoc_ngoai": "",
    }
    return House(newsroom.words, settings.time_zone, settings.base_url, facts)


@dataclass(frozen=True, slots=True)
class BotSeen:
    """What the Bot API says about the bot: its username, and the address of a webhook where one is set."""

    username: str
    webhook: str


async def look(settings: Settings) -> BotSeen | str:
    """Ask the Bot API about the bot; returns the class of the error where it refuses or does not answer."""
    bot = bot_for(settings)
    await bot.request.initialize()
    try:
        me, hook = await bot.get_me(), await bot.get_webhook_info()
    except TelegramError as error:
        return type(error).__name__
    finally:
        await bot.request.shutdown()
    return BotSeen(me.username or "", hook.url or "")


def bot_for(settings: Settings, *, read_timeout: float = 20.0) -> ExtBot[None]:
    """Return a bot over a connection pool of its own."""
    base = settings.telegram_api_base
    request = AiohttpRequest(read_timeout=read_timeout)
    return ExtBot(
        settings.telegram_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )
