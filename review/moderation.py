"""Deciding on tips: one set of verbs behind two doors. Each decision, its draft and its notices are one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from review import (
    access,
    audit,
    changes,
    draft_view,
    drafting,
    intake,
    merging,
    network,
    outbox,
    queue,
    readings,
    receipts,
)
from review.access import Person
from review.errors import ReasonMissing, TransitionNotAllowed
from review.models import Decision, Note, Question, Tip
from review.rendering.article import Article
from review.settings import DeskRules
from review.workflow import DraftStatus, TipStatus, Verb
from review.working_time import ANSWER_TIME

FREE_TEXT_REASON = "R15"
DECISION_NOTICES = ("approved", "rejected", "needs_info", "merged")
UNDOABLE_DRAFTS = frozenset({DraftStatus.DRAFTED, DraftStatus.READY})


@dataclass(frozen=True, slots=True)
class Decided:
    """What an act did: the tip's reference and, after an approval, the draft's.

    `is_vote` where it was kept as the opinion of one of several readers, and more have to agree.
    """

    reference: str
    verb: Verb
    draft: str | None = None
    is_vote: bool = False


def claim(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> Decided:
    """Take a tip in hand for half an hour; raises NotAllowed, TipAlreadyDecided, TransitionNotAllowed."""
    access.require(by, Verb.CLAIM, sender_id=tip.sender_id)
    queue.require_other(session, tip, by=by)
    queue.claim(session, tip, by=by, now=now)
    receipts.owe(session, tip, now=now)
    return _told(session, tip, Verb.CLAIM, by=by, door=door, now=now)


def release(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> Decided:
    """Give one's own claim back."""
    access.require(by, Verb.RELEASE)
    if tip.claimed_by != by.id:
        raise TransitionNotAllowed(status=tip.status, verb=Verb.RELEASE)
    queue.release(session, tip, now=now)
    receipts.owe(session, tip, now=now)
    return _told(session, tip, Verb.RELEASE, by=by, door=door, now=now)


