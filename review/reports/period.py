"""A month, quarter or year of the desk: `2026-11`, `2026-Q4`, `2026`."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from review.errors import Invalid

FORM = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")
MONTHS = 12


class BadPeriod(Invalid):
    """Not a month, quarter or year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both included, and how it was named."""

    name: str
    first: date
    months: int

    @property
    def label(self) -> str:
        """Return how a paper calls it: tháng 11 năm 2026, quý 4 năm 2026, năm 2026."""
        year, month = self.first.year, self.first.month
        if self.months == MONTHS:
            return f"năm {year}"
        return f"tháng {month} năm {year}" if self.months == 1 else f"quý {(month - 1) // 3 + 1} năm {year}"

    def begins(self, zone: ZoneInfo) -> datetime:
        return datetime(self.first.year, self.first.month, 1, tzinfo=zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the moment after its last."""
        at = self.first.month - 1 + self.months
        return datetime(self.first.year + at // MONTHS, at % MONTHS + 1, 1, tzinfo=zone)

    @property
    def after(self) -> date:
        """Return the day after its last."""
        at = self.first.month - 1 + self.months
        return date(self.first.year + at // MONTHS, at % MONTHS + 1, 1)

    def each_month(self) -> tuple[tuple[int, int], ...]:
        return tuple((self.first.year, self.first.month + place) for place in range(self.months))


def holding(day: date, months: int) -> Period:
    """Return the month, quarter or year (1, 3 or 12 months) that holds a day."""
    if months == MONTHS:
        return period(f"{day.year}")
    return period(f"{day.year}-{day.month:02d}" if months == 1 else f"{day.year}-Q{(day.month - 1) // months + 1}")


def period(name: str) -> Period:
    """Read a period; raises BadPeriod."""
    found = FORM.fullmatch(name)
    if found is None:
        raise BadPeriod("a period is a month (2026-11), a quarter (2026-Q4) or a year (2026)")
    year, month, quarter = int(found[1]), found[2], found[3]
    if month:
        return Period(name, date(year, int(month), 1), 1)
    if quarter:
        return Period(name, date(year, int(quarter) * 3 - 2, 1), 3)
    return Period(name, date(year, 1, 1), MONTHS)
