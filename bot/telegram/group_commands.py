"""What moderators type in their group: how much waits, a search, help. Nobody else is answered, and no other group."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Message

from bot.telegram.inbound import DOOR
from bot.telegram.serving import serving
from review import outbox
from review.access import Person
from review.db import Session
from review.desk import house_keys, looking
from review.desk.judging import Judging
from review.errors import ReviewError
from review.language.clean import clean_text

COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
NAMES = {"vi": ("ton", "tim", "trogiup"), "en": ("waiting", "find", "help")}
Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command of the group in the language of its name, with the words behind it."""

    name: str
    locale: str
    words: str


def asked(text: str, username: str) -> Asked | None:
    """Read a command of ours; None for other words, and for what is said to another bot."""
    found = COMMAND.fullmatch(clean_text(text).strip())
    if found is None or (found[2] or username).casefold() != username.casefold():
        return None
    for locale, names in NAMES.items():
        if found[1].casefold() in names:
            name = NAMES["vi"][names.index(found[1].casefold())]
            return Asked(name, locale, (found[3] or "").strip())
    return None


async def answer(message: Message, command: Asked) -> None:
    """Owe the group the answer; what was typed is not kept."""
    current = serving()
    newsroom = current.office.newsroom
    account_id = message.from_user.id if message.from_user else 0

    def is_ours(session: Session) -> bool:
        return message.chat.id == house_keys.group_chat(session, newsroom.settings.moderation_chat_id)

    def effect(session: Session) -> bool:
        if is_ours(session):
            by, now = looking.moderator(session, door=DOOR, account_id=account_id), newsroom.clock()
            kind, details = _answered(session, command, by, now)
            outbox.enqueue(
                session,
                kind,
                subject=f"queue:{current.letter.id}",
                recipient=outbox.GROUP,
                lane=outbox.Lane.REPLY,
                dedupe_key=f"{kind}:{current.cause}",
                now=now,
                details={**details, "locale": command.locale},
            )
        return True

    def refused(session: Session, error: ReviewError) -> bool:
        judging = Judging(session, door=DOOR, account_id=account_id, now=newsroom.clock(), rules=newsroom.rules)
        judging.record_refusal(f"group_{command.name}", f"update:{current.letter.id}", error.code)
        return True

    await current.act(effect, refused)


def _answered(session: Session, command: Asked, by: Person, now: datetime) -> tuple[str, Details]:
    """Return the kind of the answer and what it names; a search without words is told how to search."""
    if command.name == "tim" and not command.words:
        return "group_help", {}
    return ANSWERS[command.name](session, command.words, by, now)


def _waiting(session: Session, _words: str, by: Person, now: datetime) -> tuple[str, Details]:
    return "group_waiting", looking.waiting(session, by=by, now=now)


def _found(session: Session, words: str, by: Person, now: datetime) -> tuple[str, Details]:
    return "group_found", looking.found(session, words, by=by, now=now)


def _help(_session: Session, _words: str, _by: Person, _now: datetime) -> tuple[str, Details]:
    return "group_help", {}


ANSWERS: Mapping[str, Callable[[Session, str, Person, datetime], tuple[str, Details]]] = {
    "ton": _waiting,
    "tim": _found,
    "trogiup": _help,
}
