"""Sending tips: the unfinished one and those handed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from review import amending, audit, corrections, intake, limits, network, queue, tip_view
from review.clock import desk_date
from review.desk.conversing import PUBLIC, Conversing
from review.errors import TipNotFound
from review.language import dates, secret
from review.language.secret import Marker
from review.models import Tip, TipMessage
from review.noticed import Composing, Held
from review.port import Joined, Option, Part, Submitted, TipLine, TipView
from review.workflow import TipStatus

FACTS = {"when": "event_when", "where": "event_where", "source": "source_type", "source_detail": "source_detail"}
LISTED = 50
TAKEN_AS_PUBLIC = timedelta(minutes=15)  # after somebody said that what they send was made public
UNISSUED = "unissued"  # the caution that marked material raises
DAYS_AGO = {"this_morning": 0, "today": 0, "yesterday": 1}


class Sending(Conversing):
    """What the dialogues of composing and my tips ask for."""

    def is_composing(self) -> bool:
        """Tell whether the person has an unfinished tip."""
        return self._composing is not None

    def composing(self) -> Composing | None:
        """Return the unfinished tip as the person sees it; what is missing is shown, not decided upon."""
        return tip_view.unfinished(self._session, self._composing) if self._composing else None

    def receive(self, part: Part) -> Joined:
        """Put a message where it belongs; see intake.receive."""
        joined = intake.receive(self._session, self._known(), part, composing=self._composing, now=self.now)
        if joined.way == "composing":
            self._touched = self._composing = joined.tip_id
            self._note_public()
        if joined.way == "late":
            self._propose(joined)
        return joined

    def revise(self, part: Part) -> Joined | None:
        """Take an edited message; None for one that never joined a tip."""
        joined = amending.revise(self._session, part, now=self.now)
        if joined and joined.reference is None:
            self._touched = joined.tip_id
            self._note_public()
        self._propose(joined)
        return joined

    def hold_back(self, part: Part, *, is_sent: bool) -> Held | None:
        """Return the mark for which a message is not kept, having blanked it; None where there is none.

        Grave ones are refused. Others are asked about first, unless their sender has just said that it was made public;
        a draft only where the message would go to the desk at once (`is_sent`).
        """
        marker = secret.markers(part.text, has_file=part.file is not None)
        if marker is None or (marker.level == "ask" and self._may_be_kept(marker, part, is_sent=is_sent)):
            return None
        self.is_blank = True
        is_refused = marker.level == "refuse"
        whom = f"person:{self._known().id}"
        audit.record(
            self._session,
            "refuse_secret" if is_refused else "ask_unissued",
            whom,
            by=self._known().id,
            door=self._caller.door,
            now=self.now,
            outcome="refused",
        )
        return Held(marker.phrase, is_refused=is_refused)

    def take_as_public(self) -> int:
        """Take what was asked about for some minutes, and return how many: it was made public, their sender says."""
        self._lasting[PUBLIC] = (self.now + TAKEN_AS_PUBLIC).isoformat()
        audit.record(
            self._session,
            "say_public",
            f"person:{self._known().id}",
            by=self._known().id,
            door=self._caller.door,
            now=self.now,
        )
        return TAKEN_AS_PUBLIC // timedelta(minutes=1)

    def _note_public(self) -> None:
        """Keep with the unfinished tip what was said of a message that has just joined it."""
        if self._is_said_public and self._composing is not None:
            tip = self._unfinished()
            tip.warned = {**(tip.warned or {}), UNISSUED: "public"}
            self._session.add(tip)
            self._session.flush()

    def _may_be_kept(self, marker: Marker, part: Part, *, is_sent: bool) -> bool:
        """Tell whether a message with a mark that asks is kept: it was said to be public, or it is an unsent draft."""
        until = self._stood.details.get(PUBLIC) if self._stood else None
        if until is not None and self.now < datetime.fromisoformat(until):
            self._is_said_public = True
            return True
        if not marker.is_draft or is_sent:
            return False
        known = intake.known_message(self._session, part)
        if known is None or known.tip_id == self._composing:
            return True
        return self._session.get_one(TipMessage, known.id).text == part.text  # it came a second time

    def set_fact(self, name: str, value: str) -> None:
        """Keep an answer of the preview: topic, when, where, source or source_detail."""
        tip = self._unfinished()
        if name == "when":
            value = self._day(value)
        setattr(tip, FACTS.get(name, "topic"), value or (None if name in {"topic", "source"} else ""))
        self._session.add(tip)
        self._session.flush()

    def submit(self) -> Submitted:
        """Hand the tip in; raises EmptyTip."""
        self._touched, self._composing = self._unfinished().id, None
        return intake.submit(self._session, self._known(), now=self.now, rules=self._rules)

    def discard(self) -> None:
        """Throw the unfinished tip away; raises TooManyDiscarded."""
        tip = self._unfinished()
        limits.require_patience(self._session, self._known().id, now=self.now, rules=self._rules)
        self._touched, self._composing = tip.id, None
        intake.discard(self._session, tip, now=self.now)

    def topics(self) -> Sequence[Option]:
        return self._options("topic")

    def sources(self) -> Sequence[Option]:
        return [option for option in self._options("source") if option.code != "social"]

    def mine(self) -> Sequence[TipLine]:
        """Return the person's tips that were handed in, newest first."""
        query = select(Tip).where(Tip.sender_id == self._known().id, Tip.status != TipStatus.COMPOSING)
        rows = self._session.exec(query.order_by(col(Tip.id).desc()).limit(LISTED))
        return [TipLine(row.reference or "", row.status, row.excerpt, row.sent_at or row.started_at) for row in rows]

    def my_tip(self, reference: str) -> TipView:
        """Return one of the person's own tips; raises TipNotFound, for other people's tips alike."""
        return tip_view.of(self._session, self._own(reference), now=self.now)

    def withdraw(self, reference: str) -> None:
        intake.withdraw(self._session, self._own(reference), by=self._known(), door=self._caller.door, now=self.now)

    def awaiting_answer(self) -> str | None:
        """Return the reference of the tip the desk asked about, None where nothing is open."""
        return self._asked

    def _day(self, when: str) -> str:
        """Return the day an answer means, as it is printed; "hôm kia" is reckoned from now, a plain date stays."""
        back = DAYS_AGO.get(when)
        if back is None:
            return dates.made_plain(when, self.now)
        day = desk_date(self.now, self._rules.zone) - timedelta(days=back)
        return dates.dated(day, "sáng" if when == "this_morning" else "")

    def _propose(self, joined: Joined | None) -> None:
        """Tell the editors of what came to an approved tip."""
        if joined is not None and joined.way in {"proposed", "again", "late"}:
            corrections.tell(self._session, queue.by_id(self._session, joined.tip_id), now=self.now)

    def _own(self, reference: str) -> Tip:
        tip = queue.get(self._session, reference)
        if tip.sender_id != self._known().id:
            raise TipNotFound(reference=reference[:20])
        return tip

    def _unfinished(self) -> Tip:
        tip = intake.composing(self._session, self._known().id)
        if tip is None:
            raise TipNotFound
        return tip

    def _options(self, kind: str) -> list[Option]:
        day = desk_date(self.now, self._rules.zone)
        return [Option(entry.code, entry.vi, entry.en) for entry in network.entries(self._session, kind, day)]
