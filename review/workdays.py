"""The desk's calendar as data: holidays as they come with the desk, and what the desk has decided about itself."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import audit, network
from review.errors import Invalid
from review.working_time import HALF_DAYS, USUAL, Calendar, after_working_hours

SETTING = "calendar"
SPAN = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3])[:h]([0-5]\d)")
MOST_SPANS, LONGEST_NAME, MOST_DAYS = 4, 60, 400


class BadCalendar(Invalid):
    """Hours that do not follow each other, or no day of the week."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which the desk works otherwise than its weekday says; `is_own` where the desk decided it."""

    day: date
    works: bool
    vi: str
    en: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What the desk has decided: hours and weekdays where they are not the usual ones, and single days."""

    hours: tuple[tuple[time, time], ...] = HALF_DAYS
    weekdays: frozenset[int] = USUAL.weekdays
    days: Mapping[date, SpecialDay] = field(default_factory=dict)


def calendar(session: Session) -> Calendar:
    """Return when the desk works."""
    own = _own(session)
    days = {**_shipped(), **own.days}
    off = frozenset(day for day, special in days.items() if not special.works)
    return Calendar(own.hours, own.weekdays, off, frozenset(days) - off)


def due(session: Session, start: datetime, hours: float, *, zone: ZoneInfo) -> datetime:
    """Return the moment by which so many hours of the desk's working time have passed."""
    return after_working_hours(start, hours, zone=zone, calendar=calendar(session))


def special_days(session: Session, year: int) -> tuple[SpecialDay, ...]:
    """Return the days of a year on which the desk works otherwise than usual, in their order."""
    days = {**_shipped(), **_own(session).days}
    return tuple(days[day] for day in sorted(days) if day.year == year)


def is_announced(year: int) -> bool:
    """Tell whether the holidays of a year were published when this version was made; else they are reckoned."""
    return bool(_years().get(year, {}).get("is_announced"))


def set_hours(session: Session, text: str, *, by: int | None, door: str, now: datetime) -> None:
    """Set the working hours of a day: `7:30-11:30, 13:00-17:00`; raises BadCalendar."""
    own = _own(session)
    _keep(session, Own(_hours(text), own.weekdays, own.days), by=by, door=door, now=now)


def set_weekdays(session: Session, weekdays: Collection[int], *, by: int | None, door: str, now: datetime) -> None:
    """Set the days of the week on which the desk works, Monday is 0; raises BadCalendar for none."""
    chosen = frozenset(weekdays)
    if not chosen or not chosen <= frozenset(range(7)):
        raise BadCalendar("at least one day of the week is needed")
    own = _own(session)
    _keep(session, Own(own.hours, chosen, own.days), by=by, door=door, now=now)


def set_day(
    session: Session, day: date, *, works: bool | None, name: str = "", by: int | None, door: str, now: datetime
) -> None:
    """Have the desk work or rest on a day; None takes back what it had decided. Raises BadCalendar for too many."""
    own = _own(session)
    days = {other: special for other, special in own.days.items() if other != day}
    if works is not None:
        said = " ".join(name.split())[:LONGEST_NAME]
        days[day] = SpecialDay(day, works, said, said, is_own=True)
    if len(days) > MOST_DAYS:
        raise BadCalendar("too many days of its own")
    _keep(session, Own(own.hours, own.weekdays, days), by=by, door=door, now=now)


def hours_text(found: Calendar) -> str:
    """Return the working hours of a day as they are typed."""
    return ", ".join(f"{begins.hour}:{begins:%M}-{ends.hour}:{ends:%M}" for begins, ends in found.hours)


def _hours(text: str) -> tuple[tuple[time, time], ...]:
    """Read working hours; each span ends after it begins, and the next begins no sooner."""
    parts = [part for part in re.split(r"[,;]\s*", text.strip()) if part]
    found = [SPAN.fullmatch(part.strip()) for part in parts]
    spans = [(time(int(m[1]), int(m[2])), time(int(m[3]), int(m[4]))) for m in found if m]
    edges = [edge for span in spans for edge in span]
    is_ordered = all(begins < ends for begins, ends in spans) and edges == sorted(edges)
    if not spans or len(spans) != len(parts) or len(spans) > MOST_SPANS or not is_ordered:
        raise BadCalendar("working hours are written as 7:30-11:30, 13:00-17:00")
    return tuple(spans)


def _own(session: Session) -> Own:
    kept = network.setting(session, SETTING)
    if not kept:
        return Own()
    found: Mapping[str, Any] = json.loads(kept)
    days = {date.fromisoformat(day): (bool(works), str(name)) for day, (works, name) in found["days"].items()}
    return Own(
        _hours(found["hours"]),
        frozenset(found["weekdays"]),
        {day: SpecialDay(day, works, name, name, is_own=True) for day, (works, name) in days.items()},
    )


def _keep(session: Session, own: Own, *, by: int | None, door: str, now: datetime) -> None:
    kept = {
        "hours": hours_text(Calendar(own.hours)),
        "weekdays": sorted(own.weekdays),
        "days": {day.isoformat(): [special.works, special.vi] for day, special in sorted(own.days.items())},
    }
    network.set_setting(session, SETTING, json.dumps(kept, ensure_ascii=False))
    audit.record(session, "set_calendar", "desk", by=by, door=door, now=now)


@cache
def _years() -> Mapping[Any, Mapping[str, Any]]:
    return network.shipped("holidays.yaml")


@cache
def _shipped() -> Mapping[date, SpecialDay]:
    """Return the holidays that come with the desk, and the days worked for them."""
    return {
        day: SpecialDay(day, works, name["vi"], name["en"])
        for year in _years().values()
        for works, days in ((False, year["days_off"]), (True, year["days_worked"]))
        for day, name in days.items()
    }
