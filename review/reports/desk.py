"""The desk in figures over a month, quarter or year, read from what was counted by day and month; paper F.

Times are said twice: as they passed on the clock, and as the desk's working time. Where two people decided on the same
tip, one after the other or as readers of one another, it says how often they wanted the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from review.models import DeskFigure, PersonRow, Unit
from review.reports import waits
from review.reports.desk_keeping import COUNTED, DAY, MONTH
from review.reports.period import Period
from review.workflow import Verb

MEASURES = (
    *("received_topic", "received_unit", "decided_topic", "decided_unit", "act", "by", "reason", "second", "read"),
    *("first_wall", "first_work", "decision_wall", "decision_work"),
)
DECISIONS = (Verb.APPROVE, Verb.REJECT, Verb.MARK_DUPLICATE)
WEEK = timedelta(days=7)
HALF, MOST = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Wait:
    """Half of all took no longer than `median`, nine of ten no longer than `p90`; None where nothing was counted."""

    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True, slots=True)
class Line:
    """A topic, unit or moderator: its code or number, how it is called, how much came in and what was decided."""

    part: str
    name: str
    received: int = 0
    decided: int = 0
    acts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, week or month of the period."""

    first: date
    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many tips that two decided on, how many times they wanted the same."""

    same: int
    other: int

    @property
    def total(self) -> int:
        return self.same + self.other

    @property
    def percent(self) -> int:
        return round(100 * self.same / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The desk over a period; `waits` by measure, `counted_at` when its last day was counted, None for never."""

    received: int
    acts: Mapping[str, int]
    waits: Mapping[str, Wait]
    topics: tuple[Line, ...]
    units: tuple[Line, ...]
    people: tuple[Line, ...]
    reasons: tuple[tuple[str, int], ...]
    stretches: tuple[Stretch, ...]
    second: Agreement
    read: Agreement
    counted_at: datetime | None

    @property
    def decided(self) -> int:
        return sum(self.acts.get(verb, 0) for verb in DECISIONS)


Parts = Mapping[str, Counter[str]]


def figures(session: Session, period: Period) -> DeskFigures:
    """Return the figures of a period."""
    parts = _parts(session, period)
    return DeskFigures(
        received=parts["received_topic"].total(),
        acts=parts["act"],
        waits={name: _wait(parts[name]) for name in ("first_work", "first_wall", "decision_work", "decision_wall")},
        topics=_lines(parts["received_topic"], parts["decided_topic"], {}),
        units=_lines(parts["received_unit"], parts["decided_unit"], _unit_names(session, parts)),
        people=_people(session, parts["by"]),
        reasons=tuple(parts["reason"].most_common()),
        stretches=_stretches(session, period),
        second=Agreement(parts["second"]["same"], parts["second"]["other"]),
        read=Agreement(parts["read"]["same"], parts["read"]["other"]),
        counted_at=_counted_at(session, period),
    )


def _parts(session: Session, period: Period) -> Parts:
    query = (
        select(col(DeskFigure.measure), col(DeskFigure.part), func.sum(col(DeskFigure.n)))
        .where(col(DeskFigure.span) == MONTH, col(DeskFigure.measure).in_(MEASURES), *_within(period))
        .group_by(col(DeskFigure.measure), col(DeskFigure.part))
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for measure, part, number in session.execute(query):
        found[measure][part] = int(number)
    return found


def _stretches(session: Session, period: Period) -> tuple[Stretch, ...]:
    """Return the days of a month, the weeks of a quarter, the months of a year, empty ones too."""
    is_year = period.months > 3  # noqa: PLR2004 - longer than a quarter
    is_counted = or_(col(DeskFigure.measure) == "received_topic", col(DeskFigure.part).in_(DECISIONS))
    query = (
        select(col(DeskFigure.first), col(DeskFigure.measure), func.sum(col(DeskFigure.n)))
        .where(
            col(DeskFigure.span) == (MONTH if is_year else DAY),
            col(DeskFigure.measure).in_(("received_topic", "act")),
            is_counted,
            *_within(period),
        )
        .group_by(col(DeskFigure.first), col(DeskFigure.measure))
    )
    counted: Counter[tuple[date, str]] = Counter()
    for first, measure, number in session.execute(query):
        counted[_begin(first, period), measure] += int(number)
    firsts = dict.fromkeys(_begin(day, period) for day in _days(period))
    return tuple(Stretch(first, counted[first, "received_topic"], counted[first, "act"]) for first in firsts)


def _begin(day: date, period: Period) -> date:
    """Return the first day of the stretch a day belongs to; a week begins on Monday, the first with the period."""
    if period.months == 1:
        return day
    return day.replace(day=1) if period.months > 3 else max(day - day.weekday() * timedelta(days=1), period.first)  # noqa: PLR2004 - as above


def _days(period: Period) -> Iterable[date]:
    day = period.first
    while day < period.after:
        yield day
        day += timedelta(days=1)


def _lines(received: Counter[str], decided: Counter[str], names: Mapping[str, str]) -> tuple[Line, ...]:
    ordered = sorted({*received, *decided}, key=lambda part: (-received[part], -decided[part], part))
    return tuple(Line(part, names.get(part, part), received[part], decided[part]) for part in ordered)


def _people(session: Session, by: Counter[str]) -> tuple[Line, ...]:
    """Return the people of the desk by name: nobody is ranked."""
    acts: dict[int, dict[str, int]] = defaultdict(dict)
    for part, number in by.items():
        person, _, verb = part.partition(":")
        acts[int(person)][verb] = number
    query = select(col(PersonRow.id), col(PersonRow.name)).where(col(PersonRow.id).in_(acts))
    names = {row[0]: row[1] for row in session.execute(query)}
    lines = [
        Line(str(number), names.get(number) or f"#{number}", 0, sum(done.get(verb, 0) for verb in DECISIONS), done)
        for number, done in acts.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.part)))


def _unit_names(session: Session, parts: Parts) -> Mapping[str, str]:
    numbers = {*parts["received_unit"], *parts["decided_unit"]}
    query = select(col(Unit.id), col(Unit.name_full)).where(col(Unit.id).in_(numbers))
    return {row[0]: row[1] for row in session.execute(query)}


def _wait(counted: Counter[str]) -> Wait:
    steps = {int(part): number for part, number in counted.items()}
    return Wait(waits.quantile(steps, HALF), waits.quantile(steps, MOST))


def _counted_at(session: Session, period: Period) -> datetime | None:
    query = select(func.max(col(DeskFigure.n))).where(
        col(DeskFigure.span) == DAY, col(DeskFigure.measure) == COUNTED, *_within(period)
    )
    seconds = session.execute(query).scalar()
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _within(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(DeskFigure.first) >= period.first, col(DeskFigure.first) < period.after
