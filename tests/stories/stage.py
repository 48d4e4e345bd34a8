"""The desk and the stand-in in one loop: stories act, then the desk settles, so that nothing has to be waited for."""

import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import text
from telegram.ext import ExtBot

from bot.commands.reminding import bring_back, remind
from bot.rehearsal.budgets import FREE, Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.server import StandIn
from bot.telegram.budgets import Meter
from bot.telegram.courier import Courier
from bot.telegram.dispatch import Worker, application_for
from bot.telegram.files import Fetcher
from bot.telegram.office import Office, bot_for, house_of
from bot.telegram.receive import fetch
from bot.telegram.watch import Watch
from review import network
from review.db import Database
from review.desk.house_keys import GROUP_SETTING
from review.media.folder import FolderStore
from review.newsroom import Newsroom
from review.settings import Budgets, Settings
from review.words import shipped

START = datetime(2026, 11, 12, 4, 52, tzinfo=UTC)  # Thursday 12/11/2026, 11:52 at the desk
GROUP = -1_007_000_000_001
UNLIMITED = Budgets(None, None, None)
TOKEN = "7000000001:a-token-for-the-stand-in-alone"


@dataclass
class Stage:
    """One desk, its Telegram, and the parts that make it move."""

    newsroom: Newsroom
    telegram: StandIn
    worker: Worker
    courier: Courier
    fetcher: Fetcher
    poller: ExtBot[None]
    watch: Watch
    offset: int | None = None
    group: int = GROUP
    seen: list[Any] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.newsroom.database

    @property
    def now(self) -> datetime:
        return self.newsroom.clock()

    async def receives(self) -> None:
        """Take in everything that was sent, without handling any of it."""
        while self._has_news():
            self.offset = await fetch(self.newsroom, self.poller, self.offset, seconds=0)

    async def settles(self) -> None:
        """Let everything that is due happen: receive, handle, fetch, deliver."""
        while True:
            if len(self.telegram.queue):
                self.offset = await fetch(self.newsroom, self.poller, self.offset, seconds=0)
            await self.worker.catch_up()
            await self.fetcher.catch_up()
            await self.courier.catch_up()
            if not self._has_news():
                return

    def _has_news(self) -> bool:
        waiting = [u.update["update_id"] for u in self.telegram.queue._waiting]
        return any(self.offset is None or number >= self.offset for number in waiting)

    async def time_passes(self, **span: float) -> None:
        """Move both clocks on and let what falls due happen."""
        self.telegram.clock.advance(timedelta(**span).total_seconds())
        await remind(self.newsroom)
        await bring_back(self.newsroom)
        await self.settles()

    async def looks(self) -> None:
        """Let the watch look once, and what it tells arrive."""
        await self.watch.look()
        await self.settles()

    def count(self, table: str, where: str = "1 = 1") -> int:
        """Return how many rows of a table fit."""
        query = text(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - the test's own words
        return int(self.database.read_now(lambda s: s.connection().execute(query).scalar_one()))

    def sent_count(self) -> int:
        """Return how many messages the bot has sent or edited."""
        calls = self.telegram.ledger.calls()
        return sum(call.details["method"] in {"sendmessage", "editmessagetext", "sendphoto"} for call in calls)


@asynccontextmanager
async def opened_stage(
    database_url: str,
    folder: Path,
    *,
    undo_seconds: int = 15,
    limits: Limits = FREE,
    budgets: Budgets = UNLIMITED,
    daily_tips: tuple[int, int, int] | None = None,
) -> AsyncIterator[Stage]:
    """Open a stage on an empty desk; `limits` are what Telegram bears, `budgets` what the desk allows itself."""
    clock = StageClock(START.timestamp())
    telegram = StandIn(limits, token=TOKEN, clock=clock)
    address = await telegram.start()
    settings = replace(_settings(database_url, folder, address, undo_seconds, budgets), daily_tips=daily_tips)

    newsroom = Newsroom(
        settings,
        Database(settings.database_url),
        FolderStore(settings.media_dir),
        shipped(),
        lambda: datetime.fromtimestamp(clock.now(), UTC),
    )
    newsroom.database.act_now(lambda session: network.set_setting(session, GROUP_SETTING, str(GROUP)))
    telegram.world.group(GROUP, "Bàn duyệt tin", [], [])
    bot, poller = bot_for(settings), bot_for(settings)
    await bot.initialize()
    await poller.request.initialize()
    office = Office(newsroom, house_of(newsroom), bot, "story")
    application = application_for(bot)
    await application.initialize()
    meter = Meter(settings.telegram_budgets)
    try:
        worker, courier, fetcher = Worker(office, application), Courier(office, meter), Fetcher(office)
        yield Stage(newsroom, telegram, worker, courier, fetcher, poller, Watch(office))
    finally:
        await application.shutdown()
        await poller.request.shutdown()
        await telegram.stop()
        newsroom.close()


def _settings(database_url: str, folder: Path, address: str, undo_seconds: int, budgets: Budgets) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        telegram_token=TOKEN,
        telegram_api_base=address,
        telegram_budgets=budgets,
        database_url=database_url,
        data_dir=folder,
        undo_seconds=undo_seconds,
        secret_key="of-a-test",
    )


def a_photo(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a small JPEG that carries a camera's name and a place in its EXIF."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def texts(messages: Sequence[dict[str, Any]]) -> list[str]:
    return [message.get("text", message.get("caption", "")) for message in messages]
