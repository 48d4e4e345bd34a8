"""Where a dialogue stands and what is owed to whom: the part of the desk every dialogue uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from review import network, outbox, posted
from review.access import Person
from review.desk.arrival import Arrival, arrival
from review.errors import NotAllowed
from review.models import table
from review.port import State
from review.settings import DeskRules
from review.statements import Statement, run
from review.words import Words

TABLE = table("dialogue")
_BEGIN = Statement(TABLE.insert())
_MOVE = Statement(TABLE.update().where(TABLE.c.person_id == bindparam("whose")))
_STANDS = select(TABLE.c.name, TABLE.c.step, TABLE.c.screen, TABLE.c.details).where(
    TABLE.c.person_id == bindparam("whose")
)


PUBLIC = "public_until"  # until when marked material is taken, since its sender said that it was made public


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
        came = self._arrived()
        self._stood, self._composing, self._asked = came.stood, came.composing, came.asked
        self._touched: int | None = None
        self._said = 0
        self.now = now
        self.person = came.person
        self.is_blank = False
        self._lasting: dict[str, Any] = {}  # what outlives the steps of this turn
        self._is_said_public = False

    def state(self) -> State | None:
        """Return where the person's dialogue stands."""
        return self._stood if self._stood and self._stood.step else None

    def keep(self, state: State | None) -> None:
        """Keep where the dialogue now stands; None ends it."""
        if self.person is None:
            return
        stood = self._stood
        if state is None and stood is None and not self._lasting:
            return
        kept = self._kept(stood, state)
        values = {"name": kept.name, "step": kept.step, "screen": kept.screen, "details": kept.details}
        if stood is None:
            run(self._session, _BEGIN, person_id=self.person.id, updated_at=self.now, **values)
        else:
            run(self._session, _MOVE, whose=self.person.id, updated_at=self.now, **values)
        self._stood = kept

    def say(self, reply: Mapping[str, Any], *, once: str = "") -> None:
        """Owe the person a message of its own; `once` names what is said a single time, however often it comes up."""
        self._said += 1
        self._owe(
            "reply",
            subject=f"dialogue:{self._recipient()}",
            key=f"reply:{once or self._caller.cause}:{self._said}",
            details=reply,
        )

    def show(self, closing: Mapping[str, Any] | None = None) -> None:
        """Owe the person a redrawing of the living message of the tip that was touched, or its last words."""
        tip_id = self._touched or (self._composing if closing is None else None)
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

    def tell(self, reply: Mapping[str, Any], query_id: str | None, *, once: str = "") -> None:
        """Owe a refusal: as the answer to the pressed button, else as a message; `once` as in `say`."""
        if query_id is not None:
            self.answer_press(query_id, reply)
        else:
            self.say(reply, once=once)

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

    def owe_form_link(self) -> None:
        """Owe the person a link to the web form; it is made when it is sent."""
        self._owe("form_link", subject=f"person:{self._known().id}", key=f"form_link:{self._caller.cause}", details={})

    def unit_name(self) -> str:
        """Return the name of the person's unit, empty where there is none."""
        unit = network.unit(self._session, self.person.unit_id) if self.person else None
        return unit.name_full if unit else ""

    def _arrived(self) -> Arrival:
        return arrival(self._session, door=self._caller.door, account_id=self._caller.account_id)

    def _known(self) -> Person:
        if self.person is None:
            raise NotAllowed("nobody is signed in at this door")
        return self.person

    def _kept(self, stood: State | None, state: State | None) -> State:
        """Return what the row holds next; the invitation somebody came by outlives the steps, the screen number too.

        So does for some minutes what was said of marked material, also where a dialogue ends.
        """
        said = {PUBLIC: stood.details[PUBLIC]} if stood and PUBLIC in stood.details else {}
        if state is None:
            return State("", "", stood.screen if stood else 0, {**said, **self._lasting})
        invitation = {key: stood.details[key] for key in ("invitation",) if stood and key in stood.details}
        return State(state.name, state.step, state.screen, {**invitation, **said, **state.details, **self._lasting})

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
