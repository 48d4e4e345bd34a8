"""The list of who left, beside the backups: brought up to date within a minute, so that a restore can repeat it."""

import asyncio
import logging

from review.backups import deletions
from review.backups.deletions import BadList
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


async def keep_listing(newsroom: Newsroom) -> None:
    """Write the list whenever somebody was deleted or withdrew, until cancelled."""
    written = 0
    while True:
        try:
            written = await list_deletions(newsroom, written)
        except StoreUnavailable as error:
            log.warning("list of deletions: the database is not to be had (%s)", type(error.orig).__name__)
        except (OSError, BadList) as error:
            log.error("list of deletions: not written (%s)", type(error).__name__)  # noqa: TRY400 - the kind says it
        await asyncio.sleep(EVERY_SECONDS)


async def list_deletions(newsroom: Newsroom, written: int) -> int:
    """Write the list where there is a newer request than the one `written` names; returns which it now holds."""
    number = await newsroom.database.read(deletions.newest)
    if number > written:
        noted = await newsroom.database.read(lambda session: deletions.known(session, now=newsroom.clock()))
        await asyncio.to_thread(deletions.write, newsroom.settings.backup_dir, noted)
    return number
