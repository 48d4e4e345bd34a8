"""A tip as doors show it: one frozen value with everything a card or a page needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from review import network, people, readings, tip_text
from review.access import MODERATORS, Person
from review.language.folding import count_words
from review.models import (
    Attachment,
    Decision,
    Draft,
    DraftSource,
    Note,
    PersonRow,
    Question,
    Tip,
    TipMessage,
    TipVersion,
    table,
)
from review.noticed import Composing
from review.port import FIRST_DECISIONS, Act, Asked, AttachmentView, TipView
from review.statements import Statement, constant, run
from review.workflow import UNDECIDED, Handling, TipStatus, Verb
from review.working_time import ANSWER_TIME

LONG_EXCERPT = 400
TIP, PERSON, UNIT, FILE = (table(name) for name in ("tip", "person", "unit", "attachment"))
_UNFINISHED = Statement(
    sa.select(
        *(TIP.c.topic, TIP.c.event_when, TIP.c.event_where, TIP.c.source_type, TIP.c.started_at),
        *(PERSON.c.name, PERSON.c.byline, PERSON.c.pen_name, UNIT.c.name_short, UNIT.c.name_full),
    )
    .select_from(TIP.join(PERSON, PERSON.c.id == TIP.c.sender_id).outerjoin(UNIT, UNIT.c.id == TIP.c.unit_id))
    .where(TIP.c.id == sa.bindparam("tip_id"), TIP.c.status == constant(TipStatus.COMPOSING))
)
_FILES = Statement(sa.select(FILE.c.kind, FILE.c.state).where(FILE.c.tip_id == sa.bindparam("tip_id")))


@dataclass(frozen=True, slots=True)
class VersionView:
    version: int
    text: str
    cause: str
    at: datetime
    photos: int = 0


@dataclass(frozen=True, slots=True)
class NoteView:
    who: str
    at: datetime
    text: str


def of(session: Session, tip: Tip, *, now: datetime) -> TipView:
    """Return the tip with names, draft and open questions resolved; the lease only while it runs."""
    unit_name = unit.name_full if (unit := network.unit(session, tip.unit_id)) else ""
    draft, acts = _draft(session, tip), history(session, tip)
    holder = _holder(session, tip, now)
    original = session.get(Tip, tip.duplicate_of) if tip.duplicate_of else None
    return TipView(
        id=tip.id or 0,
        reference=tip.reference or "",
        status=tip.status,
        version=tip.version,
        sender_id=tip.sender_id,
        sender_locale=_locale(session, tip.sender_id),
        text=tip_text.joined(tip_text.messages(session, tip.id or 0)),
        excerpt=tip.excerpt,
        unit_id=tip.unit_id,
        unit_name=unit_name,
        credit=credit(session, tip.sender_id, unit_name),
        topic=tip.topic,
        genre=tip.genre or (draft.genre if draft else None),
        section=tip.section or "",
        when=tip.event_when,
        where=tip.event_where,
        source=tip.source_type,
        source_detail=tip.source_detail,
        photos=tip.photos,
        files=tip.files,
        flags=tuple(tip.flags),
        sent_at=tip.sent_at or tip.started_at,
        received_at=tip.received_at,
        due_at=tip.due_at,
        claimed_by=holder.name if holder else None,
        claimed_by_id=holder.id if holder else None,
        claimed_until=tip.claimed_until if holder else None,
        last=acts[-1] if acts else None,
        acts=tuple(acts),
        duplicate_of=original.reference if original else None,
        is_first_rejected=original is not None and original.status is TipStatus.REJECTED,
        revises=tip.revises,
        revised_as=_revised_as(session, tip),
        draft=draft.reference if draft else None,
        draft_status=draft.status if draft else None,
        draft_version=draft.version if draft else 0,
        title=draft.title if draft else "",
        url=draft.published_url if draft else None,
        questions=questions(session, tip.id or 0),
        warned=tip.warned or {},
        handling=Handling(tip.priority, tip.embargo_until, tip.checklist, tip.readings, readings.read_by(session, tip)),
        lacks_second=_lacks_second(session, tip, acts),
    )


def second_readers(session: Session, tip: Tip, acts: Sequence[Act]) -> list[Person]:
    """Return who could give a second look: all who decide on tips but the sender and who decided before the appeal."""
    before = [act.verb for act in acts].index(Verb.APPEAL) if _is_appealed(acts) else len(acts)
    barred = {tip.sender_id, *(act.by_id for act in acts[:before] if act.verb in FIRST_DECISIONS)}
    return [person for person in people.with_role(session, MODERATORS) if person.id not in barred]


def credit(session: Session, person_id: int, unit_name: str | None) -> str:
    """Return the name printed for a sender."""
    return people.credit_of(session, person_id, unit_name)


def history(session: Session, tip: Tip) -> list[Act]:
    """Return every recorded decision on a tip, oldest first."""
    query = (
        select(Decision, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(Decision.by_id))
        .where(Decision.tip_id == tip.id)
        .order_by(col(Decision.id))
    )
    return [_act(decision, who) for decision, who in session.exec(query)]


def versions(session: Session, tip_id: int) -> list[VersionView]:
    """Return the tip's kept texts, oldest first."""
    query = select(TipVersion).where(TipVersion.tip_id == tip_id).order_by(col(TipVersion.version))
    return [VersionView(row.version, row.text, row.cause, row.at, row.photos) for row in session.exec(query)]


