"""One act at the web door: the dialogues' turns in one transaction, and what they say kept for the next page."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.conversation.incoming import Incoming, Kind, Reply
from bot.conversation.refusals import to_sender
from bot.conversation.turn import take_turn
from review import audit, visits
from review.access import Person
from review.db import Session
from review.desk.visiting import Visit
from review.errors import ReviewError
from review.newsroom import Newsroom
from review.port import Part, State
from review.visits import DOOR, Visitor

COMPOSING = "compose"
PRESS = "web"  # a turn is a press wherever its answer is to be heard
Do = Callable[[Visit], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: the refusal if it was one, the tip that was handed in, and whether one is unfinished."""

    refused: str = ""
    handed_in: str = ""
    is_composing: bool = False
    began: bool = False


def visit(session: Session, newsroom: Newsroom, person: Person, cause: str = "") -> Visit:
    """Return a person's desk within an open transaction."""
    return Visit(
        session, person, cause=f"web:{cause}", now=newsroom.clock(), rules=newsroom.rules, words=newsroom.words
    )


async def act(newsroom: Newsroom, visitor: Visitor, do: Do) -> Done:
    """Run `do` and return after its COMMIT; a refusal of the rules is told on the next page and recorded."""
    cause, now = secrets.token_hex(8), newsroom.clock()

    def acted(session: Session) -> Done:
        desk = visit(session, newsroom, visitor.person, cause)
        before = desk.unfinished_id
        do(desk)
        visits.hear(session, visitor.visit_id, desk.heard, now=now)
        sent = desk.reference_of(before) if before is not None and before != desk.unfinished_id else ""
        has_begun = before is None and desk.is_composing()
        return Done(handed_in=sent, is_composing=desk.is_composing(), began=has_begun)

    def refused(session: Session, error: ReviewError) -> Done:
        visits.hear(session, visitor.visit_id, [to_sender(error).as_json()], now=now)
        audit.record(
            session,
            "form",
            f"person:{visitor.person.id}",
            by=visitor.person.id,
            door=DOOR,
            now=now,
            outcome=error.code,
        )
        return Done(refused=error.code)

    return await newsroom.database.act(acted, refused)


def message(desk: Visit, part: Part, *, about: str | None = None) -> None:
    """Say something, as the dialogues hear it from any door."""
    kind = Kind.MESSAGE if _is_new(desk, part) else Kind.EDIT
    take_turn(_incoming(desk, kind, part.message_id, text=part.text, part=part, about=about), desk, PRESS)


def choose(desk: Visit, code: str, screen: int | None = None) -> None:
    """Press a button."""
    take_turn(_incoming(desk, Kind.CHOICE, 0, choice=code, screen=screen), desk, PRESS)


def say(desk: Visit, name: str) -> None:
    """Tell the visitor something of our own on the next page."""
    desk.say(Reply(name).as_json())


def words(desk: Visit, text: str, number: int) -> Part:
    """Return a text as a part of a tip."""
    who = _who(desk).id
    return Part(DOOR, who, number, "text", desk.now, text)


def to_form(desk: Visit) -> None:
    """Stand where a form stands: whatever was begun elsewhere in the conversation waits or is over."""
    state = desk.state()
    if state is None or (state.name == COMPOSING and state.step == "collecting"):
        return
    is_open = desk.is_composing()
    desk.keep(State(COMPOSING, "collecting", state.screen + 1) if is_open else None)


def _is_new(desk: Visit, part: Part) -> bool:
    """Tell whether a message is no change of one of the unfinished tip: also one sent twice, going back in between."""
    place = (part.door, part.chat_id, part.message_id)
    return part.file is not None or place not in {(w.door, w.chat_id, w.message_id) for w in desk.written()}


def _incoming(desk: Visit, kind: Kind, message_id: int, **more: Any) -> Incoming:
    who = _who(desk)
    return Incoming(kind, DOOR, who.id, who.id, message_id, desk.now, name=who.name, locale=who.locale, **more)


def _who(desk: Visit) -> Person:
    assert desk.person is not None  # noqa: S101 - the gate lets nobody in who is no member
    return desk.person
