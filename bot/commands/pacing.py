"""The group is told in working time what falls due, and each morning what waits, without anybody's doing."""

import asyncio
import logging

from review import rhythm
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


async def keep_pace(newsroom: Newsroom) -> None:
    """Look every minute until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await pace(newsroom)
        except StoreUnavailable as error:
            log.warning("the rhythm: the database is not to be had (%s)", type(error.orig).__name__)


async def pace(newsroom: Newsroom) -> bool:
    """Look once and return whether the group is told something; written is only where something is due."""
    now, rules = newsroom.clock(), newsroom.rules
    found = await newsroom.database.read(lambda session: rhythm.turn(session, now=now, rules=rules))
    if found is None:
        return False
    await newsroom.database.act(lambda session: rhythm.tell(session, found, now=now))
    return bool(found.kind)
