"""The full-text index follows what comes in: a few tips an act, so that nobody waits for it."""

from bot.telegram.outage import unless_down
from review import changes
from review.newsroom import Newsroom
from review.search import index

IDLE_SECONDS = 2.0  # another process's tips are found this soon


async def keep_indexed(newsroom: Newsroom) -> None:
    """Write what is owed into the index until cancelled."""
    waiter = changes.Waiter(newsroom.database, ["search"])
    try:
        while True:
            if not await unless_down(newsroom.database.act(index.keep_up), 0):
                await waiter.wait(IDLE_SECONDS)
    finally:
        waiter.close()
