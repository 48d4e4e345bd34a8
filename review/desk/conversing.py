"""Where a dialogue stands and what is owed to whom: the part of the desk every dialogue uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from review import intake, network, outbox, people, posted
from review.access import Person
from review.errors import NotAllowed
from review.models import Dialogue
from review.port import State
from review.settings import DeskRules
from review.words import Words


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the door: the account and chat, the name and language shown there, and the update that brought them."""

    door: str
    account_id: int
    chat_id: int
    name: str
    locale: str
    cause: str


class Conversing:
    """The dialogue itself: where it stands, and what is owed to the person or the stranger at the door."""

    def __init__(self, session: Session, caller: Caller, *, now: datetime, rules: DeskRules, words: Words) -> None:
        self._session = session
        self._caller = caller
        self._rules = rules
        self._words = words
        self._touched: int | None = None
        self._row: Dialogue | None = None
        self._said = 0
        self.now = now
        self.person = people.find(session, door=caller.door, account_id=caller.account_id)
        self.is_blank = False

    def state(self) -> State | None:
        """Return where the person's dialogue stands."""
        row = self._dialogue()
        return State(row.name, row.step, row.screen, row.details) if row and row.step else None

    def keep(self, state: State | None) -> None:
        """Keep where the dialogue now stands; None ends it."""
        if self.person is None:
            return
        row = self._dialogue()
        if state is None:
            if row is not None:
                row.name, row.step, row.details, row.updated_at = "", "", {}, self.now
                self._session.add(row)
            return
        row = row or Dialogue(person_id=self.person.id, name="", step="", updated_at=self.now)
        invitation = {key: row.details[key] for key in ("invitation",) if key in row.details}
        row.name, row.step, row.screen = state.name, state.step, state.screen
        row.details, row.updated_at = {**invitation, **state.details}, self.now
        self._session.add(row)

    def say(self, reply: Mapping[str, Any]) -> None:
        """Owe the person a message of its own."""
        self._said += 1
        self._owe(
            "reply",
            subject=f"dialogue:{self._recipient()}",
            key=f"reply:{self._caller.cause}:{self._said}",
            details=reply,
        )

    def show(self, closing: Mapping[str, Any] | None = None) -> None:
        """Owe the person a redrawing of the living message of the tip that was touched, or its last words."""
        tip = intake.composing(self._session, self.person.id) if self.person and closing is None else None
        tip_id = (tip.id if tip else None) or self._touched
        if tip_id is not None:
            self._owe(
                "living", subject=f"tip:{tip_id}", key=f"living:{tip_id}:{self._caller.cause}", details=closing or {}
            )

    def answer_press(self, query_id: str, reply: Mapping[str, Any] | None) -> None:
        """Owe the pressed button its answer."""
        outbox.enqueue(
            self._session,
            "press",
            subject=f"press:{query_id}",
            recipient=self._recipient(),
            lane=outbox.Lane.PRESS,
            dedupe_key=f"press:{query_id}",
            now=self.now,
            details=dict(reply or {}),
        )

    def tell(self, reply: Mapping[str, Any], query_id: str | None) -> None:
        """Owe a refusal: as the answer to the pressed button, else as a message."""
        if query_id is not None:
            self.answer_press(query_id, reply)
        else:
            self.say(reply)

    def shown_at(self, message_id: int) -> str | None:
        """Return the subject a message of ours in this chat is about, None where it is about none."""
        found = posted.shown_at(
            self._session, door=self._caller.door, chat_id=self._caller.chat_id, message_id=message_id
        )
        return found.subject if found else None

    def forget_update(self) -> None:
        """Have the update that is being handled blanked."""
        self.is_blank = True

    def owe_login_link(self) -> None:
        """Owe a member of staff a one-time link; it is made when it is sent. Raises NotAllowed."""
        if self.person is None or not self.person.is_staff:
            raise NotAllowed("only staff sign in", verb="sign_in")
        self._owe("login_link", subject=f"person:{self.person.id}", key=f"login:{self._caller.cause}", details={})

    def unit_name(self) -> str:
        """Return the name of the person's unit, empty where there is none."""
        unit = network.unit(self._session, self.person.unit_id) if self.person else None
        return unit.name_full if unit else ""

    def _known(self) -> Person:
        if self.person is None:
            raise NotAllowed("nobody is signed in at this door")
        return self.person

    def _dialogue(self) -> Dialogue | None:
        if self._row is None and self.person is not None:
            self._row = self._session.exec(select(Dialogue).where(Dialogue.person_id == self.person.id)).first()
        return self._row

    def _recipient(self) -> str:
        return outbox.person(self.person.id) if self.person else outbox.stranger(self._caller.chat_id)

    def _owe(self, kind: str, *, subject: str, key: str, details: Mapping[str, Any]) -> None:
        outbox.enqueue(
            self._session,
            kind,
            subject=subject,
            recipient=self._recipient(),
            lane=outbox.Lane.REPLY,
            dedupe_key=key,
            now=self.now,
            details=details,
        )
