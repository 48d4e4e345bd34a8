"""A date somebody wrote, and the words that dates are made of."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from review.language.phrases import either, one_of

PART = one_of("sáng", "trưa", "chiều", "tối", "đêm", "rạng sáng", "sáng sớm", "chiều tối")
DAY_NUMBERS = (
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
)  # fmt: skip
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class DateFound:
    """A date in a text: what it says, where, and the days it means (None where nobody can tell).

    `is_vague` asks for the day; `is_relative` was reckoned from the day of sending; `part` is the part of the day.
    """

    text: str
    start: int
    end: int
    from_: date | None
    to: date | None
    is_vague: bool = False
    is_relative: bool = False
    part: str = ""


@dataclass(frozen=True)
class Days:
    """From one day to another."""

    from_: date | None
    to: date | None
    is_vague: bool = False


def single(day: date | None) -> Days | None:
    """Return one day; None stays None."""
    return Days(day, day) if day else None


def vague(from_: date | None = None, to: date | None = None) -> Days:
    """Return a span of which the exact day is not known."""
    return Days(from_, to, is_vague=True)


def in_month(year: int, month: int) -> Days:
    """Return the whole month, its exact day not known."""
    following = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    return vague(date(year, month, 1), following - ONE_DAY)


def in_year(year: int) -> Days:
    """Return the whole year, its exact day not known."""
    return vague(date(year, 1, 1), date(year, MONTHS_A_YEAR, 31))


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(today: date, month: int, day: int) -> date | None:
    """Return the day with this month and number that is nearest to `today`."""
    candidates = [day_of(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    return min((found for found in candidates if found), key=lambda found: abs(found - today), default=None)


def part_of(match: re.Match[str]) -> str:
    """Return the part of the day that the match names, spelled with its marks: 'sáng' for "sang"."""
    said = (match.groupdict().get("part") or "").lower()
    names = ("sáng", "trưa", "chiều", "tối", "đêm")
    return next((name for name in names if said and re.fullmatch(either(name), said)), "")
