"""What a made-up correspondent sent: the tip, its messages and files, and the raw updates they came in."""

import json
from datetime import datetime, timedelta

from review.models import Attachment, InboxRow, MailState, PostedMessage, Tip, TipMessage, TipVersion
from review.outbox import Lane, person
from review.simulated.crowd import DOOR
from review.simulated.making import MadeTip, Making
from review.tokens import digest
from review.workflow import TipStatus
from review.working_time import after_working_hours

GROUP = -1_006_000_000_001  # a group of their own, so that no real card is taken for theirs
BOT = 6_000_000_001
BETWEEN = timedelta(seconds=20)
CLAIMED = 0.1
A_LEASE = timedelta(minutes=20)


def send(making: Making, tip: MadeTip) -> None:
    """Add the tip as it now stands with everything its sender sent."""
    sent_at = tip.received_at - BETWEEN * (2 + tip.photos)
    _add_tip(making, tip, sent_at)
    first = message(making, tip, tip.text, at=sent_at)
    for place in range(tip.photos):
        _photo(making, tip, at=sent_at + BETWEEN * (1 + place))
    if tip.reference:
        _first_version(making, tip)
    _show(making, tip, first)


def message(
    making: Making, tip: MadeTip, text: str, *, at: datetime, kind: str = "text", question: int | None = None
) -> int:
    """Add one message with the update it came in and the redrawing it caused; returns its number."""
    number = making.numbers.take(TipMessage)
    making.bulk.add(
        TipMessage,
        id=number,
        tip_id=tip.id,
        door=DOOR,
        chat_id=tip.sender.account,
        message_id=2 * number,
        kind=kind,
        text=text,
        question_id=question,
        sent_at=at,
    )
    update(making, tip, {"message_id": 2 * number, "date": int(at.timestamp()), "text": text}, at=at)
    key = f"{tip.id}:m{number}"
    making.journal.tell(making.bulk, "living", tip.subject, person(tip.sender.id), lane=Lane.REPLY, key=key, at=at)
    return number


def update(making: Making, tip: MadeTip, content: dict[str, object], *, at: datetime) -> None:
    """Add the raw update a message came in, where it is still kept."""
    if not making.is_recent(at):
        return
    number = making.numbers.take(InboxRow)
    chat = {"id": tip.sender.account, "type": "private"}
    raw = json.dumps({"update_id": number, "message": {**content, "chat": chat, "from": chat}})
    making.bulk.add(
        InboxRow,
        id=number,
        bot_id=BOT,
        update_id=number,
        digest=digest(raw),
        chat_key=tip.sender.account,
        raw=raw,
        state=MailState.DONE,
        attempts=1,
        not_before=at,
        received_at=at,
        handled_at=at,
    )


def _first_version(making: Making, tip: MadeTip) -> None:
    making.bulk.add(
        TipVersion,
        tip_id=tip.id,
        version=1,
        text=tip.text,
        photos=tip.photos,
        cause="submitted",
        at=tip.received_at,
    )


def _photo(making: Making, tip: MadeTip, *, at: datetime) -> None:
    photo = making.chance.choice(making.photos)
    number = message(making, tip, "", at=at, kind="photo")
    making.bulk.add(
        Attachment,
        tip_id=tip.id,
        message_pk=number,
        kind="photo",
        door=DOOR,
        file_ref=f"simulated:{photo.key[:16]}",
        unique_ref=f"simulated:{number}",
        size=photo.size,
        state="stored",
        not_before=at,
        original=photo.key,
        copy_key=photo.key,
        media_type=photo.media_type,
        width=photo.width,
        height=photo.height,
        stored_at=at,
    )


def _add_tip(making: Making, tip: MadeTip, sent_at: datetime) -> None:
    is_handed_in, decided = bool(tip.reference), tip.fate.decided_at if tip.reference else None
    is_claimed = tip.fate.status is TipStatus.RECEIVED and is_handed_in and making.chance.random() < CLAIMED
    hours, zone = making.rules.answer_hours, making.rules.zone
    making.bulk.add(
        Tip,
        id=tip.id,
        reference=tip.reference or None,
        sender_id=tip.sender.id,
        unit_id=tip.sender.unit_id,
        status=tip.fate.status if is_handed_in else TipStatus.COMPOSING,
        version=tip.fate.versions,
        topic=tip.saying.topic,
        genre="TIN" if tip.fate.status is TipStatus.APPROVED else None,
        section=making.sections.get(tip.saying.topic) if tip.fate.status is TipStatus.APPROVED else None,
        source_type="witness",
        excerpt=tip.saying.excerpt,
        flags=list(tip.saying.flags),
        photos=tip.photos,
        started_at=sent_at,
        sent_at=sent_at if is_handed_in else None,
        received_at=tip.received_at if is_handed_in else None,
        due_at=after_working_hours(tip.received_at, hours, zone=zone) if is_handed_in else None,
        decided_at=decided,
        claimed_by=making.chance.choice(making.crowd.moderators).id if is_claimed else None,
        claimed_until=making.now + A_LEASE if is_claimed else None,
        duplicate_of=tip.duplicate_of,
    )


def _show(making: Making, tip: MadeTip, first: int) -> None:
    """Remember where the tip is shown: to its sender, and once handed in to the moderators."""
    chats = [(tip.sender.account, 2 * first + 1, "living")]
    if tip.reference:
        chats.append((GROUP, tip.id, "card"))
    for chat_id, message_id, kind in chats:
        making.bulk.add(
            PostedMessage,
            door=DOOR,
            chat_id=chat_id,
            message_id=message_id,
            subject=tip.subject,
            kind=kind,
            digest=digest(tip.subject),
            posted_at=tip.received_at,
        )
