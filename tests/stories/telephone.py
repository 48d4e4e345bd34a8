"""A telephone without a messenger: one person's dialogue on a real desk, in process; it knows only what it is shown."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlmodel import select

from bot.conversation.incoming import Incoming, Kind, Reply
from bot.conversation.notices import NOTICES, reply_for
from bot.conversation.refusals import once, refusal
from bot.conversation.turn import take_turn
from bot.conversation.words import spoken
from bot.telegram.office import house_of
from bot.telegram.redrawing import is_redrawn, place
from review import outbox, people, told
from review.db import Database, Session
from review.desk import Caller, Desk
from review.errors import ReviewError
from review.media.folder import FolderStore
from review.models import OutboxRow
from review.newsroom import Newsroom
from review.outbox import Notice
from review.port import Facts, Part
from review.settings import Settings
from review.words import shipped

DOOR = "telegram"
MADE_AT_THE_DOOR = frozenset({"press", "login_link", "form_link"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Offer:
    """A button as it was offered: its code, on which screen, and about what its message is."""

    code: str
    screen: int | None
    about: str


class _OnlyTried(Exception):
    """Rolls back what was tried."""


@dataclass
class Telephone:
    """One account: what it sends goes through the dialogue in one transaction, what it is told stands in its chat."""

    url: str
    folder: Path
    account: int
    now: datetime
    name: str = "Lan"
    numbers: "itertools.count[int]" = field(init=False)
    bubbles: dict[str, Reply] = field(default_factory=dict)
    standing: dict[str, tuple[Offer, ...]] = field(default_factory=dict)
    offered: list[Offer] = field(default_factory=list)
    newest: tuple[Offer, ...] = ()
    refused: ReviewError | None = None

    def __post_init__(self) -> None:
        self.numbers = itertools.count(int(self.now.timestamp()))  # no two telephones count the same
        self.opens()

    def opens(self) -> None:
        """Begin with a desk that remembers nothing but its database."""
        settings = Settings(database_url=self.url, data_dir=self.folder, secret_key="of-a-test", daily_tips=None)
        store = FolderStore(self.folder / "media")
        self.newsroom = Newsroom(settings, Database(self.url), store, shipped(), lambda: self.now)
        self.house = house_of(self.newsroom)

    def closes(self) -> None:
        self.newsroom.database.close()

    def passes(self, span: timedelta) -> None:
        self.now += span

    def does(self, incoming: Incoming) -> None:
        """Have something arrive, and everything that is owed for it."""
        self.refused = self.newsroom.database.act_now(
            lambda session: self._turn(session, incoming), self._tells(incoming)
        )
        self.looks()

    def tries(self, incomings: list[Incoming], then: Callable[[Session], T]) -> T:
        """Return what would be so after all of these, and leave no trace of them."""
        found: list[T] = []

        def act(session: Session) -> None:
            for incoming in incomings:
                try:
                    with session.begin_nested():
                        self._turn(session, incoming)
                except ReviewError:
                    continue
            found.append(then(session))
            raise _OnlyTried

        with suppress(_OnlyTried):
            self.newsroom.database.act_now(act)
        return found[0]

    def looks(self) -> None:
        """Read everything that is due, and have it stand in the chat: redrawn where it stands already."""
        due = self.newsroom.database.act_now(self._due)
        for notice, facts in due:
            self._shows(notice, facts)

    def message(self, text: str = "", **more: object) -> Part:
        """Return a message of this account as part of a tip."""
        kind = str(more.pop("kind", "text"))
        return Part(DOOR, self.account, next(self.numbers), kind, self.now, text, **more)  # type: ignore[arg-type]  # what a test names is what a part has

    def sent(self, part: Part, kind: Kind = Kind.MESSAGE, about: str | None = None) -> Incoming:
        return replace(self._heard(kind, part.message_id), text=part.text, part=part, about=about)

    def command(self, word: str, argument: str = "") -> Incoming:
        return replace(self._heard(Kind.COMMAND, next(self.numbers)), command=word, text=argument)

    def press(self, offer: Offer) -> Incoming:
        return replace(self._heard(Kind.CHOICE, 1), choice=offer.code, screen=offer.screen)

    def offers_of(self, session: Session, since: int) -> list[Offer]:
        """Return the buttons of what is owed since a row of the outbox, without having it arrive."""
        found: list[Offer] = []
        for row in session.exec(select(OutboxRow).where(OutboxRow.id > since)).all():  # type: ignore[operator]  # a column, seen as a number
            notice = Notice(row.id or 0, row.kind, row.subject, row.recipient, row.lane, row.details)
            if self._is_for_me(session, notice) and row.not_before <= self.now:
                found += _offers(notice, *self._said(session, notice))
        return found

    def _turn(self, session: Session, incoming: Incoming) -> None:
        take_turn(incoming, self._desk(session), self._query(incoming))

    def _tells(self, incoming: Incoming) -> Callable[[Session, ReviewError], ReviewError]:
        def refused(session: Session, error: ReviewError) -> ReviewError:
            self._desk(session).tell(refusal(error).as_json(), self._query(incoming), once=once(error))
            return error

        return refused

    def _query(self, incoming: Incoming) -> str | None:
        return f"q{next(self.numbers)}" if incoming.kind is Kind.CHOICE else None

    def _desk(self, session: Session) -> Desk:
        caller = Caller(DOOR, self.account, self.account, self.name, "vi", f"u{next(self.numbers)}")
        return Desk(session, caller, now=self.now, rules=self.newsroom.rules, words=self.newsroom.words)

    def _heard(self, kind: Kind, message_id: int) -> Incoming:
        return Incoming(kind, DOOR, self.account, self.account, message_id, self.now, name=self.name)

    def _due(self, session: Session) -> list[tuple[Notice, tuple[Facts, Reply | None]]]:
        notices = outbox.claim(session, worker="telephone", now=self.now)
        outbox.sent(session, [notice.id for notice in notices], now=self.now)
        return [(notice, self._said(session, notice)) for notice in notices if self._is_for_me(session, notice)]

    def _is_for_me(self, session: Session, notice: Notice) -> bool:
        """Tell whether a notice is a message to this person; what a door makes as it sends it has no buttons."""
        me = people.find(session, door=DOOR, account_id=self.account)
        recipient = outbox.person(me.id) if me else outbox.stranger(self.account)
        return notice.recipient == recipient and notice.kind in NOTICES and notice.kind not in MADE_AT_THE_DOOR

    def _said(self, session: Session, notice: Notice) -> tuple[Facts, Reply | None]:
        facts = told.about(session, notice, now=self.now, rules=self.newsroom.rules)
        reply = reply_for(notice.kind, facts, notice.details)
        if reply is not None:
            spoken(reply, locale=facts.locale, now=self.now, house=self.house)  # every word of it is there
        return facts, reply

    def _shows(self, notice: Notice, said: tuple[Facts, Reply | None]) -> None:
        facts, reply = said
        if reply is None or facts.reader is None:
            return
        where = f"{notice.subject}:{place(notice.kind)}" if is_redrawn(notice.kind) else str(notice.id)
        offers = tuple(_offers(notice, facts, reply))
        self.bubbles[where], self.standing[where] = reply, offers
        self.offered += offers
        self.newest = offers or self.newest


def _offers(notice: Notice, facts: Facts, reply: Reply | None) -> list[Offer]:
    screen = facts.state.screen if facts.state and notice.kind == "living" else None
    choices = [choice for row in reply.choices for choice in row if not choice.url] if reply else []
    return [Offer(choice.code, screen, notice.subject) for choice in choices]
