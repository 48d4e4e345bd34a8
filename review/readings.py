"""Second reading: a tip that asks for several readers is decided once enough of them agree; till then votes are hidden.

A vote counts for the version of the text it was given on: who sends more text has it read anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from review import audit, changes, queue
from review.access import Person
from review.models import PersonRow, Tip, Vote
from review.workflow import Verb


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader would have done, as it is shown once the tip is decided."""

    who: str
    verb: str
    reason: str | None
    at: datetime
    door: str


def is_settled(
    session: Session,
    tip: Tip,
    verb: Verb,
    *,
    by: Person,
    door: str,
    now: datetime,
    reason: str | None = None,
    note: str = "",
) -> bool:
    """Tell whether a verb decides the tip; where more readers are needed it is kept as this one's vote.

    A vote replaces the reader's own of before. Of duplicates the originals, as `note`, have to agree as well.
    """
    if tip.readings is None or tip.readings <= 1:
        return True
    session.exec(select(Tip.id).where(Tip.id == tip.id).with_for_update())  # one reader after the other on a server
    session.exec(delete(Vote).where(col(Vote.tip_id) == tip.id, col(Vote.by_id) == by.id, col(Vote.is_open)))
    session.add(
        Vote(
            tip_id=tip.id or 0, by_id=by.id, verb=verb.value, version=tip.version,
            reason=reason, note=note, at=now, door=door,
        )
    )  # fmt: skip
    session.flush()
    if _agreeing(session, tip, verb, note) < tip.readings:
        audit.record(session, "vote", queue.subject(tip), by=by.id, door=door, now=now)
        changes.note(session, queue.subject(tip), now=now)
        return False
    session.exec(update(Vote).where(col(Vote.tip_id) == tip.id).values(is_open=False))
    return True


def read_by(session: Session, tip: Tip) -> int:
    """Return how many have voted on the text as it now is; nothing is asked where one reader is enough."""
    if tip.readings is None:
        return 0
    return session.exec(select(func.count(col(Vote.id))).where(*_counting(tip))).one()


def own(session: Session, tip_id: int, by: Person) -> str:
    """Return what somebody has voted and may still change, empty where they have not."""
    query = select(Vote.verb).where(Vote.tip_id == tip_id, Vote.by_id == by.id, col(Vote.is_open))
    return session.exec(query).first() or ""


def opinions(session: Session, tip_id: int) -> Sequence[Opinion]:
    """Return the votes by which a tip was decided, oldest first; open ones are nobody's business."""
    query = select(Vote, PersonRow.name).join(PersonRow, col(PersonRow.id) == col(Vote.by_id))
    rows = session.exec(query.where(Vote.tip_id == tip_id, col(Vote.is_open).is_(False)).order_by(col(Vote.id)))
    return [Opinion(who, vote.verb, vote.reason, vote.at, vote.door) for vote, who in rows]


def _agreeing(session: Session, tip: Tip, verb: Verb, note: str) -> int:
    alike = [Vote.verb == verb.value]
    if verb is Verb.MARK_DUPLICATE:
        alike.append(Vote.note == note)
    return session.exec(select(func.count(col(Vote.id))).where(*_counting(tip), *alike)).one()


def _counting(tip: Tip) -> tuple[bool, ...]:
    return (Vote.tip_id == tip.id, col(Vote.is_open), Vote.version == tip.version)  # type: ignore[return-value]  # SQLModel calls conditions bool
