"""The stand-in's clock: the machine's, moved forward on command, so that a test passes a day in a moment."""

import time


class StageClock:
    """Seconds since 1970; `advance` moves it, `fix` stops it at a moment."""

    def __init__(self, fixed: float | None = None) -> None:
        self._fixed, self._ahead = fixed, 0.0

    def now(self) -> float:
        return (time.time() if self._fixed is None else self._fixed) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def fix(self, at: float) -> None:
        self._fixed, self._ahead = at, 0.0
