"""What a person sees of their own place in the network: small frozen values, no rows, no messenger, no text of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from review.workflow import TipStatus

ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """One of my tips in a list; `is_online` once it is published."""

    id: int
    reference: str
    status: TipStatus
    excerpt: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of my tips, newest first: `older` and `newer` are the numbers to go on from, None at an end.

    `counts` has every status I have tips of; `show` is the one that is looked at, or `all`.
    """

    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    show: str = ALL
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """The reason that was given most often, how often, and the newest of the tips it was given for."""

    reason: str
    number: int
    reference: str
    excerpt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the tips of a span of time; `published` are among the approved."""

    sent: int = 0
    waiting: int = 0
    needs_info: int = 0
    approved: int = 0
    published: int = 0
    not_used: int = 0
    joined: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many tips a day are mine to send: `limit` None means as many as I like.

    `to_grow` is how many more used ones raise the limit by one, 0 where it grows no more; `renews_at` when a day ends.
    """

    sent: int
    limit: int | None
    to_grow: int
    renews_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """My figures: this month, from the beginning, and what I may send today."""

    month: Figures
    ever: Figures
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Profile:
    """How I am known: the name printed for me, my unit, and the unit I have asked to belong to."""

    byline: str
    credit: str
    unit_name: str
    pen_name: str = ""
    asked_unit: str = ""


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit to choose: its id and its full name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitWish:
    """Somebody asks to belong to a unit; `is_decided` says whether staff have answered, `is_granted` how.

    `is_replaced` where the person meanwhile asks for another one.
    """

    id: int
    person_id: int
    person: str
    before: str
    name: str
    is_decided: bool = False
    is_granted: bool = False
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of mine, for the note about it: its first day, its figures, and the usual reason where there is one."""

    year: int
    month: int
    figures: Figures
    example: Example | None = None
    advice: Mapping[str, str] = field(default_factory=dict)
