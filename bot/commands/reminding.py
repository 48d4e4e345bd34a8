"""What happens by itself: correspondents are reminded and told what is removed; tips nobody acted on come back."""

import asyncio
import logging

from review import handover, reminders
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


async def keep_reminding(newsroom: Newsroom) -> None:
    """Look every minute for what has fallen due, until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await remind(newsroom)
            await bring_back(newsroom)
        except StoreUnavailable as error:
            log.warning("reminding: the database is not to be had (%s)", type(error.orig).__name__)


async def remind(newsroom: Newsroom) -> None:
    """Look once; something is written only where something is due."""
    now, rules = newsroom.clock(), newsroom.rules
    found = await newsroom.database.read(lambda session: reminders.due(session, now=now, rules=rules))
    if found:
        await newsroom.database.act(lambda session: reminders.remind(session, found, now=now))


async def bring_back(newsroom: Newsroom) -> None:
    """Look once for tips whose lease is over; by day and by night."""
    now, rules = newsroom.clock(), newsroom.rules
    found = await newsroom.database.read(lambda session: handover.run_out(session, now=now))
    if found:
        await newsroom.database.act(lambda session: handover.bring_back(session, found, now=now, rules=rules))
