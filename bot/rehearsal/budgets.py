"""Telegram's flood budgets as the server enforces them (R34): sends and edits, overall, per chat, per group."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.rehearsal.clock import StageClock
from bot.rehearsal.sentences import too_many


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second over all and per private chat, a minute per group, unsent in one chat; None is no limit."""

    overall: int | None = 30
    per_chat: int | None = 1
    per_group_minute: int | None = 20
    unsent: int | None = 310


FREE = Limits(None, None, None, None)
UNSENT_DELAY, UNSENT_WAIT = 3.0, 60  # seconds until the server says so, and what it asks for (R32)
BURST = 3  # what a private chat bears at once before it is told to wait


class FloodGate:
    """Counts accepted messages and refuses what is too much, with the seconds to wait."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)

    def admit(self, chat_id: int, now: float, weight: int = 1) -> None:
        """Count a message, or an album of `weight`, to a chat; raises the Bot API's 429 where the budget is spent."""
        limits = self._limits
        if chat_id < 0:
            self._require(self._chats[chat_id], limits.per_group_minute, 60.0, now)
        elif limits.per_chat is not None:
            self._require(self._chats[chat_id], limits.per_chat * BURST, float(BURST), now)
        self._require(self._overall, limits.overall, 1.0, now)
        self._chats[chat_id].extend([now] * weight)
        self._overall.extend([now] * weight)

    @staticmethod
    def _require(sent: deque[float], limit: int | None, span: float, now: float) -> None:
        if limit is None:
            return
        while sent and now - sent[0] >= span:
            sent.popleft()
        if len(sent) >= limit:
            raise too_many(max(1, math.ceil(sent[0] + span - now)))


class Backlog:
    """Messages of one chat that were taken and not answered yet; too many of them are refused (R32)."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._unsent: Counter[int] = Counter()

    @contextmanager
    def holding(self, chat_id: int) -> Iterator[None]:
        """Count a message to its chat while it is on its way."""
        self._unsent[chat_id] += 1
        try:
            yield
        finally:
            self._unsent[chat_id] -= 1
            if not self._unsent[chat_id]:
                del self._unsent[chat_id]

    async def require(self, chat_id: int, clock: StageClock) -> None:
        """Raise the Bot API's 429, after its delay, where a chat has too many."""
        if self._most is not None and self._unsent[chat_id] > self._most:
            await clock.sleep(UNSENT_DELAY)
            raise too_many(UNSENT_WAIT)
