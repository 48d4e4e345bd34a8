"""Time as an argument: the only place that reads the machine's clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SKEW = timedelta(minutes=5)  # what was issued later than this from now was issued by a clock that was wrong
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def desk_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the calendar day of `at` where the desk works."""
    return at.astimezone(zone).date()
