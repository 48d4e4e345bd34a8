"""After sending: answers and their ways out, additions, a second look, and sending again."""

from datetime import datetime

from review import amending, answers, appeals, intake, posted, queue, receipts, revising
from review.desk.sending import Sending
from review.models import Tip
from review.port import Joined, Part
from review.workflow import TipStatus

TAKES_MORE = frozenset({TipStatus.RECEIVED, TipStatus.APPROVED})


class Following(Sending):
    """What the dialogues about tips that were handed in ask for."""

    def join(self, about: str, part: Part) -> Joined | None:
        """Join a reply to the tip it is about: an answer or an addition; None where that tip takes nothing more."""
        kind, _, number = about.partition(":")
        tip = self._session.get(Tip, int(number)) if kind == "tip" and number.isdecimal() else None
        if tip is None or tip.sender_id != self._known().id:
            return None
        return self._joined(tip, part)

    def join_to(self, reference: str, part: Part) -> Joined | None:
        """Join a message to one of the person's own tips; raises TipNotFound."""
        return self._joined(self._own(reference), part)

    def answer_with_composing(self, reference: str) -> Joined:
        """Make what was just sent the answer to the desk's question."""
        unfinished = self._unfinished()
        self._touched, self._composing = unfinished.id, None
        return answers.hand_over(
            self._session,
            unfinished,
            self._own(reference),
            by=self._known(),
            door=self._caller.door,
            now=self.now,
            rules=self._rules,
        )

    def decline(self, reference: str, question_id: int) -> None:
        """Say that a question cannot be answered; raises TransitionNotAllowed."""
        tip, by, door = self._own(reference), self._known(), self._caller.door
        answers.decline(self._session, tip, question_id, by=by, door=door, now=self.now, rules=self._rules)

    def cover(self, reference: str, question_id: int) -> None:
        """Say that a question was answered already; raises TransitionNotAllowed."""
        tip, by, door = self._own(reference), self._known(), self._caller.door
        answers.cover(self._session, tip, question_id, by=by, door=door, now=self.now, rules=self._rules)

    def extend(self, reference: str, question_id: int) -> datetime:
        """Ask for more time, once; returns until when; raises TransitionNotAllowed."""
        tip, by, door = self._own(reference), self._known(), self._caller.door
        return answers.extend(self._session, tip, question_id, by=by, door=door, now=self.now)

    def appeal(self, reference: str, note: str) -> None:
        """Ask for a second look, once; raises TransitionNotAllowed."""
        tip, by, door = self._own(reference), self._known(), self._caller.door
        appeals.appeal(self._session, tip, note=note, by=by, door=door, now=self.now, rules=self._rules)

    def has_second(self, reference: str) -> bool:
        """Tell whether somebody but who decided could look at one of the person's own tips again."""
        return appeals.has_second(self._session, self._own(reference))

    def begin_revision(self, reference: str) -> None:
        """Begin a new tip from a rejected one; raises TransitionNotAllowed."""
        tip, by, door = self._own(reference), self._known(), self._caller.door
        self._touched = self._composing = revising.begin(self._session, tip, by=by, door=door, now=self.now)
        receipts.owe(self._session, tip, now=self.now)

    def bring_back(self) -> bool:
        """Have the unfinished tip shown anew at the end of the chat; False where there is none."""
        tip = intake.composing(self._session, self._known().id)
        if tip is None:
            return False
        self._touched = tip.id
        posted.leave(self._session, queue.subject(tip), receipts.KIND)
        return True

    def _joined(self, tip: Tip, part: Part) -> Joined | None:
        if tip.status is TipStatus.NEEDS_INFO:
            return answers.answer(self._session, tip, part, by=self._known(), now=self.now, rules=self._rules)
        if tip.status not in TAKES_MORE:
            return None
        joined = amending.add(self._session, tip, part, now=self.now)
        self._propose(joined)
        return joined
