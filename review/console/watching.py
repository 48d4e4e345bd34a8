"""An open page that follows the desk: it leaves word of the tip somebody looks at, and sees who else looks at what."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from review import handover, onlookers
from review.access import Person
from review.clock import Clock
from review.db import Database, Session
from review.onlookers import RENEWED_EVERY

Names = dict[str, list[str]]


@dataclass(slots=True)
class Watching:
    """One open page; `tip_id` is the tip before somebody's eyes, 0 where there is none."""

    database: Database
    clock: Clock
    person: Person
    tip_id: int
    page: str = field(default_factory=lambda: secrets.token_hex(8))
    said_at: datetime | None = None

    async def keep(self) -> None:
        """Leave word, anew when half of its time is over; opening a tip one has in hand renews the lease."""
        now = self.clock()
        if not self.tip_id or (self.said_at is not None and now - self.said_at < RENEWED_EVERY):
            return
        is_new, self.said_at = self.said_at is None, now
        await self.database.act(lambda session: self._say(session, now, is_new=is_new))

    def end(self) -> None:
        """Take the word back, without waiting: the page is gone, and so may be the task that served it."""
        if self.said_at is not None:
            self.database.lane.submit(lambda session: onlookers.leave(session, self.page))

    def others(self, session: Session) -> Names:
        """Return the names of the others who look at tips, as the page takes them."""
        here = onlookers.present(session, now=self.clock())
        named = {tip: [name for number, name in people if number != self.person.id] for tip, people in here.items()}
        return {str(tip): names for tip, names in named.items() if names}

    def _say(self, session: Session, now: datetime, *, is_new: bool) -> None:
        if is_new and not handover.opened(session, self.tip_id, by=self.person, now=now):
            self.tip_id = 0
            return
        onlookers.look(session, self.page, person_id=self.person.id, tip_id=self.tip_id, now=now)
