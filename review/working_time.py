"""The desk's working calendar: Monday to Friday, two half-days; holidays are data."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HALF_DAYS = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))
WORKING_DAYS = range(5)
ANSWER_TIME = timedelta(hours=24)  # to answer a question of the desk, and once more on request


def after_working_hours(
    start: datetime, hours: float, *, zone: ZoneInfo, holidays: Collection[date] = frozenset()
) -> datetime:
    """Return the moment by which `hours` of working time have passed since `start` (both aware).

    The end of a half-day counts as that half-day (domain README section 4).
    """
    left = timedelta(hours=hours)
    day = start.astimezone(zone)
    while True:
        if day.weekday() in WORKING_DAYS and day.date() not in holidays:
            for begins, ends in HALF_DAYS:
                opens = max(day, datetime.combine(day.date(), begins, zone))
                closes = datetime.combine(day.date(), ends, zone)
                worked = max(closes - opens, timedelta())
                if worked >= left:
                    return opens + left
                left -= worked
        day = datetime.combine(day.date() + timedelta(days=1), time(), zone)
