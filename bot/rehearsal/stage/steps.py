"""The card "Thử ba bước": which of the three have been done since the rehearsal began, read from the desk."""

from collections.abc import Callable
from datetime import datetime

from review import changes, draft_view, queue
from review.db import Session
from review.errors import TipNotFound
from review.newsroom import Newsroom
from review.workflow import TipStatus

STEPS = ("send", "approve", "publish")


class Steps:
    """Follows the desk's changes from `since` on; a step once done stays done."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._since = newsroom.clock()
        self._seen = newsroom.database.read_now(changes.latest)
        self._done: set[str] = set()

    async def done(self) -> list[str]:
        """Return the steps done so far, in their order."""
        await self._newsroom.database.read(self._follow)
        return [step for step in STEPS if step in self._done]

    def _follow(self, session: Session) -> None:
        for number, subject in changes.since(session, self._seen):
            self._seen = number
            kind, _, tip_id = subject.partition(":")
            if kind == "tip":
                self._done |= _reached(session, int(tip_id), self._is_new)

    def _is_new(self, at: datetime | None) -> bool:
        return at is not None and at >= self._since


def _reached(session: Session, tip_id: int, is_new: Callable[[datetime | None], bool]) -> set[str]:
    try:
        tip = queue.by_id(session, tip_id)
    except TipNotFound:
        return set()
    found = {"send"} if is_new(tip.received_at) else set()
    if tip.status is TipStatus.APPROVED and is_new(tip.decided_at):
        found.add("approve")
    if any(is_new(draft.published_at) for draft in draft_view.of_tip(session, tip)):
        found.add("publish")
    return found
