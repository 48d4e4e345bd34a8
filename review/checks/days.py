"""Dates: a weekday that is not that of its date, and days that no calendar has."""

import re
from collections.abc import Iterator
from datetime import date

from review.checks.finding import Finding, Known
from review.checks.reading import Reading
from review.language.day_found import day_of, nearest
from review.language.phrases import either
from review.language.stamps import weekday_name
from review.language.weekdays import NAME, weekday_number
from review.rendering.article import Article

NUMERIC = r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?(?![\d/])"
IN_WORDS = (
    rf"(?P<day_said>\d{{1,2}})\s+{either('tháng')}\s+(?P<month_said>\d{{1,2}})"
    rf"(?:\s*,?\s*{either('năm')}\s+(?P<year_said>\d{{4}}))?(?!\d)"
)
WEEKDAY_AND_DATE = re.compile(
    rf"(?<!\w)(?P<name>{NAME})\s*[,(]?\s*(?:{either('ngày')}\s+)?(?:{NUMERIC}|{IN_WORDS})", re.IGNORECASE
)
FULL_DATE = re.compile(r"(?<![\d/.\-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])")


def find(_article: Article, reading: Reading, _known: Known) -> Iterator[Finding]:
    """Yield the dates that do not fit; a date without its year is the one nearest to the event."""
    for match in FULL_DATE.finditer(reading.text):
        if day_of(int(match["year"]), int(match["month"]), int(match["day"])) is None:
            yield reading.finding("impossible_date", *match.span())
    for match in WEEKDAY_AND_DATE.finditer(reading.text):
        day = _day(match, reading.day)
        if day and day.weekday() != weekday_number(match["name"]):
            yield reading.finding("weekday_conflict", *match.span(), thu=weekday_name(day))


def _day(match: re.Match[str], near: date) -> date | None:
    day, month = int(match["day"] or match["day_said"]), int(match["month"] or match["month_said"])
    year = match["year"] or match["year_said"]
    if year:
        return day_of(int(year), month, day)
    return nearest(near, month, day) if date.min.year < near.year < date.max.year else None
