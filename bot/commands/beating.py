"""The pulse of a running process, left in the database every few seconds."""

import asyncio
import logging

from review import pulse
from review.db import StoreUnavailable
from review.newsroom import Newsroom
from review.pulse import BEAT, Pulse, own_version

log = logging.getLogger(__name__)
FIRST = 1.0  # seconds: by then every loop has turned once, and the first word names them


async def beat(newsroom: Newsroom) -> None:
    """Leave word until cancelled; a database that does not take it is for others to notice."""
    await asyncio.sleep(FIRST)
    while True:
        try:
            await leave_word(newsroom)
        except StoreUnavailable as error:
            log.warning("no pulse: %s", type(error).__name__)
        await asyncio.sleep(BEAT.total_seconds())


async def leave_word(newsroom: Newsroom) -> None:
    said = Pulse(newsroom.clock(), own_version(), newsroom.figures.snapshot())
    await newsroom.database.act(lambda session: pulse.beat(session, said))
