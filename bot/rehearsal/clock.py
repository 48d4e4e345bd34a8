"""The stand-in's clock: the machine's, moved forward on command, so that a test passes a day in a moment."""

import asyncio
import time
from collections.abc import Callable


class StageClock:
    """Seconds since 1970; `advance` moves it, `fix` stops it at a moment."""

    def __init__(self, fixed: float | None = None) -> None:
        self._fixed, self._ahead = fixed, 0.0
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> float:
        return (time.time() if self._fixed is None else self._fixed) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
        self._tell()

    def fix(self, at: float) -> None:
        self._fixed, self._ahead = at, 0.0
        self._tell()

    async def sleep(self, seconds: float) -> None:
        """Wait so long, by the machine's clock or by this one, whichever gets there first."""
        ends, moved = self.now() + seconds, asyncio.Event()
        self._listeners.append(moved.set)
        try:
            async with asyncio.timeout(seconds):
                while self.now() < ends:
                    moved.clear()
                    await moved.wait()
        except TimeoutError:
            return
        finally:
            self._listeners.remove(moved.set)

    def when_moved(self, listener: Callable[[], None]) -> None:
        """Call somebody after every move, so that a long wait ends on this clock too."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
