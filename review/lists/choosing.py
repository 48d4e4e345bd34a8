"""What of the queue somebody wants to see: the tabs, the filter, the order, and the words they look for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from review.search.words import Phrase, understand
from review.workflow import UNDECIDED, TipStatus

SEEN = frozenset(TipStatus) - {TipStatus.COMPOSING}
KEYS = frozenset({"is", "has", "topic", "unit", "genre"})
E = TypeVar("E", bound=StrEnum)


class Age(StrEnum):
    """How long a tip has been here; `overdue` is past the time the desk promised."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    OVERDUE = "overdue"


class Mark(StrEnum):
    """What a moderator may look for: photos, films, any warning, something private, in nobody's hand, a second look."""

    PHOTOS = "photos"
    VIDEO = "video"
    FLAGGED = "flagged"
    PRIVATE = "private"
    UNCLAIMED = "unclaimed"
    APPEALED = "appealed"


class Order(StrEnum):
    """Newest or oldest first; `best` only where words are looked for."""

    NEWEST = "newest"
    OLDEST = "oldest"
    BEST = "best"


class View(StrEnum):
    """The tabs of the queue: what waits, what I have in hand, everything, or one status."""

    WAITING = "waiting"
    MINE = "mine"
    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the queue somebody wants to see; `line` is what stands in the search box, `phrases` what it means."""

    view: View = View.WAITING
    topic: str = ""
    unit: str = ""
    genre: str = ""
    sender: int | None = None
    age: Age | None = None
    mark: Mark | None = None
    order: Order = Order.NEWEST
    line: str = ""
    phrases: tuple[Phrase, ...] = ()

    @property
    def statuses(self) -> frozenset[TipStatus]:
        if self.view in {View.WAITING, View.MINE}:
            return UNDECIDED
        return SEEN if self.view is View.ALL else frozenset({TipStatus(self.view.value)})

    @property
    def is_narrowed(self) -> bool:
        return bool(self._indexed or self.age or self.is_sifted or self.line)

    @property
    def is_sifted(self) -> bool:
        """Tell whether something is wanted that no index holds, so that tips are looked through for it."""
        return bool(self.mark or self.genre)

    @property
    def is_indexed(self) -> bool:
        """Tell whether one index answers all of it: nothing besides the status, or one thing with it."""
        is_late = self.age is Age.OVERDUE
        return not self.is_sifted and (is_late or not self.age) and self._indexed + is_late <= 1

    @property
    def _indexed(self) -> int:
        return sum(bool(value) for value in (self.topic, self.unit, self.sender))

    def query(self) -> dict[str, str]:
        """Return the filter as the parameters of an address, defaults left out."""
        chosen = {name: getattr(self, name) for name in ("topic", "unit", "genre", "sender", "age", "mark")}
        values = {name: str(value) for name, value in {**chosen, "q": self.line}.items() if value}
        if self.view is not (View.ALL if self.line else View.WAITING):
            values["view"] = self.view.value
        if self.order is not Order.NEWEST:
            values["order"] = self.order.value
        return values


def with_words(chosen: Chosen, line: str) -> Chosen:
    """Return the filter with what a line in the search box adds to it: words, phrases, `is: has: topic: unit: genre:`.

    A value that nobody offers finds nothing less than the rest of the line does.
    """
    meant = understand(line, KEYS)
    said = meant.value("is"), meant.value("has")
    views = (member(View, value) for value in said)
    ages = (member(Age, value) for value in said)
    marks = (member(Mark, value) for value in said)
    return replace(
        chosen,
        view=next((view for view in views if view), chosen.view),
        age=next((age for age in ages if age), chosen.age),
        mark=next((mark for mark in marks if mark), chosen.mark),
        topic=meant.value("topic").upper() or chosen.topic,
        unit=meant.value("unit") or chosen.unit,
        genre=meant.value("genre") or chosen.genre,
        line=line,
        phrases=meant.phrases,
    )


def member(kind: type[E], value: str) -> E | None:
    """Return the member that has this value, None where there is none."""
    known: Mapping[str, E] = {each.value: each for each in kind}
    return known.get(value.lower())
