from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.settings import DESK_ZONE
from review.working_time import Calendar, after_working_hours, is_working, worked_between

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are given without a zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DESK_ZONE)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-12T11:52", "2026-11-13T11:30"),
        ("2026-11-09T20:14", "2026-11-10T17:00"),
        ("2026-11-13T16:30", "2026-11-16T16:30"),
        ("2026-11-08T09:00", "2026-11-09T17:00"),
    ],
)
def test_eight_working_hours_end_as_the_newsroom_counts_them(sent: str, due: str) -> None:
    end = after_working_hours(at(sent), 8, zone=DESK_ZONE)

    assert end == at(due)
    assert worked_between(at(sent), end, zone=DESK_ZONE) == timedelta(hours=8)


def test_a_holiday_is_passed_over() -> None:
    calendar = Calendar(off=frozenset({date(2026, 11, 13)}))

    end = after_working_hours(at("2026-11-12T13:00"), 8, zone=DESK_ZONE, calendar=calendar)

    assert end == at("2026-11-16T11:30")


def test_a_saturday_that_is_worked_counts() -> None:
    calendar = Calendar(worked=frozenset({date(2026, 11, 14)}))

    end = after_working_hours(at("2026-11-13T16:30"), 8, zone=DESK_ZONE, calendar=calendar)

    assert end == at("2026-11-14T16:30")


def test_the_desks_own_hours_count() -> None:
    calendar = Calendar(hours=((time(8), time(12)),), weekdays=frozenset({5, 6}))

    assert after_working_hours(at("2026-11-12T09:00"), 6, zone=DESK_ZONE, calendar=calendar) == at("2026-11-15T10:00")
    assert is_working(at("2026-11-14T08:00"), zone=DESK_ZONE, calendar=calendar)
    assert not is_working(at("2026-11-14T12:00"), zone=DESK_ZONE, calendar=calendar)
    assert not is_working(at("2026-11-13T09:00"), zone=DESK_ZONE, calendar=calendar)


def test_time_outside_working_hours_does_not_count() -> None:
    assert worked_between(at("2026-11-13T17:00"), at("2026-11-16T07:30"), zone=DESK_ZONE) == timedelta()
    assert worked_between(at("2026-11-13T11:00"), at("2026-11-13T13:30"), zone=DESK_ZONE) == timedelta(hours=1)


@given(start=MOMENTS, minutes=st.integers(1, 4_800))
@settings(max_examples=40)
def test_what_is_reckoned_forth_is_worked_in_between(start: datetime, minutes: int) -> None:
    end = after_working_hours(start, minutes / 60, zone=DESK_ZONE)

    assert abs(worked_between(start, end, zone=DESK_ZONE) - timedelta(minutes=minutes)) < timedelta(seconds=1)


@given(one=MOMENTS, other=MOMENTS)
@settings(max_examples=40)
def test_no_time_is_worked_backwards_and_never_more_than_passes(one: datetime, other: datetime) -> None:
    worked = worked_between(one, other, zone=DESK_ZONE)

    assert timedelta() <= worked <= max(other - one, timedelta())
