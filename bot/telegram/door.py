"""The whole Telegram door in one process: receiving, handling, delivering, fetching, side by side until cancelled."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from telegram.error import TelegramError

from bot.telegram.budgets import Meter
from bot.telegram.commands import introduce
from bot.telegram.counter import keep_counter
from bot.telegram.courier import Courier
from bot.telegram.dispatch import AnyApplication, Worker, application_for
from bot.telegram.files import Fetcher
from bot.telegram.holding import alive, alone, this_process
from bot.telegram.office import POLL_SECONDS, Office, bot_for, house_of
from bot.telegram.outage import endure, insist
from bot.telegram.receive import poll
from bot.telegram.watch import Watch
from review import network
from review.leases import Holder
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0


@asynccontextmanager
async def opened(newsroom: Newsroom) -> AsyncIterator[tuple[Office, AnyApplication]]:
    """Open the bot and its application; waits until the Bot API answers, since nothing can be handled before."""
    bot = bot_for(newsroom.settings)
    office = Office(newsroom, house_of(newsroom), bot, this_process().name)
    while True:
        try:
            await bot.initialize()
            break
        except TelegramError as error:
            log.warning("the Bot API does not answer yet: %s", type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
    await insist(newsroom.database.act, lambda session: network.set_setting(session, network.BOT_NAME, bot.username))
    application = application_for(bot)
    await application.initialize()
    try:
        yield office, application
    finally:
        await application.shutdown()


async def work(newsroom: Newsroom) -> None:
    """Handle the inbox, deliver the outbox and fetch files until cancelled."""
    async with opened(newsroom) as (office, application), asyncio.TaskGroup() as tasks:
        tasks.create_task(endure(Worker(office, application).run))
        tasks.create_task(endure(Courier(office, Meter(newsroom.settings.telegram_budgets)).run))
        tasks.create_task(endure(Fetcher(office).run))
        tasks.create_task(alive(newsroom, Holder(office.name)))
        tasks.create_task(Watch(office).run())
        tasks.create_task(endure(partial(keep_counter, office)))
        tasks.create_task(introduce(office))


async def receive(newsroom: Newsroom) -> None:
    """Poll until cancelled, over a connection of its own, while no other process of the desk does."""
    bot = bot_for(newsroom.settings, read_timeout=POLL_SECONDS + 10.0)
    await bot.request.initialize()
    try:
        await alone(newsroom, f"poll:{newsroom.settings.bot_id}", partial(poll, newsroom, bot))
    finally:
        await bot.request.shutdown()
