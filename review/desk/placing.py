"""A person's own place in the network: their tips, figures, preferences, byline and unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from review import limits, people, place, preferences, unit_changes
from review.clock import desk_date
from review.desk.conversing import Conversing
from review.mine import ALL, Page, Profile, Standing, UnitName
from review.quiet import Preferences


class Placing(Conversing):
    """What the dialogues of my tips, figures and preferences ask for."""

    @property
    def undo(self) -> timedelta:
        """Return how long a decision can be taken back, and is not told."""
        return self._rules.undo

    def my_page(self, show: str = ALL, *, below: int | None = None, above: int | None = None) -> Page:
        """Return some of the person's tips, newest first."""
        told_until = self.now - self._rules.undo
        return place.page(self._session, self._known().id, told_until=told_until, show=show, below=below, above=above)

    def my_standing(self) -> Standing:
        """Return the person's figures of this month and ever, and what they may send today."""
        number, first = self._known().id, desk_date(self.now, self._rules.zone).replace(day=1)
        since = datetime.combine(first, time(), self._rules.zone).astimezone(self.now.tzinfo)
        return Standing(
            place.figures(self._session, number, since=since),
            place.figures(self._session, number),
            limits.allowance(self._session, number, now=self.now, rules=self._rules),
        )

    def my_preferences(self) -> Preferences:
        return preferences.of(self._session, self._known().id, self._rules)

    def prefer(self, **changed: Any) -> Preferences:
        """Keep what the person has chosen; what is not named stays."""
        chosen = replace(self.my_preferences(), **changed)
        preferences.keep(self._session, self._known().id, chosen)
        return chosen

    def my_profile(self) -> Profile:
        """Return how the person is known, and the unit they have asked to belong to."""
        member, unit = people.member(self._session, self._known().id), self.unit_name()
        asked = unit_changes.open_of(self._session, self._known().id)
        return Profile(member.byline, member.credit(unit), unit, member.pen_name or "", asked.name if asked else "")

    def find_units(self, typed: str) -> Sequence[UnitName]:
        """Return the units of today that what was typed may mean, those that fit best first."""
        return unit_changes.fitting(self._session, typed, on=desk_date(self.now, self._rules.zone))

    def ask_for_unit(self, unit_id: str) -> str:
        """Ask staff to let the person belong to another unit; returns its name. Raises NotFound."""
        asked = unit_changes.ask(
            self._session,
            self._known(),
            unit_id,
            door=self._caller.door,
            on=desk_date(self.now, self._rules.zone),
            now=self.now,
        )
        return asked.name

    def why_suspended(self) -> str:
        """Return the reason staff gave, empty where they gave none."""
        return people.standing_reason(self._session, self._known().id)

    def redraw(self, reply: Mapping[str, Any], message_id: int) -> None:
        """Owe the person another view in the message they pressed a button of."""
        number = self._known().id
        self._owe(
            "screen",
            subject=f"screen:{number}:{message_id}",
            key=f"screen:{self._caller.cause}",
            details={**reply, "at": message_id},
        )
