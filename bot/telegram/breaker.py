"""After many faults in a row one call at a time tries the line, and the others wait a while for its luck.

Without this, everything owed during an outage would be tried again every few seconds, all at once.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TRIPPED_AFTER = 10  # faults in a row: with a third of all calls failing, they do not come about
PATIENCE = 5.0  # seconds a call waits for the line; much less than any lease
PAUSE = 0.5  # seconds between two attempts on a line that is down


class LineDown(Exception):
    """The line was down for as long as the call could wait: it was not made."""


class Breaker:
    """Counts faults of one line in a row."""

    def __init__(self) -> None:
        self._faults = 0
        self._trying = asyncio.Lock()

    @property
    def is_tripped(self) -> bool:
        return self._faults >= TRIPPED_AFTER

    def note(self, *, is_fault: bool) -> None:
        self._faults = self._faults + 1 if is_fault else 0

    @asynccontextmanager
    async def turn(self, patience: float = PATIENCE) -> AsyncIterator[None]:
        """Hold a call back while the line is down, until it is its turn to try or the line is up; raises LineDown."""
        try:
            async with asyncio.timeout(patience):
                await self._trying.acquire()
        except TimeoutError:
            raise LineDown from None
        if not self.is_tripped:  # whoever tried before had luck: all go on at once
            self._trying.release()
            yield
            return
        try:
            yield
        finally:
            if self.is_tripped:
                await asyncio.sleep(PAUSE)
            self._trying.release()
