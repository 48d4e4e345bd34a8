"""What Lan's telephone already shows: the messages of the sample's past and what the desk answered then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.incoming import Reply
from bot.conversation.notices import reply_for
from bot.conversation.receipt import receipt as receipt_of
from bot.conversation.words import House, spoken
from bot.rehearsal.pictures.canvas import HEIGHT, WIDTH
from bot.rehearsal.sample.cast import LAN
from bot.rehearsal.sample.people import DOOR
from bot.rehearsal.sample.sending import Sent, content, message_number
from bot.rehearsal.world import Chat, Json, World
from review import intake, outbox, people, posted, told
from review.db import Session
from review.newsroom import Newsroom
from review.outbox import Notice
from review.port import Part
from review.posted import Posted

TOLD = frozenset({"published"})
A_MOMENT = timedelta(seconds=2)
LAN_READS = "vi"


@dataclass(frozen=True, slots=True)
class Told:
    """A message of the bot in the past, and the subject it is about."""

    at: datetime
    text: str
    subject: str
    kind: str


def show(world: World, newsroom: Newsroom, sent: Sequence[Sent]) -> None:
    """Put the sample's past on Lan's telephone, in order."""
    chat = world.chats[LAN.account]
    parts = [message.part for message in sent if message.actor == LAN.key]
    answers = newsroom.database.act_now(lambda session: _answers(session, newsroom, parts))
    lines: list[Part | Told] = [*parts, *answers]
    for line in sorted(lines, key=_when):
        shown = _own(world, line) if isinstance(line, Part) else {"from": world.me, "text": line.text}
        _put(world, chat, _when(line), shown)


def _when(line: Part | Told) -> datetime:
    return line.sent_at if isinstance(line, Part) else line.at


def _own(world: World, part: Part) -> Json:
    shown: Json = {"from": world.users[LAN.account]}
    if part.file is not None:
        shown["photo"] = world.photo(content(part.file.ref), WIDTH, HEIGHT)
    if part.media_group_id:
        shown["media_group_id"] = part.media_group_id
    if part.text:
        shown["caption" if part.file else "text"] = part.text
    return shown


def _put(world: World, chat: Chat, at: datetime, shown: Json) -> None:
    chat.next_id = message_number(at)
    message = world.add_message(chat, shown.pop("from"), shown)
    message["date"] = int(at.timestamp())


def _answers(session: Session, newsroom: Newsroom, parts: Sequence[Part]) -> list[Told]:
    """Return what the desk told Lan, and remember where it stands, so that a reply to it finds its tip."""
    numbers = {known.tip_id for part in parts if (known := intake.known_message(session, part))}
    answers = [answer for number in sorted(numbers) for answer in _about(session, newsroom, f"tip:{number}")]
    for answer in answers:
        place = Posted(LAN.account, message_number(answer.at), answer.subject, answer.kind, "", "")
        posted.remember(session, [place], door=DOOR, now=answer.at)
    return answers


def _about(session: Session, newsroom: Newsroom, subject: str) -> Iterator[Told]:
    person = people.find(session, door=DOOR, account_id=LAN.account)
    reader = outbox.person(person.id if person else 0)
    receipt = Notice(0, "living", subject, reader, int(outbox.Lane.REPLY))
    facts = told.about(session, receipt, now=newsroom.clock(), rules=newsroom.rules)
    tip = facts.tip
    if tip is None or tip.received_at is None:
        return
    yield _said(newsroom, receipt_of(tip, facts), tip.received_at, receipt)
    for notice in outbox.about(session, subject):
        if notice.recipient != reader or notice.kind not in TOLD or notice.created_at is None:
            continue
        facts = told.about(session, notice, now=notice.created_at, rules=newsroom.rules)
        reply = reply_for(notice.kind, facts, notice.details)
        if reply is not None:
            yield _said(newsroom, reply, notice.created_at, notice)


def _said(newsroom: Newsroom, reply: Reply, at: datetime, notice: Notice) -> Told:
    house = House(newsroom.words, newsroom.settings.time_zone, newsroom.settings.base_url)
    text = spoken(reply, locale=LAN_READS, now=at, house=house).text
    return Told(at + A_MOMENT, text, notice.subject, notice.kind)