def notes(session: Session, tip_id: int) -> list[NoteView]:
    """Return the desk's internal notes, oldest first."""
    query = select(Note, PersonRow.name).join(PersonRow, col(PersonRow.id) == col(Note.by_id))
    rows = session.exec(query.where(Note.tip_id == tip_id).order_by(col(Note.id)))
    return [NoteView(who, note.at, note.text) for note, who in rows]


def questions(session: Session, tip_id: int) -> tuple[Asked, ...]:
    query = select(Question).where(Question.tip_id == tip_id).order_by(col(Question.id))
    return tuple(_asked(row) for row in session.exec(query))


def owner(session: Session, tip_id: int) -> int | None:
    """Return who sent a tip, None where there is none any more."""
    return session.exec(select(Tip.sender_id).where(Tip.id == tip_id)).first()


def reference(session: Session, tip_id: int) -> str:
    """Return a tip's reference, empty where it has none."""
    return session.exec(select(Tip.reference).where(Tip.id == tip_id)).first() or ""


def attachments(session: Session, tip_id: int) -> list[AttachmentView]:
    """Return the files of a tip in sending order."""
    query = (
        select(Attachment, TipMessage.text)
        .join(TipMessage, col(TipMessage.id) == col(Attachment.message_pk))
        .where(Attachment.tip_id == tip_id)
        .order_by(col(TipMessage.sent_at), col(TipMessage.message_id))
    )
    return [_attachment(row, text) for row, text in session.exec(query)]


def photos(session: Session, tips: Sequence[Tip]) -> list[AttachmentView]:
    """Return the photos of tips in the order an article numbers them: tip by tip, as they were sent."""
    files = [file for tip in tips for file in attachments(session, tip.id or 0)]
    return [file for file in files if file.kind == "photo"]


def sender_ids(session: Session, tips: Sequence[int]) -> list[int]:
    """Return who sent these tips, each person once."""
    return list(dict.fromkeys(session.exec(select(Tip.sender_id).where(col(Tip.id).in_(tips)))))


def _is_appealed(acts: Sequence[Act]) -> bool:
    return any(act.verb == Verb.APPEAL for act in acts)


def _lacks_second(session: Session, tip: Tip, acts: Sequence[Act]) -> bool:
    return tip.status in UNDECIDED and _is_appealed(acts) and not second_readers(session, tip, acts)


def _draft(session: Session, tip: Tip) -> Draft | None:
    query = (
        select(Draft).join(DraftSource, col(DraftSource.draft_id) == col(Draft.id)).where(DraftSource.tip_id == tip.id)
    )
    return session.exec(query.order_by(col(Draft.id).desc())).first()


def _revised_as(session: Session, tip: Tip) -> str | None:
    """Return the tip that a rejected one was sent again as."""
    if tip.status is not TipStatus.REJECTED:
        return None
    query = select(Tip.reference).where(Tip.revises == tip.reference, Tip.status != TipStatus.COMPOSING)
    return session.exec(query.order_by(col(Tip.id).desc())).first()


def _asked(row: Question) -> Asked:
    return Asked(
        id=row.id or 0,
        code=row.code,
        text=row.text,
        due_at=row.due_at,
        asked_at=row.asked_at,
        is_answered=row.answered_at is not None,
        is_declined=row.outcome == "declined",
        is_extended=row.due_at - row.asked_at > ANSWER_TIME,
    )


def _holder(session: Session, tip: Tip, now: datetime) -> PersonRow | None:
    if tip.claimed_by is None or tip.claimed_until is None or tip.claimed_until < now:
        return None
    return session.get(PersonRow, tip.claimed_by)


def _locale(session: Session, person_id: int) -> str:
    row = session.get(PersonRow, person_id)
    return row.locale if row else "vi"


def _act(decision: Decision, who: str) -> Act:
    return Act(
        decision.verb.value,
        who,
        decision.by_id,
        decision.at,
        decision.door,
        decision.reason,
        decision.note,
        decision.version,
    )


def _attachment(row: Attachment, text: str) -> AttachmentView:
    return AttachmentView(
        id=row.id or 0,
        kind=row.kind,
        state=row.state,
        name=row.name,
        copy_key=row.copy_key,
        original=row.original,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        caption=row.caption,
        alt=row.alt,
        message_text=text,
        rights=row.rights,
        taken_by=row.taken_by,
    )


def unfinished(session: Session, tip_id: int) -> Composing | None:
    """Return an unfinished tip as its sender sees it, None where it is gone or was handed in.

    What is found in its text and what is missing are looked for only where they are shown: `previewing.noticed`.
    """
    tip = run(session, _UNFINISHED, tip_id=tip_id).first()
    if tip is None:
        return None
    parts = tip_text.messages(session, tip_id)
    text = tip_text.joined(parts)
    files = run(session, _FILES, tip_id=tip_id).rows
    photos = sum(file.kind == "photo" for file in files)
    return Composing(
        tip_id=tip_id,
        words=count_words(text),
        photos=photos,
        files=len(files) - photos,
        fetching=sum(file.state == "pending" for file in files),
        excerpt=tip_text.shortened(text, LONG_EXCERPT),
        topic=tip.topic,
        when=tip.event_when,
        where=tip.event_where,
        source=tip.source_type,
        missing=(),
        unit_name=tip.name_short or "",
        credit=people.credit(tip.name, tip.byline, tip.pen_name, tip.name_full),
        started_at=tip.started_at,
        forwarded=sum(part.forwarded_from is not None for part in parts),
        contacts=sum(part.kind == "contact" for part in parts),
    )
