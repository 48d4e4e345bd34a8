"""When the desk works and what falls into it; without a calendar of its own, two half-days from Monday to Friday.

Plain rules; which days are holidays is data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HALF_DAYS = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))
ANSWER_TIME = timedelta(hours=24)  # to answer a question of the desk, and once more on request
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the desk works: its hours, its weekdays (Monday is 0), days off, and days worked all the same."""

    hours: tuple[tuple[time, time], ...] = HALF_DAYS
    weekdays: frozenset[int] = frozenset(range(5))
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Tell whether the desk works on a day."""
        return day in self.worked or (day.weekday() in self.weekdays and day not in self.off)

    def spans(self, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield from when to when the desk works on a day; nothing on a day off."""
        for begins, ends in self.hours if self.works_on(day) else ():
            yield datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)


USUAL = Calendar()


def after_working_hours(start: datetime, hours: float, *, zone: ZoneInfo, calendar: Calendar = USUAL) -> datetime:
    """Return the moment by which `hours` of working time have passed since `start` (both aware).

    The end of a half-day counts as that half-day (domain README section 4).
    """
    left = timedelta(hours=hours)
    there = start.astimezone(zone)
    day = there.date()
    while True:
        for begins, ends in calendar.spans(day, zone):
            opens = max(there, begins)
            worked = max(ends - opens, timedelta())
            if worked >= left:
                return opens + left
            left -= worked
        day += DAY


def worked_between(start: datetime, end: datetime, *, zone: ZoneInfo, calendar: Calendar = USUAL) -> timedelta:
    """Return how much of the time between two moments was working time; nothing where the end comes first."""
    since, until = start.astimezone(zone), end.astimezone(zone)
    total, day = timedelta(), since.date()
    while day <= until.date():
        for begins, ends in calendar.spans(day, zone):
            total += max(min(ends, until) - max(begins, since), timedelta())
        day += DAY
    return total


def is_working(at: datetime, *, zone: ZoneInfo, calendar: Calendar = USUAL) -> bool:
    """Tell whether the desk works at a moment; the end of a half-day no longer counts."""
    there = at.astimezone(zone)
    return any(begins <= there < ends for begins, ends in calendar.spans(there.date(), zone))
