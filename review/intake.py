"""Receiving tips: what people send joins an unfinished tip, message by message, until they hand it in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select, update

from review import (
    access,
    audit,
    changes,
    files,
    limits,
    network,
    outbox,
    previewing,
    queue,
    receipts,
    ruling,
    tip_text,
    workdays,
)
from review.access import Person
from review.clock import desk_date
from review.errors import EmptyTip, UnissuedOpen
from review.language import secret
from review.language.inspection import inspect
from review.models import Attachment, Tip, TipMessage, TipVersion, table
from review.port import Joined, Part, Submitted
from review.search import index
from review.settings import DeskRules
from review.statements import Statement, insert, run
from review.workflow import UNDECIDED, TipStatus, Verb

MOST_INSPECTED = 10_000  # of its text: what is read in the lane may not hold up others for long
EXCERPT = 160
TIP, MESSAGE = (table(name) for name in ("tip", "tip_message"))
# What every message asks and writes, built once.
_START = Statement(TIP.insert().returning(TIP.c.id))
NEW_TIP = Tip(sender_id=0, started_at=datetime.min.replace(tzinfo=UTC)).model_dump(exclude={"id"}, exclude_none=True)
_ADD = Statement(MESSAGE.insert().returning(MESSAGE.c.id))
_KNOWN = Statement(
    sa.select(MESSAGE.c.id, MESSAGE.c.tip_id).where(
        MESSAGE.c.door == bindparam("door"),
        MESSAGE.c.chat_id == bindparam("chat_id"),
        MESSAGE.c.message_id == bindparam("message_id"),
        MESSAGE.c.is_current.is_(True),
    )
)


def composing(session: Session, person_id: int) -> Tip | None:
    """Return the person's unfinished tip, None where there is none."""
    return session.exec(select(Tip).where(Tip.sender_id == person_id, Tip.status == TipStatus.COMPOSING)).first()


def start(session: Session, person: Person, *, now: datetime) -> int:
    """Begin a tip and return its number; raises NotAllowed for people who may not send."""
    access.require(person, Verb.SUBMIT, sender_id=person.id)
    values = {**NEW_TIP, "sender_id": person.id, "unit_id": person.unit_id, "started_at": now}
    return insert(session, _START, **values)


def receive(session: Session, person: Person, part: Part, *, composing: int | None, now: datetime) -> Joined:
    """Put a message where it belongs: a part of a known album to its tip, anything else to the unfinished tip.

    `composing` is the number of the person's unfinished tip; without one a tip is begun.
    A message that was here before has no second effect. Raises NotAllowed, TipTooLarge, TooFast.
    """
    known = known_message(session, part)
    if known is not None:
        return Joined("known", known.tip_id)
    album = _album_tip(session, part)
    if album is not None and album.status is not TipStatus.COMPOSING:
        is_late = album.status not in UNDECIDED
        add(session, album.id or 0, part, now=now, is_late=is_late)
        new_version(session, album, cause="late" if is_late else "added", now=now)
        return Joined("late" if is_late else "added", album.id or 0, album.reference, album.version)
    if composing is not None:
        limits.require_room(session, composing, part)
    number = composing or start(session, person, now=now)
    _add(session, number, part, now=now)
    return Joined("composing", number)


def add(
    session: Session, tip_id: int, part: Part, *, now: datetime, question_id: int | None = None, is_late: bool = False
) -> None:
    """Add a message and its file to a tip; raises TipTooLarge, TooFast."""
    limits.require_room(session, tip_id, part)
    _add(session, tip_id, part, now=now, question_id=question_id, is_late=is_late)


def _add(
    session: Session, tip_id: int, part: Part, *, now: datetime, question_id: int | None = None, is_late: bool = False
) -> None:
    number = insert(
        session,
        _ADD,
        tip_id=tip_id,
        door=part.door,
        chat_id=part.chat_id,
        message_id=part.message_id,
        revision=1,
        kind=part.kind,
        text=part.text,
        media_group_id=part.media_group_id,
        forwarded_from=part.forwarded_from,
        question_id=question_id,
        sent_at=part.sent_at,
        is_late=is_late,
        is_current=True,
        **({"data": part.contents.data} if part.contents else {}),
    )
    if part.contents is not None and part.contents.place:
        _keep_place(session, tip_id, part.contents.place)
    if part.file is not None:
        attach(session, tip_id, number, part, now=now)


