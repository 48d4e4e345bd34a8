"""The notes about a month: looked for now and then, owed some at a time."""

import asyncio
import logging

from review import months
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
EVERY_SECONDS = 600.0


async def keep_noting(newsroom: Newsroom) -> None:
    """Owe what is due, until cancelled."""
    while True:
        try:
            await note(newsroom)
        except StoreUnavailable as error:
            log.warning("monthly notes: the database is not to be had (%s)", type(error.orig).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def note(newsroom: Newsroom) -> int:
    """Owe every note that is due and return how many those were."""
    number, now, rules = 0, newsroom.clock(), newsroom.rules
    if not await newsroom.database.read(lambda session: months.is_due(session, now=now, rules=rules)):
        return 0
    while owed := await newsroom.database.act(lambda session: months.owe(session, now=now, rules=rules)):
        number += owed
    if number:
        log.info("monthly notes: %d are owed", number)
    return number
