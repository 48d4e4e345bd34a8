"""Telegram's sending limits as sliding windows: how long a message must wait, and what was sent is counted."""

from collections import deque
from datetime import datetime, timedelta

from review.outbox import Lane
from review.settings import Budgets

GROUP_RESERVE = 0.75  # share of a group's minute that new cards may use; the rest is for what a press redraws


class Window:
    """At most `limit` messages in any `span`."""

    def __init__(self, limit: float, span: timedelta) -> None:
        self._limit, self._span = limit, span
        self._sent: deque[datetime] = deque()

    def wait(self, now: datetime, share: float = 1.0) -> timedelta:
        """Return how long until another message fits into `share` of the limit."""
        while self._sent and now - self._sent[0] >= self._span:
            self._sent.popleft()
        allowed = max(1, int(self._limit * share))
        if len(self._sent) < allowed:
            return timedelta()
        return self._sent[len(self._sent) - allowed] + self._span - now

    def count(self, now: datetime) -> None:
        self._sent.append(now)

    @property
    def is_idle(self) -> bool:
        return not self._sent


class Meter:
    """The budgets of one bot: overall, per chat, per group."""

    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets
        self._overall = Window(budgets.overall, timedelta(seconds=1)) if budgets.overall else None
        self._chats: dict[int, Window] = {}

    def wait(self, chat_id: int, lane: int, now: datetime) -> timedelta:
        """Return how long a message to a chat has to wait; answers to presses never do."""
        if lane == Lane.PRESS:
            return timedelta()
        share = GROUP_RESERVE if lane >= Lane.CARD else 1.0
        window = self._window(chat_id)
        own = window.wait(now, share) if window else timedelta()
        overall = self._overall.wait(now) if self._overall else timedelta()
        return max(own, overall)

    def count(self, chat_id: int, lane: int, now: datetime, number: int = 1) -> None:
        """Note messages sent to a chat."""
        if lane == Lane.PRESS:
            return
        window = self._window(chat_id)
        for _ in range(number):
            if window:
                window.count(now)
            if self._overall:
                self._overall.count(now)

    def _window(self, chat_id: int) -> Window | None:
        limit, span = self._budgets.per_chat, timedelta(seconds=1)
        if chat_id < 0:
            limit, span = self._budgets.per_group_minute, timedelta(minutes=1)
        if limit is None:
            return None
        if chat_id not in self._chats and len(self._chats) > 10_000:  # noqa: PLR2004 - idle chats are dropped now and then
            self._chats = {chat: window for chat, window in self._chats.items() if not window.is_idle}
        return self._chats.setdefault(chat_id, Window(limit, span))
