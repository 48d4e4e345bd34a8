"""Quiet hours, and notices that come together: when a notice that asks for nothing may ring."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.manners import QUIET_HOURS
from review.quiet import Preferences, is_quiet, rings_at
from review.settings import DESK_ZONE

NIGHT = Preferences(*QUIET_HOURS)
NOON_REST = Preferences(12 * 60, 13 * 60 + 30)
NEVER = Preferences(0, 0)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
MINUTES = st.integers(0, 1439)


def at(clock: str, day: int = 12) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=DESK_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("wanted", "owed", "rings"),
    [
        (NIGHT, at("20:59"), at("20:59")),
        (NIGHT, at("21:00"), at("7:00", 13)),
        (NIGHT, at("23:30"), at("7:00", 13)),
        (NIGHT, at("0:10"), at("7:00")),
        (NIGHT, at("6:59"), at("7:00")),
        (NIGHT, at("7:00"), at("7:00")),
        (NOON_REST, at("12:15"), at("13:30")),
        (NOON_REST, at("13:30"), at("13:30")),
        (NEVER, at("3:00"), at("3:00")),
    ],
)
def test_a_notice_waits_until_its_reader_has_rested(wanted: Preferences, owed: datetime, rings: datetime) -> None:
    assert rings_at(wanted, owed_at=owed, now=owed, zone=DESK_ZONE) == rings


@pytest.mark.parametrize(
    ("wanted", "owed", "rings"),
    [
        (NIGHT, at("9:00"), at("7:00", 13)),
        (NIGHT, at("6:00"), at("7:00")),
        (NOON_REST, at("9:00"), at("13:30")),
        (NEVER, at("9:00"), at("7:00", 13)),
    ],
)
def test_what_comes_together_comes_once_a_day(wanted: Preferences, owed: datetime, rings: datetime) -> None:
    together = Preferences(wanted.quiet_from, wanted.quiet_until, is_digest=True)

    assert rings_at(together, owed_at=owed, now=owed, zone=DESK_ZONE) == rings
    assert rings_at(together, owed_at=owed, now=rings, zone=DESK_ZONE) == rings


@settings(max_examples=60, deadline=None)
@given(owed=MOMENTS, later=st.integers(0, 3 * 86_400), since=MINUTES, until=MINUTES, is_digest=st.booleans())
def test_no_notice_rings_at_night_and_none_waits_longer_than_two_days(
    owed: datetime,
    later: int,
    since: int,
    until: int,
    is_digest: bool,  # noqa: FBT001 - an example's value
) -> None:
    wanted, now = Preferences(since, until, is_digest=is_digest), owed + timedelta(seconds=later)

    rings = rings_at(wanted, owed_at=owed, now=now, zone=DESK_ZONE)

    assert now <= rings <= max(now, owed + timedelta(days=1)) + timedelta(days=1)
    assert not is_quiet(wanted, rings, DESK_ZONE)
    assert rings_at(wanted, owed_at=owed, now=rings, zone=DESK_ZONE) == rings