def _keep_place(session: Session, tip_id: int, place: str) -> None:
    """Let a place that was sent say where it happened, unless that has been said."""
    session.exec(update(Tip).where(col(Tip.id) == tip_id, col(Tip.event_where) == "").values(event_where=place))


def submit(session: Session, person: Person, *, now: datetime, rules: DeskRules) -> Submitted:
    """Hand the unfinished tip in: reference, answer-by time, first version, card to the moderators.

    Raises EmptyTip where there is nothing in it, NotAllowed, TooManyTips, UnissuedOpen.
    """
    tip, newest = ruling.handed_in(session, person.id)
    messages = tip_text.messages(session, tip.id or 0) if tip else []
    if tip is None or not messages:
        raise EmptyTip
    access.require(person, Verb.SUBMIT, sender_id=tip.sender_id)
    limits.require_allowance(session, person.id, now=now, rules=rules)
    require_public(tip, messages)
    day = desk_date(now, rules.zone)
    tip.reference = f"T-{day:%y%m%d}-{network.next_number(session, 'tip', day):02d}"
    tip.sent_at = min(message.sent_at for message in messages)
    tip.received_at = now
    tip.due_at = workdays.due(session, now, rules.answer_hours, zone=rules.zone)
    tip.unit_id = person.unit_id
    session.add(tip)
    _summarise(session, tip, messages)
    session.flush()
    queue.move(session, tip, Verb.SUBMIT, by=person, door=messages[-1].door, now=now)
    _keep_version(session, tip, messages, cause="submitted", now=now)
    ruling.apply(session, tip, tip_text.joined(messages), newest=newest, sender=person, now=now)
    owe_card(session, tip, now=now)
    audit.record(session, "submit", queue.subject(tip), by=person.id, door=messages[-1].door, now=now)
    return Submitted(tip.reference, tip.due_at)


def require_public(tip: Tip, messages: Sequence[tip_text.Message]) -> None:
    """Refuse to let the desk see marked material before its sender has said that it was made public.

    Raises UnissuedOpen.
    """
    marker = secret.markers(tip_text.joined(messages)[:MOST_INSPECTED], has_file=False)
    if marker is not None and (tip.warned or {}).get("unissued") != "public":
        raise UnissuedOpen


def discard(session: Session, tip: Tip, *, now: datetime) -> None:
    """Throw an unfinished tip away with all its parts."""
    files.release(session, files.keys_of(session, [tip.id or 0]), now=now)
    ids = select(TipMessage.id).where(TipMessage.tip_id == tip.id)
    session.exec(delete(Attachment).where(col(Attachment.message_pk).in_(ids)))
    session.exec(delete(TipMessage).where(col(TipMessage.tip_id) == tip.id))
    session.exec(delete(Tip).where(col(Tip.id) == tip.id))
    audit.record(session, "discard", queue.subject(tip), by=tip.sender_id, door="desk", now=now)


