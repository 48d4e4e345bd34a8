"""Sending tips: the unfinished one and those handed in."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from review import amending, audit, corrections, intake, limits, network, queue, tip_view
from review.clock import desk_date
from review.desk.conversing import Conversing
from review.errors import TipNotFound
from review.language import dates, secret
from review.models import Tip
from review.noticed import Composing
from review.port import Joined, Option, Part, Submitted, TipLine, TipView
from review.workflow import TipStatus

FACTS = {"when": "event_when", "where": "event_where", "source": "source_type", "source_detail": "source_detail"}
LISTED = 50
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
        if joined.way == "late":
            self._propose(joined)
        return joined

    def revise(self, part: Part) -> Joined | None:
        """Take an edited message; None for one that never joined a tip."""
        joined = amending.revise(self._session, part, now=self.now)
        if joined and joined.reference is None:
            self._touched = joined.tip_id
        self._propose(joined)
        return joined

    def refuse_secret(self, part: Part) -> str | None:
        """Return the marking that forbids keeping this message, having blanked it; None where there is none."""
        marker = secret.markers(part.text, has_file=part.file is not None)
        if marker is None or marker.level != "refuse":
            return None
        self.is_blank = True
        audit.record(
            self._session,
            "refuse_secret",
            f"person:{self._known().id}",
            by=self._known().id,
            door=self._caller.door,
            now=self.now,
            outcome="refused",
        )
        return marker.phrase

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
