"""The moderators' side of the port: a card's buttons as verbs on a tip, for the person who pressed."""

from datetime import datetime

from sqlmodel import Session

from review import access, approval, audit, changes, intake, moderation, outbox, people, posted, queue
from review.access import Person, Right
from review.approval import Proposal
from review.errors import NotAllowed, TransitionNotAllowed
from review.models import Tip
from review.moderation import Decided
from review.rendering.drafts import Rendered
from review.settings import DeskRules
from review.workflow import UNDECIDED, Verb

CARD = "card"
ASKED_REASON = "reason_details"


class Judging:
    """One moderator's press, in the transaction it is handled in."""

    def __init__(self, session: Session, *, door: str, account_id: int, now: datetime, rules: DeskRules) -> None:
        self._session, self._door, self._now, self._rules = session, door, now, rules
        self._account_id = account_id
        self.person = people.find(session, door=door, account_id=account_id)

    def claim(self, tip_id: int) -> Decided:
        """Take a tip in hand, or give one's own claim back."""
        tip, by = self._tip(tip_id), self._known()
        act = moderation.release if tip.claimed_by == by.id and self._runs(tip) else moderation.claim
        return act(self._session, tip, by=by, door=self._door, now=self._now)

    def approve(self, tip_id: int, proposal: Proposal, rendered: Rendered, *, version: int) -> Decided:
        """Approve with the proposed genre and section; refused where the tip changed since the card was drawn."""
        tip = self._tip(tip_id)
        self._require(Verb.APPROVE, tip)
        queue.raise_if_decided(self._session, tip)
        queue.require_version(tip, version)
        return moderation.approve(
            self._session,
            tip,
            article=rendered.article,
            error=rendered.error,
            version=proposal.version,
            by=self._known(),
            door=self._door,
            now=self._now,
            rules=self._rules,
        )

    def reject(self, tip_id: int, reason: str, *, version: int | None, note: str = "") -> Decided:
        tip = self._tip(tip_id)
        decided = moderation.reject(
            self._session,
            tip,
            reason=reason,
            note=note,
            version=version,
            by=self._known(),
            door=self._door,
            now=self._now,
            rules=self._rules,
        )
        if decided.is_vote:
            self._set_view(tip, "")  # the next reader begins anew
        return decided

    def ask(self, tip_id: int, *, version: int) -> Decided:
        """Send the questions ticked on the card."""
        tip = self._tip(tip_id)
        decided = moderation.ask(
            self._session,
            tip,
            codes=self.ticked(tip_id),
            version=version,
            by=self._known(),
            door=self._door,
            now=self._now,
            rules=self._rules,
        )
        self._set_view(tip, "")
        return decided

    def reopen(self, tip_id: int) -> Decided:
        return moderation.reopen(self._session, self._tip(tip_id), by=self._known(), door=self._door, now=self._now)

    def show(self, tip_id: int, view: str, verb: Verb) -> None:
        """Have the card offer reasons or questions; refused like the verb they lead to."""
        tip = self._tip(tip_id)
        self._require(verb, tip)
        queue.raise_if_decided(self._session, tip)
        if tip.status not in UNDECIDED:
            raise TransitionNotAllowed(status=tip.status, verb=verb)
        self._set_view(tip, view)

    def tick(self, tip_id: int, code: str) -> bool:
        """Tick or untick a question on the card; returns whether it is ticked now."""
        codes = self.ticked(tip_id)
        is_ticked = code not in codes
        chosen = sorted([*codes, code]) if is_ticked else [other for other in codes if other != code]
        self.show(tip_id, "questions:" + ",".join(chosen), Verb.ASK)
        return is_ticked

    def ticked(self, tip_id: int) -> list[str]:
        """Return the questions ticked on the card."""
        shown = posted.where_shown(self._session, f"tip:{tip_id}", CARD, door=self._door)
        _, _, codes = (shown.view if shown else "").partition(":")
        return [code for code in codes.split(",") if code]

    def ask_details(self, tip_id: int, reason: str) -> None:
        """Ask in the group what a reason needs to be filled with; the answer to that message rejects."""
        tip = self._tip(tip_id)
        self._require(Verb.REJECT, tip)
        queue.raise_if_decided(self._session, tip)
        self._owe(tip, ASKED_REASON, {"reason": reason})

    def send_photos(self, tip_id: int) -> int:
        """Owe the group the tip's photos; returns how many there are."""
        tip = self._tip(tip_id)
        access.require(self._known(), Right.SEE_QUEUE)
        self._owe(tip, "photos", {})
        return tip.photos

    def reject_by_reply(self, chat_id: int, message_id: int, note: str) -> Decided | None:
        """Reject the tip whose missing detail this message gives; None where the message answers nothing of ours."""
        asked = posted.shown_at(self._session, door=self._door, chat_id=chat_id, message_id=message_id)
        if asked is None or asked.kind != ASKED_REASON:
            return None
        return self.reject(int(asked.subject.partition(":")[2]), asked.view, version=None, note=note)

    def record_refusal(self, act: str, subject: str, outcome: str) -> None:
        """Keep that somebody tried what they may not."""
        by = self.person.id if self.person else None
        audit.record(self._session, act, subject, by=by, door=self._door, now=self._now, outcome=outcome)

    def answer(self, query_id: str, details: dict[str, object]) -> None:
        """Owe the pressed button its answer."""
        who = outbox.person(self.person.id) if self.person else outbox.stranger(self._account_id)
        outbox.enqueue(
            self._session,
            "press",
            subject=f"press:{query_id}",
            recipient=who,
            lane=outbox.Lane.PRESS,
            dedupe_key=f"press:{query_id}",
            now=self._now,
            details=details,
        )

    def redraw(self, tip_id: int) -> None:
        """Have the card drawn anew, soon."""
        tip = self._tip(tip_id)
        changes.note(self._session, queue.subject(tip), now=self._now)
        intake.owe_card(self._session, tip, now=self._now, lane=outbox.Lane.NOTICE)

    def _set_view(self, tip: Tip, view: str) -> None:
        shown = posted.where_shown(self._session, queue.subject(tip), CARD, door=self._door)
        if shown is not None:
            posted.set_view(self._session, shown, view, door=self._door)
        self.redraw(tip.id or 0)

    def _owe(self, tip: Tip, kind: str, details: dict[str, object]) -> None:
        number = changes.latest(self._session)
        outbox.enqueue(
            self._session,
            kind,
            subject=queue.subject(tip),
            recipient=outbox.GROUP,
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"{kind}:{tip.id}:{self._known().id}:{number}",
            now=self._now,
            details=details,
        )

    def _runs(self, tip: Tip) -> bool:
        return tip.claimed_until is not None and tip.claimed_until > self._now

    def _require(self, verb: Verb, tip: Tip) -> None:
        access.require(self._known(), verb, sender_id=tip.sender_id)
        queue.require_other(self._session, tip, by=self._known())

    def _tip(self, tip_id: int) -> Tip:
        return queue.by_id(self._session, tip_id)

    def _known(self) -> Person:
        if self.person is None:
            raise NotAllowed("the role table does not know this account", verb="press")
        return self.person


def proposal(session: Session, tip_id: int, *, rules: DeskRules) -> Proposal:
    """Read what a card's "Duyệt" would approve; raises TipNotFound."""
    return approval.propose(session, queue.by_id(session, tip_id), rules=rules)
