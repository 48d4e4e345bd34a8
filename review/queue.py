"""The queue: finding tips, claiming them, and the one function that moves a tip's status."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from review import changes
from review.access import Person
from review.errors import NotAllowed, StaleVersion, TipAlreadyDecided, TipEmptied, TipNotFound, TransitionNotAllowed
from review.models import Decision, PersonRow, Tip, Vote
from review.port import FIRST_DECISIONS
from review.workflow import DECIDED, TipStatus, Verb, after

CLAIM = timedelta(minutes=30)
RENEWED_AFTER = timedelta(minutes=5)
# What senders do with their own text, whichever it is.
OWN = frozenset({Verb.SUBMIT, Verb.ANSWER, Verb.WITHDRAW, Verb.APPEAL})


def subject(tip: Tip) -> str:
    """Return how a tip is named in outbox, audit and changes."""
    return f"tip:{tip.id}"


def get(session: Session, reference: str) -> Tip:
    """Return a tip by its reference; raises TipNotFound."""
    tip = session.exec(select(Tip).where(Tip.reference == reference)).first()
    if tip is None or tip.status is TipStatus.COMPOSING:
        raise TipNotFound("no tip has this reference", reference=reference[:20])
    return tip


def by_id(session: Session, tip_id: int) -> Tip:
    """Return a tip by number; raises TipNotFound."""
    tip = session.get(Tip, tip_id)
    if tip is None:
        raise TipNotFound("no tip has this number")
    return tip


def move(
    session: Session,
    tip: Tip,
    verb: Verb,
    *,
    by: Person,
    door: str,
    now: datetime,
    reason: str | None = None,
    note: str = "",
) -> Decision:
    """Move a tip's status by the table, only while status and text are what we read, and record the decision.

    Raises TipAlreadyDecided with the winner's name when somebody was faster, TransitionNotAllowed, TipEmptied, or
    StaleVersion where the text has just changed under a moderator's hands.
    """
    require_text(tip)
    seen, version = tip.status, tip.version
    try:
        target = after(seen, verb)
    except TransitionNotAllowed:
        raise_if_decided(session, tip)
        raise
    moved = session.exec(
        update(Tip)
        .where(col(Tip.id) == tip.id, col(Tip.status) == seen, col(Tip.version) == version)
        .values(status=target, decided_at=now if target in DECIDED else None, claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(tip)
    if moved.rowcount != 1:  # another process was faster (PostgreSQL): ask anew, of the tip as it now is
        if tip.status is seen and verb not in OWN:
            raise StaleVersion(reference=tip.reference or "")
        return move(session, tip, verb, by=by, door=door, now=now, reason=reason, note=note)
    decision = Decision(
        tip_id=tip.id or 0,
        verb=verb,
        from_status=seen,
        to_status=target,
        by_id=by.id,
        at=now,
        door=door,
        version=tip.version,
        reason=reason,
        note=note,
    )
    session.add(decision)
    session.flush()
    changes.note(session, subject(tip), now=now)
    return decision


def last_decision(session: Session, tip: Tip) -> tuple[Decision, str] | None:
    """Return the newest decision on a tip and the name of who took it."""
    query = (
        select(Decision, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(Decision.by_id))
        .where(Decision.tip_id == tip.id)
        .order_by(col(Decision.id).desc())
    )
    return session.exec(query).first()


def first_deciders(session: Session, tip: Tip) -> frozenset[int]:
    """Return who had decided on a tip before its sender appealed, agreeing readers included; nobody without one."""
    query = select(Decision.verb, Decision.by_id, Decision.at).where(Decision.tip_id == tip.id)
    acts = session.exec(query.order_by(col(Decision.id))).all()
    appealed = next((place for place, (verb, _, _) in enumerate(acts) if verb is Verb.APPEAL), 0)
    decided = [(verb, by) for verb, by, _ in acts[:appealed] if verb in FIRST_DECISIONS]
    first = frozenset(by for _, by in decided)
    if tip.readings is None or not first:
        return first
    agreed = select(Vote.by_id).where(
        Vote.tip_id == tip.id,
        col(Vote.is_open).is_(False),
        col(Vote.verb).in_([str(verb) for verb, _ in decided]),
        Vote.at <= acts[appealed][2],
    )
    return first | frozenset(session.exec(agreed))


def require_other(session: Session, tip: Tip, *, by: Person) -> None:
    """Refuse who decided on a tip before the appeal: another moderator looks at it now. Raises NotAllowed."""
    if by.id in first_deciders(session, tip):
        raise NotAllowed("somebody else decides after an appeal", verb="decide", first="1")


def raise_if_decided(session: Session, tip: Tip) -> None:
    """Raise TipAlreadyDecided, naming the winner, when the tip is decided."""
    last = last_decision(session, tip)
    if tip.status in DECIDED and last is not None:
        decision, who = last
        raise TipAlreadyDecided(
            f"{tip.reference} is already {tip.status}",
            who=who,
            verb=decision.verb.value,
            at=decision.at.isoformat(),
            reference=tip.reference or "",
        )


def require_text(tip: Tip) -> None:
    """Raise TipEmptied where nothing is left of a tip but its row."""
    if tip.version < 1:
        raise TipEmptied(reference=tip.reference or "")


def require_version(tip: Tip, version: int | None) -> None:
    """Raise StaleVersion when the person decided on another text than the tip now has."""
    if version is not None and version != tip.version:
        raise StaleVersion(reference=tip.reference or "")


def claim(session: Session, tip: Tip, *, by: Person, now: datetime) -> None:
    """Lease the tip to a moderator for half an hour; raises TipAlreadyDecided or TransitionNotAllowed.

    Somebody else's running lease is left as it is and told by TransitionNotAllowed with `who` and `until`.
    """
    raise_if_decided(session, tip)
    taken = session.exec(
        update(Tip)
        .where(
            col(Tip.id) == tip.id,
            (col(Tip.claimed_by).is_(None)) | (col(Tip.claimed_by) == by.id) | (col(Tip.claimed_until) < now),
        )
        .values(claimed_by=by.id, claimed_until=now + CLAIM)
        .execution_options(synchronize_session=False)
    )
    session.refresh(tip)
    if taken.rowcount != 1:
        raise _held(session, tip, Verb.CLAIM, now=now)
    changes.note(session, subject(tip), now=now)


def raise_if_held(session: Session, tip: Tip, verb: Verb, *, by: Person, now: datetime) -> None:
    """Raise TransitionNotAllowed, naming who has it and until when, where somebody else has a tip in hand."""
    if tip.claimed_by not in {None, by.id} and tip.claimed_until is not None and tip.claimed_until >= now:
        raise _held(session, tip, verb, now=now)


def _held(session: Session, tip: Tip, verb: Verb, *, now: datetime) -> TransitionNotAllowed:
    holder = session.get(PersonRow, tip.claimed_by)
    until = (tip.claimed_until or now).isoformat()
    return TransitionNotAllowed(who=holder.name if holder else "", until=until, verb=verb, status=tip.status)


def renew(session: Session, tip: Tip, *, by: Person, now: datetime) -> bool:
    """Let the running lease of whoever works on a tip begin anew; False where it is not theirs or has just begun."""
    if tip.claimed_by != by.id or tip.claimed_until is None:
        return False
    if not now <= tip.claimed_until < now + CLAIM - RENEWED_AFTER:
        return False
    tip.claimed_until = now + CLAIM
    session.add(tip)
    session.flush()
    changes.note(session, subject(tip), now=now)
    return True


def release(session: Session, tip: Tip, *, now: datetime) -> None:
    """End the lease on a tip."""
    tip.claimed_by, tip.claimed_until = None, None
    session.add(tip)
    session.flush()
    changes.note(session, subject(tip), now=now)
