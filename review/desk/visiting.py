"""A person at the web door: the same desk, except that what is said is heard on the page and not sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from review import files, intake, tip_view, told
from review.access import Person
from review.desk import Caller, Desk
from review.desk.arrival import Arrival, arrival_of
from review.errors import TipNotFound
from review.files import Stored
from review.models import Attachment, TipMessage
from review.outbox import Lane, Notice, person
from review.port import AttachmentView, Facts
from review.settings import DeskRules
from review.visits import DOOR
from review.words import Words


@dataclass(frozen=True, slots=True)
class Written:
    """A message of the unfinished tip that consists of words; what was forwarded or enclosed is not to be edited."""

    id: int
    door: str
    chat_id: int
    message_id: int
    text: str
    can_be_edited: bool


class Visit(Desk):
    """One person's desk for one request of the web form. The living message behind other doors follows as always."""

    def __init__(
        self, session: Session, who: Person, *, cause: str, now: datetime, rules: DeskRules, words: Words
    ) -> None:
        self._who = who
        caller = Caller(DOOR, who.id, who.id, who.name, who.locale, cause)
        super().__init__(session, caller, now=now, rules=rules, words=words)
        self.heard: list[Mapping[str, Any]] = []

    def say(self, reply: Mapping[str, Any], *, once: str = "") -> None:  # noqa: ARG002 - a page says it every time
        self.heard.append(reply)

    def answer_press(self, query_id: str, reply: Mapping[str, Any] | None) -> None:  # noqa: ARG002 - a page has no press to name
        if reply:
            self.heard.append(reply)

    def redraw(self, reply: Mapping[str, Any], message_id: int) -> None:  # noqa: ARG002 - a page is drawn anew as a whole
        self.heard.append(reply)

    def show(self, closing: Mapping[str, Any] | None = None) -> None:
        if closing:
            self.heard.append(closing)
        super().show(closing)

    @property
    def unfinished_id(self) -> int | None:
        return self._composing

    def reference_of(self, tip_id: int) -> str:
        """Return the reference a tip was given, empty where it was thrown away or joined to another."""
        return tip_view.reference(self._session, tip_id)

    def source_detail(self) -> str:
        """Return what was said of the unfinished tip's source beside its kind."""
        tip = intake.composing(self._session, self._known().id)
        return tip.source_detail if tip else ""

    def written(self) -> Sequence[Written]:
        """Return the words of the unfinished tip, message by message, in sending order."""
        tip = intake.composing(self._session, self._known().id)
        query = (
            select(TipMessage)
            .where(TipMessage.tip_id == (tip.id if tip else 0), col(TipMessage.is_current).is_(True))
            .order_by(col(TipMessage.sent_at), col(TipMessage.message_id))
        )
        rows = [row for row in self._session.exec(query) if row.text.strip() or row.kind == "text"]
        return [_written(row) for row in rows]

    def attached(self) -> Sequence[AttachmentView]:
        """Return the files of the unfinished tip."""
        tip = intake.composing(self._session, self._known().id)
        return tip_view.attachments(self._session, tip.id or 0) if tip else []

    def attached_to(self, reference: str) -> Sequence[AttachmentView]:
        """Return the files of one of the person's own tips; raises TipNotFound."""
        return tip_view.attachments(self._session, self._own(reference).id or 0)

    def own_file(self, number: int) -> AttachmentView:
        """Return a file of one of the person's own tips, finished or not; raises TipNotFound."""
        row = self._session.get(Attachment, number)
        tip = tip_view.owner(self._session, row.tip_id) if row else None
        if row is None or tip != self._known().id:
            raise TipNotFound
        return next(file for file in tip_view.attachments(self._session, row.tip_id) if file.id == number)

    def keep_file(self, ref: str, stored: Stored) -> None:
        """Name the bytes of a file that has just been received with a message of this door."""
        query = select(Attachment.id).where(Attachment.door == DOOR, Attachment.file_ref == ref)
        for number in self._session.exec(query).all():
            files.fetched(self._session, number or 0, stored, now=self.now)

    def living(self) -> Facts | None:
        """Return the facts of the unfinished tip, None where there is none."""
        return self._facts("living", self._composing) if self._composing else None

    def about(self, reference: str) -> Facts:
        """Return the facts of one of the person's own tips; raises TipNotFound."""
        return self._facts("living", self._own(reference).id or 0)

    def _facts(self, kind: str, tip_id: int) -> Facts:
        notice = Notice(0, kind, f"tip:{tip_id}", person(self._who.id), Lane.REPLY, {})
        return told.about(self._session, notice, now=self.now, rules=self._rules)

    def _arrived(self) -> Arrival:
        return arrival_of(self._session, self._who.id)


def _written(row: TipMessage) -> Written:
    can_be_edited = row.kind == "text" and row.forwarded_from is None
    return Written(row.id or 0, row.door, row.chat_id, row.message_id, row.text, can_be_edited)
