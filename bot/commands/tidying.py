"""What has been kept long enough goes by itself: raw updates, tips nobody used, files of the deleted, practice."""

import asyncio
import logging

from bot.web.pieces import Pieces
from review import inbox, visits
from review.db import StoreUnavailable
from review.newsroom import Newsroom
from review.rights import leaving, sweeping, unused

log = logging.getLogger(__name__)
EVERY_SECONDS = 3600.0


async def keep_tidy(newsroom: Newsroom) -> None:
    """Forget what has been kept long enough, every hour, until cancelled."""
    while True:
        try:
            await tidy(newsroom)
            await sweep(newsroom)
            await empty_unused(newsroom)
            await close_forms(newsroom)
        except StoreUnavailable as error:
            log.warning("tidying: the database is not to be had (%s)", type(error.orig).__name__)
        except OSError as error:
            log.warning("tidying: the media store is not to be had (%s)", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def tidy(newsroom: Newsroom) -> int:
    """Forget all raw updates that are old enough and return how many there were."""
    gone = 0
    while number := await newsroom.database.act(lambda session: inbox.forget(session, now=newsroom.clock())):
        gone += number
    if gone:
        log.info("tidying: %d raw updates forgotten", gone)
    return gone


async def sweep(newsroom: Newsroom) -> int:
    """Remove practice left lying, who left a year ago, files of the deleted; returns how many requests were served."""
    now = newsroom.clock()
    await newsroom.database.act(lambda session: sweeping.end_practice(session, now=now))
    await newsroom.database.act(lambda session: leaving.forget_the_gone(session, now=now, rules=newsroom.rules))
    await asyncio.to_thread(Pieces(newsroom.settings.data_dir).sweep)
    served = await asyncio.to_thread(sweeping.sweep, newsroom.database, newsroom.media, now=now)
    if served:
        log.info("tidying: the files of %d requests about data removed", served)
    return served


async def empty_unused(newsroom: Newsroom) -> int:
    """Delete what nobody used and the notice's time is over for, and files that were let go; returns how many tips."""
    now, gone = newsroom.clock(), 0
    while number := await newsroom.database.act(
        lambda session: unused.bury_unused(session, now=now, rules=newsroom.rules)
    ):
        gone += number
    while await asyncio.to_thread(sweeping.sweep_released, newsroom.database, newsroom.media, now=now):
        pass
    if gone:
        log.info("tidying: %d tips nobody used emptied", gone)
        await asyncio.to_thread(sweeping.rewrite_index, newsroom.database)
        await asyncio.to_thread(sweeping.truncate_log, newsroom.database)
    return gone


async def close_forms(newsroom: Newsroom) -> None:
    """Forget links to the web form and browsers a day after their time."""
    now = newsroom.clock()
    await newsroom.database.act(lambda session: visits.forget(session, now=now))
