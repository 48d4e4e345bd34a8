"""What has been kept long enough goes by itself: raw updates, files of the deleted, practice left lying."""

import asyncio
import logging

from bot.web.pieces import Pieces
from review import inbox, visits
from review.db import StoreUnavailable
from review.newsroom import Newsroom
from review.rights import leaving, sweeping

log = logging.getLogger(__name__)
EVERY_SECONDS = 3600.0


async def keep_tidy(newsroom: Newsroom) -> None:
    """Forget what has been kept long enough, every hour, until cancelled."""
    while True:
        try:
            await tidy(newsroom)
            await sweep(newsroom)
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


async def close_forms(newsroom: Newsroom) -> None:
    """Forget links to the web form and browsers a day after their time."""
    now = newsroom.clock()
    await newsroom.database.act(lambda session: visits.forget(session, now=now))
