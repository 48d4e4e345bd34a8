"""Corrections proposed after an approval: versions of the tip, told to the editors and shown on the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlmodel import Session, col, select

from review import changes, draft_view, drafting, outbox, people, tip_view
from review.access import EDITORS
from review.models import Draft, PullReceipt, Tip
from review.workflow import DraftStatus, TipStatus

CAUSES = frozenset({"proposed", "late"})
EVERY = 600  # seconds: ten photos of a late album are one message to an editor


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a sender proposed after the approval: the text before and after, and the photos that came with it."""

    tip: str
    version: int
    at: datetime
    before: str
    after: str
    photos: int


def tell(session: Session, tip: Tip, *, now: datetime) -> None:
    """Owe the editors concerned a word that the sender of an approved tip proposes a change."""
    if tip.status is not TipStatus.APPROVED:
        return
    for draft in draft_view.of_tip(session, tip):
        if draft.status is DraftStatus.DISCARDED:
            continue
        changes.note(session, drafting.subject(draft), now=now)
        for editor in _concerned(session, draft):
            outbox.enqueue(
                session,
                "correction_proposed",
                subject=drafting.subject(draft),
                recipient=outbox.person(editor),
                lane=outbox.Lane.NOTICE,
                dedupe_key=f"correction_proposed:{draft.id}:{tip.id}:{editor}:{int(now.timestamp()) // EVERY}",
                now=now,
                details={"tip": tip.reference},
            )


def proposed(session: Session, draft: Draft) -> list[Proposed]:
    """Return what the senders of a draft's tips proposed after they were approved, newest first."""
    found = [each for tip in draft_view.tips_of(session, draft) for each in _of_tip(session, tip)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_tip(session: Session, tip: Tip) -> list[Proposed]:
    return [
        Proposed(tip.reference or "", new.version, new.at, old.text, new.text, new.photos - old.photos)
        for old, new in pairwise(tip_view.versions(session, tip.id or 0))
        if new.cause in CAUSES
    ]


def _concerned(session: Session, draft: Draft) -> Sequence[int]:
    """Return who took a version of the draft; all editors where nobody has."""
    holders = session.exec(select(col(PullReceipt.by_id)).where(PullReceipt.draft_id == draft.id).distinct()).all()
    return holders or [editor.id for editor in people.with_role(session, EDITORS)]
