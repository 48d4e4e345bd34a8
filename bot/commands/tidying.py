"""Old raw updates go by themselves, some at a time, so that the inbox holds a week and no writer waits."""

import asyncio
import logging

from review import inbox
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
EVERY_SECONDS = 3600.0


async def keep_tidy(newsroom: Newsroom) -> None:
    """Forget what has been kept long enough, every hour, until cancelled."""
    while True:
        try:
            await tidy(newsroom)
        except StoreUnavailable as error:
            log.warning("tidying: the database is not to be had (%s)", type(error.orig).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def tidy(newsroom: Newsroom) -> int:
    """Forget all raw updates that are old enough and return how many there were."""
    gone = 0
    while number := await newsroom.database.act(lambda session: inbox.forget(session, now=newsroom.clock())):
        gone += number
    if gone:
        log.info("tidying: %d raw updates forgotten", gone)
    return gone
