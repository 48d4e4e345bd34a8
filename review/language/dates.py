"""Dates: writing them in the portal's forms, and finding and resolving those that people write."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from review.language import absolute_days, relative_days, weekdays
from review.language.clean import clean
from review.language.day_found import DateFound
from review.language.spans import Taken
from review.language.stamps import (
    desk_day,
    modern_stamp,
    numeric_stamp,
    official_date,
    parse_portal_stamp,
    portal_stamp,
    short_date,
    weekday_name,
)

__all__ = [
    "DateFound",
    "dated",
    "desk_day",
    "made_plain",
    "modern_stamp",
    "numeric_stamp",
    "official_date",
    "parse_portal_stamp",
    "portal_stamp",
    "resolve",
    "short_date",
    "weekday_name",
    "written",
]


def resolve(text: str, sent_at: datetime) -> list[DateFound]:
    """Return the dates in `text`, in its order, relative ones reckoned from the day of sending where the desk works.

    Streets, fractions, rhythms ("thứ Ba hằng tuần") and the dates of documents and births are none.
    """
    return list(_resolved(text, desk_day(sent_at)))


@lru_cache(maxsize=2)
def _resolved(text: str, today: date) -> tuple[DateFound, ...]:
    """Resolve once what flags and facts both ask for."""
    candidates = [
        *absolute_days.find(text, today),
        *relative_days.find(text, today),
        *weekdays.find(text, today),
    ]
    return tuple(sorted(_without_overlaps(candidates), key=lambda date_found: date_found.start))


def written(found: DateFound) -> str:
    """Return the date as the press writes it: `sáng 12/11`, `từ 2/11 đến 8/11`; else as it was."""
    if found.from_ is None or found.to is None:
        return found.text
    if found.from_ == found.to:
        return f"{found.part or 'ngày'} {short_date(found.from_)}"
    return f"từ {short_date(found.from_)} đến {short_date(found.to)}"


def dated(day: date, part: str = "") -> str:
    """Return a day as a tip's own time is written: `sáng 12/11/2026`."""
    return f"{part} {day.day}/{day.month}/{day.year}".strip()


def made_plain(answer: str, sent_at: datetime) -> str:
    """Return an answer to "when?" that is one relative day as a plain date, any other as it was typed.

    "chiều hôm kia" is reckoned from when it was typed; read later, with the tip, it would mean another day.
    """
    try:
        return dated(date.fromisoformat(answer))
    except ValueError:
        pass
    answer = clean(answer).text
    days = resolve(answer, sent_at)
    found = days[0] if len(days) == 1 else None
    if found is None or not found.is_relative or found.from_ is None or found.from_ != found.to:
        return answer
    return " ".join((answer[: found.start] + dated(found.from_, found.part) + answer[found.end :]).split())


def _without_overlaps(candidates: Iterable[DateFound]) -> list[DateFound]:
    """Keep the longest of what overlaps: "sáng ngày 12/11/2026" rather than "năm 2026"."""
    taken = Taken()
    by_length = sorted(candidates, key=lambda one: (one.start - one.end, one.start))
    return [candidate for candidate in by_length if taken.take(candidate.start, candidate.end)]