def approve(
    session: Session,
    tip: Tip,
    *,
    article: Article,
    error: str | None,
    version: int | None,
    by: Person,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> Decided:
    """Accept a waiting tip: one decision, one draft, one notice, or nothing at all.

    `article` was rendered before from `version`. Raises NotAllowed, TipAlreadyDecided, StaleVersion.
    """
    _require(session, tip, Verb.APPROVE, by=by, version=version)
    if not readings.is_settled(session, tip, Verb.APPROVE, by=by, door=door, now=now):
        return _voted(session, tip, Verb.APPROVE, by=by, now=now)
    decision = queue.move(session, tip, Verb.APPROVE, by=by, door=door, now=now)
    tip.genre, tip.section = article.genre, article.section
    session.add(tip)
    joined = merging.joined(session, tip)
    draft = drafting.create(session, [tip, *joined], article, error=error, by=by, door=door, now=now)
    merging.tell_used(session, joined, now=now, rules=rules)
    _owe_sender(session, tip, "approved", decision, now=now, rules=rules)
    return _told(session, tip, Verb.APPROVE, by=by, door=door, now=now, draft=draft.reference)


def reject(
    session: Session,
    tip: Tip,
    *,
    reason: str,
    note: str = "",
    version: int | None,
    by: Person,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> Decided:
    """Decline a waiting tip with a reason of the list; R15 needs a text of its own."""
    _require(session, tip, Verb.REJECT, by=by, version=version)
    network.entry(session, "reason", reason)
    if reason == FREE_TEXT_REASON and not note.strip():
        raise ReasonMissing
    if not readings.is_settled(session, tip, Verb.REJECT, by=by, door=door, now=now, reason=reason, note=note.strip()):
        return _voted(session, tip, Verb.REJECT, by=by, now=now)
    decision = queue.move(session, tip, Verb.REJECT, by=by, door=door, now=now, reason=reason, note=note.strip())
    _owe_sender(session, tip, "rejected", decision, now=now, rules=rules)
    merging.tell_not_used(session, tip, decision.id, now=now, rules=rules)
    receipts.owe(session, tip, now=now, not_before=now + rules.undo)
    return _told(session, tip, Verb.REJECT, by=by, door=door, now=now)


def ask(
    session: Session,
    tip: Tip,
    *,
    codes: Sequence[str],
    text: str = "",
    version: int | None,
    by: Person,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> Decided:
    """Ask the sender questions of the bank and, or, one in own words; raises ReasonMissing without any."""
    _require(session, tip, Verb.ASK, by=by, version=version)
    bank = [network.entry(session, "question", code) for code in codes]
    asked = [(entry.code, entry.vi) for entry in bank]
    if text.strip():
        asked.append(("free", text.strip()))
    if not asked:
        raise ReasonMissing
    decision = queue.move(session, tip, Verb.ASK, by=by, door=door, now=now)
    for code, words in asked:
        row = Question(
            tip_id=tip.id or 0, code=code, text=words, asked_by=by.id, asked_at=now, due_at=now + ANSWER_TIME
        )
        session.add(row)
    session.flush()
    _owe_sender(session, tip, "needs_info", decision, now=now, rules=rules)
    receipts.owe(session, tip, now=now, not_before=now + rules.undo)
    return _told(session, tip, Verb.ASK, by=by, door=door, now=now)


def mark_duplicate(
    session: Session,
    tip: Tip,
    *,
    original: Tip,
    version: int | None,
    by: Person,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> Decided:
    """Join a tip to the earlier one on the same event: both texts stay, the sender is credited and told.

    What was joined to it before comes along. Raises TransitionNotAllowed where the two are one, or the other is gone.
    """
    _require(session, tip, Verb.MARK_DUPLICATE, by=by, version=version)
    original = merging.first_of(session, tip, original)
    first = original.reference or ""
    if not readings.is_settled(session, tip, Verb.MARK_DUPLICATE, by=by, door=door, now=now, note=first):
        return _voted(session, tip, Verb.MARK_DUPLICATE, by=by, now=now)
    decision = queue.move(session, tip, Verb.MARK_DUPLICATE, by=by, door=door, now=now, note=first)
    merging.join(session, tip, original, now=now, rules=rules)
    _owe_sender(session, tip, "merged", decision, now=now, rules=rules)
    return _told(session, tip, Verb.MARK_DUPLICATE, by=by, door=door, now=now)


def reopen(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> Decided:
    """Bring a decided tip back by a new decision; an unannounced notice is taken back, an untaken draft discarded."""
    access.require(by, Verb.REOPEN, sender_id=tip.sender_id)
    if tip.status is TipStatus.APPROVED:
        _discard_drafts(session, tip, by=by, door=door, now=now)
    if tip.status is TipStatus.NEEDS_INFO:
        _require_unannounced(session, tip, by=by)
    queue.move(session, tip, Verb.REOPEN, by=by, door=door, now=now)
    merging.leave(session, tip, now=now)
    merging.take_back(session, tip, now=now)
    outbox.cancel(session, queue.subject(tip), DECISION_NOTICES, now=now)
    receipts.owe(session, tip, now=now)
    return _told(session, tip, Verb.REOPEN, by=by, door=door, now=now)


def add_note(session: Session, tip: Tip, text: str, *, by: Person, door: str, now: datetime) -> None:
    """Keep an internal note; it is never sent to anybody outside. Who has the tip in hand has it anew."""
    access.require(by, access.Right.ADD_NOTE)
    if not text.strip():
        raise ReasonMissing
    session.add(Note(tip_id=tip.id or 0, by_id=by.id, at=now, text=text.strip()))
    session.flush()
    if queue.renew(session, tip, by=by, now=now):
        intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    changes.note(session, queue.subject(tip), now=now)
    audit.record(session, "note", queue.subject(tip), by=by.id, door=door, now=now)


def _require(session: Session, tip: Tip, verb: Verb, *, by: Person, version: int | None) -> None:
    """Refuse who may not, who comes second, and who read another text: NotAllowed, TipAlreadyDecided, StaleVersion."""
    access.require(by, verb, sender_id=tip.sender_id)
    queue.raise_if_decided(session, tip)
    queue.require_other(session, tip, by=by)
    queue.require_version(tip, version)


def _voted(session: Session, tip: Tip, verb: Verb, *, by: Person, now: datetime) -> Decided:
    """Leave a tip to its next reader."""
    if tip.claimed_by == by.id:
        queue.release(session, tip, now=now)
    intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    return Decided(tip.reference or "", verb, is_vote=True)


def _require_unannounced(session: Session, tip: Tip, *, by: Person) -> None:
    """Undo of a question: only by the asker and only before the sender was told."""
    last = queue.last_decision(session, tip)
    waiting = [notice for notice in outbox.about(session, queue.subject(tip)) if notice.kind == "needs_info"]
    if last is None or last[0].by_id != by.id or (waiting and waiting[-1].state != "new"):
        raise TransitionNotAllowed(status=tip.status, verb=Verb.REOPEN)


def _discard_drafts(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> None:
    for draft in draft_view.made_of(session, tip):
        if draft.status is DraftStatus.DISCARDED:
            continue
        if draft.status not in UNDOABLE_DRAFTS:
            raise TransitionNotAllowed(status=tip.status, verb=Verb.REOPEN)
        drafting.discard(session, draft, by=by, door=door, now=now)


def _owe_sender(session: Session, tip: Tip, kind: str, decision: Decision, *, now: datetime, rules: DeskRules) -> None:
    outbox.enqueue(
        session,
        kind,
        subject=queue.subject(tip),
        recipient=outbox.person(tip.sender_id),
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"{kind}:{tip.id}:{decision.id}",
        now=now,
        not_before=now + rules.undo,
    )


def _told(
    session: Session, tip: Tip, verb: Verb, *, by: Person, door: str, now: datetime, draft: str | None = None
) -> Decided:
    intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    audit.record(session, verb.value, queue.subject(tip), by=by.id, door=door, now=now)
    return Decided(tip.reference or "", verb, draft)
