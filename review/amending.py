"""After sending: messages that are added and messages that are edited, each a version of the tip that stays.

What comes to an approved tip is a proposed correction; what comes to a rejected one that is sent again, changes that.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from review import intake, limits, queue, tip_text
from review.models import Attachment, Tip, TipMessage
from review.port import Joined, Part
from review.workflow import UNDECIDED, TipStatus

SAID_OF_A_PHOTO = ("caption", "alt", "rights", "taken_by")


def add(session: Session, tip: Tip, part: Part, *, now: datetime) -> Joined:
    """Join a later message of the sender to a tip: a new version, known once; a proposal where the tip is approved."""
    if intake.known_message(session, part) is not None:
        return Joined("known", tip.id or 0, tip.reference, tip.version)
    is_again, is_waiting = album_part(session, tip, part) is not None, tip.status in UNDECIDED
    intake.add(session, tip.id or 0, part, now=now, is_late=not is_waiting)
    way = "added" if is_waiting else "proposed"
    intake.new_version(session, tip, cause=way, now=now)
    return Joined("again" if is_again else way, tip.id or 0, tip.reference, tip.version)


def merge(session: Session, unfinished: Tip, tip: Tip, *, now: datetime) -> Joined:
    """Join all of an unfinished tip to one that waits: a new version of that, and the unfinished one is gone."""
    move(session, unfinished, tip, question_id=None)
    intake.new_version(session, tip, cause="added", now=now)
    return Joined("added", tip.id or 0, tip.reference, tip.version)


def move(session: Session, unfinished: Tip, tip: Tip, *, question_id: int | None) -> None:
    """Move all messages and files of an unfinished tip to another one, as the answer to a question if there is one.

    Copies of what the other one holds already come home: a tip holds a message once. Raises UnissuedOpen.
    """
    intake.require_public(unfinished, tip_text.messages(session, unfinished.id or 0))
    _bring_home(session, unfinished, tip)
    for message in session.exec(select(TipMessage).where(TipMessage.tip_id == unfinished.id)):
        message.tip_id, message.question_id = tip.id or 0, question_id
        session.add(message)
    for file in session.exec(select(Attachment).where(Attachment.tip_id == unfinished.id)):
        file.tip_id = tip.id or 0
        session.add(file)
    session.flush()
    session.delete(unfinished)


def revise(session: Session, part: Part, *, now: datetime) -> Joined | None:
    """Take an edited message or caption: a new revision; after sending also a new version of the tip.

    None for a message that never joined a tip. A revision takes as much room as a message: raises TipTooLarge.
    """
    place = intake.known_message(session, part)
    known = session.get(TipMessage, place.id) if place else None
    if known is None:
        return None
    known = _newest_copy(session, known)
    tip = queue.by_id(session, known.tip_id)
    is_other = _is_another_file(session, known, part)
    if known.text == part.text and not is_other:
        return Joined("known", known.tip_id, tip.reference, tip.version)
    limits.require_room(session, known.tip_id, part)
    revision = _replace(session, known, part)
    if is_other:
        _replace_file(session, tip, revision, part, now=now)
    if tip.status is TipStatus.COMPOSING:
        return Joined("changed", known.tip_id)
    way = "changed" if tip.status in UNDECIDED else "proposed" if tip.status is TipStatus.APPROVED else "decided"
    intake.new_version(session, tip, cause="proposed" if way == "proposed" else "edited", now=now)
    return Joined(way, known.tip_id, tip.reference, tip.version, {"status": tip.status.value})


def album_part(session: Session, tip: Tip, part: Part) -> TipMessage | None:
    """Return a part of the same album that a tip already holds, None where this is the first."""
    if part.media_group_id is None:
        return None
    query = select(TipMessage).where(
        TipMessage.door == part.door,
        TipMessage.chat_id == part.chat_id,
        TipMessage.media_group_id == part.media_group_id,
        TipMessage.tip_id == tip.id,
    )
    return session.exec(query).first()


def copies_of(tip_id: int) -> int:
    """Return the chat in which copies of a tip's messages stand: none of a messenger's, since those are positive."""
    return -tip_id


def _newest_copy(session: Session, message: TipMessage) -> TipMessage:
    """Return the message in the tip that its own was sent again as, itself where there is none."""
    query = select(TipMessage).where(
        TipMessage.door == message.door,
        TipMessage.chat_id == copies_of(message.tip_id),
        TipMessage.message_id == message.message_id,
        col(TipMessage.is_current).is_(True),
    )
    copy = session.exec(query).first()
    return _newest_copy(session, copy) if copy else message


def _bring_home(session: Session, unfinished: Tip, tip: Tip) -> None:
    """Put what was changed in copies of a tip's messages into these, as an edit; the copies are gone."""
    held = {(own.door, own.message_id): own for own in _current(session, tip)}
    for copy in [copy for copy in _current(session, unfinished) if copy.chat_id < 0]:
        own = held.get((copy.door, copy.message_id))
        if own is None:
            continue
        if own.text != copy.text:
            own = _replace(session, own, copy)
        _bring_files_home(session, copy, own)
        session.exec(
            delete(TipMessage).where(
                col(TipMessage.door) == copy.door,
                col(TipMessage.chat_id) == copy.chat_id,
                col(TipMessage.message_id) == copy.message_id,
            )
        )


def _bring_files_home(session: Session, copy: TipMessage, own: TipMessage) -> None:
    """Keep what was said of a copy's files on the files themselves; one that was changed moves."""
    held = {file.unique_ref: file for file in _files(session, own)}
    for file in _files(session, copy):
        if file.unique_ref not in held:
            file.tip_id, file.message_pk = own.tip_id, own.id or 0
            continue
        for name in SAID_OF_A_PHOTO:
            setattr(held[file.unique_ref], name, getattr(file, name))
        session.delete(file)
    session.flush()


def _current(session: Session, tip: Tip) -> Sequence[TipMessage]:
    return session.exec(
        select(TipMessage).where(TipMessage.tip_id == tip.id, col(TipMessage.is_current).is_(True))
    ).all()


def _files(session: Session, message: TipMessage) -> Sequence[Attachment]:
    return session.exec(select(Attachment).where(Attachment.message_pk == message.id)).all()


def _is_another_file(session: Session, known: TipMessage, part: Part) -> bool:
    """Tell whether an edit brings another file than the message had: a messenger lets people change that too."""
    if part.file is None or not part.file.unique_ref:
        return False
    held = select(Attachment.unique_ref).where(Attachment.message_pk == known.id)
    return part.file.unique_ref not in session.exec(held).all()


def _replace_file(session: Session, tip: Tip, revision: TipMessage, part: Part, *, now: datetime) -> None:
    """Take the file an edit brings; the one before goes while nobody has seen it, and stays once the tip was sent."""
    if tip.status is TipStatus.COMPOSING:
        session.exec(delete(Attachment).where(col(Attachment.message_pk) == revision.id))
    intake.attach(session, revision.tip_id, revision.id or 0, part, now=now)
    session.flush()


def _replace(session: Session, known: TipMessage, part: Part | TipMessage) -> TipMessage:
    """Put a new revision in the place of a message and return it; its files go with it."""
    known.is_current = False
    revision = TipMessage(**known.model_dump(exclude={"id"}))
    revision.revision, revision.text, revision.is_current = known.revision + 1, part.text, True
    revision.kind = part.kind
    session.add_all([known, revision])
    session.flush()
    for file in _files(session, known):
        file.message_pk = revision.id or 0
        session.add(file)
    return revision
