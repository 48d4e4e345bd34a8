"""Calls at start that must not be lost to a bad moment: made again until the Bot API has taken or refused them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.telegram.failures import Meaning, understand

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds, where the failure does not say


async def until_taken(call: Callable[[], Awaitable[object]], what: str, *, pause: float = PAUSE) -> bool:
    """Make a call until it is taken; returns False where it is refused for good, with what the Bot API says logged."""
    while True:
        try:
            await call()
        except TelegramError as error:
            failure = understand(error)
            if failure.meaning in {Meaning.REFUSED, Meaning.GONE}:
                log.error("%s is refused: %s", what, error.message)  # noqa: TRY400 - a traceback could hold the address, and that the token
                return False
            log.warning("%s: %s", what, failure.name)
            await asyncio.sleep(min(pause, failure.wait.total_seconds() or pause))
        else:
            return True