def withdraw(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> None:
    """Take an undecided tip back; raises NotAllowed, TipAlreadyDecided."""
    access.require(by, Verb.WITHDRAW, sender_id=tip.sender_id)
    queue.move(session, tip, Verb.WITHDRAW, by=by, door=door, now=now)
    receipts.owe(session, tip, now=now)
    owe_card(session, tip, now=now)
    audit.record(session, "withdraw", queue.subject(tip), by=by.id, door=door, now=now)


def new_version(session: Session, tip: Tip, *, cause: str, now: datetime) -> None:
    """Keep the tip's text as it now is as its next version and redraw the card."""
    tip.version += 1
    messages = tip_text.messages(session, tip.id or 0)
    _summarise(session, tip, messages)
    session.add(tip)
    session.flush()
    _keep_version(session, tip, messages, cause=cause, now=now)
    changes.note(session, queue.subject(tip), now=now)
    receipts.owe(session, tip, now=now)
    owe_card(session, tip, now=now)


def owe_card(session: Session, tip: Tip, *, now: datetime, lane: outbox.Lane = outbox.Lane.CARD) -> None:
    """Have the tip's card drawn in the moderators' group as it then is, once per batch of changes."""
    outbox.enqueue(
        session,
        "card",
        subject=queue.subject(tip),
        recipient=outbox.GROUP,
        lane=lane,
        dedupe_key=f"card:{tip.id}:{changes.batch(session)}",
        now=now,
    )


def attach(session: Session, tip_id: int, message_pk: int, part: Part, *, now: datetime) -> None:
    """Keep that a message brought a file, to be fetched."""
    file = part.file
    if file is None:
        return
    session.add(
        Attachment(
            tip_id=tip_id,
            message_pk=message_pk,
            kind=file.kind,
            door=part.door,
            file_ref=file.ref,
            unique_ref=file.unique_ref,
            name=file.name,
            declared_type=file.media_type,
            size=file.size,
            width=file.width,
            height=file.height,
            not_before=now,
        )
    )
    changes.wake(session, "files")


def _summarise(session: Session, tip: Tip, messages: Sequence[tip_text.Message]) -> None:
    text = tip_text.joined(messages)
    has_file = any(message.kind != "text" for message in messages)
    found = inspect(text[:MOST_INSPECTED], tip.sent_at or tip.started_at, has_file=has_file)
    tip.excerpt = tip_text.shortened(found.clean, EXCERPT)
    seen = [{"code": flag.code, "text": flag.text, "start": flag.start, "end": flag.end} for flag in found.flags]
    files = session.exec(select(Attachment).where(Attachment.tip_id == tip.id)).all()
    photos = [file for file in files if file.kind == "photo"]
    tip.photos, tip.files = len(photos), len(files) - len(photos)
    if tip.status is TipStatus.COMPOSING:
        past = previewing.sent_past(found, text, messages, photos, chosen=tip.warned or {})
        tip.warned = past or None
    tip.flags = [*_flags_of_form(messages, text), *_flags_of_photos(tip, photos), *seen]


def _flags_of_photos(tip: Tip, photos: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Return the flags that the sender's own words about their photos raise."""
    codes = ["photo_of_documents"] if (tip.warned or {}).get("papers") == "yes" else []
    if any(photo.rights == "own_not_asked" for photo in photos):
        codes.append("photo_consent")
    return [{"code": code, "text": "", "start": 0, "end": 0} for code in codes]


def _flags_of_form(messages: Sequence[tip_text.Message], text: str) -> list[dict[str, Any]]:
    """Return the flags that show in how a tip was sent, not in its words."""
    codes = []
    if any(message.forwarded_from for message in messages):
        codes.append("forwarded")
    if not text.strip() and any(message.kind == "voice" for message in messages):
        codes.append("voice_only")
    return [{"code": code, "text": "", "start": 0, "end": 0} for code in codes]


def _keep_version(
    session: Session, tip: Tip, messages: Sequence[tip_text.Message], *, cause: str, now: datetime
) -> None:
    text = tip_text.joined(messages)
    session.add(TipVersion(tip_id=tip.id or 0, version=tip.version, text=text, photos=tip.photos, cause=cause, at=now))
    index.owe(session, tip.id or 0, now=now)


def known_message(session: Session, part: Part) -> Any:
    """Return (id, tip_id) of the newest revision of a message that was here before, None for a new one."""
    return run(session, _KNOWN, door=part.door, chat_id=part.chat_id, message_id=part.message_id).first()


def _album_tip(session: Session, part: Part) -> Tip | None:
    if part.media_group_id is None:
        return None
    query = (
        select(Tip)
        .join(TipMessage, col(TipMessage.tip_id) == col(Tip.id))
        .where(
            TipMessage.door == part.door,
            TipMessage.chat_id == part.chat_id,
            TipMessage.media_group_id == part.media_group_id,
        )
    )
    return session.exec(query).first()
