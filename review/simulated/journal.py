"""The traces of a made-up past: the audit chain, the changes, and what was owed and is told by now."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import audit, changes, outbox
from review.models import AuditRow, Change, NoticeState, OutboxRow
from review.outbox import Lane
from review.simulated.bulk import Bulk, next_number

TOLD_AFTER = timedelta(seconds=2)


@dataclass(slots=True)
class Journal:
    """Where the chain and the counts stand; goes on from what the database holds."""

    zone: ZoneInfo
    previous: str
    audit_id: int
    change_id: int
    ids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, zone: ZoneInfo) -> "Journal":
        return cls(zone, audit.head(session).hash, next_number(session, AuditRow), changes.latest(session) + 1)

    def record(
        self, bulk: Bulk, act: str, subject: str, *, by: int | None, door: str, at: datetime, details: str = ""
    ) -> None:
        """Add a link to the audit chain."""
        link = audit.link(at, by, door, act, subject, "done", details, self.previous)
        bulk.add(
            AuditRow,
            id=self.audit_id,
            at=at,
            by_id=by,
            door=door,
            act=act,
            subject=subject,
            outcome="done",
            details=details,
            previous=self.previous,
            hash=link,
        )
        self.previous, self.audit_id = link, self.audit_id + 1

    def note(self, bulk: Bulk, subject: str, *, at: datetime) -> None:
        bulk.add(Change, id=self.change_id, at=at, subject=subject)
        self.change_id += 1

    def tell(
        self, bulk: Bulk, kind: str, subject: str, recipient: str, *, lane: Lane, key: str, at: datetime, **details: Any
    ) -> None:
        """Add a notice that was owed at a moment and is sent by now."""
        bulk.add(
            OutboxRow,
            kind=kind,
            subject=subject,
            recipient=recipient,
            lane=int(lane),
            dedupe_key=f"{kind}:{key}",
            details=details,
            state=NoticeState.SENT,
            not_before=at,
            created_at=at,
            sent_at=at + TOLD_AFTER,
        )

    def card(self, bulk: Bulk, tip_id: int, *, at: datetime) -> None:
        """Add a drawing of the tip's card in the moderators' group."""
        key = f"{tip_id}:{self.change_id}"
        self.tell(bulk, "card", f"tip:{tip_id}", outbox.GROUP, lane=Lane.CARD, key=key, at=at)
