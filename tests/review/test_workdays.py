"""When the desk works: the country's holidays come with it, the desk decides the rest about itself."""

from datetime import UTC, date, datetime

import pytest

from review import network, workdays
from review.db import Database
from review.settings import DESK_ZONE
from review.workdays import BadCalendar
from tests.conftest import NOON, ON_SQLITE

HOURS = "8:00-12:00, 13:30-17:30"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DESK_ZONE)


def due(database: Database, start: str) -> datetime:
    return database.read_now(lambda session: workdays.due(session, at(start), 8, zone=DESK_ZONE))


def set_day(database: Database, day: date, *, works: bool | None, name: str = "") -> None:
    database.act_now(lambda s: workdays.set_day(s, day, works=works, name=name, by=None, door="cli", now=NOON))


def set_hours(database: Database, text: str) -> None:
    database.act_now(lambda session: workdays.set_hours(session, text, by=None, door="cli", now=NOON))


@pytest.mark.parametrize(
    ("sent", "by"),
    [
        ("2026-02-13T16:30", "2026-02-23T16:30"),  # over Tết
        ("2026-04-29T13:00", "2026-05-04T11:30"),  # 30 April and 1 May
        ("2026-08-21T16:00", "2026-08-22T16:00"),  # a Saturday that is worked
        ("2026-08-28T16:00", "2026-09-03T16:00"),  # Quốc khánh, with the day taken before
    ],
)
@ON_SQLITE
def test_the_holidays_of_the_country_are_passed_over(database: Database, sent: str, by: str) -> None:
    assert due(database, sent) == at(by)


def test_the_desk_decides_about_single_days_and_takes_it_back(database: Database) -> None:
    set_day(database, date(2026, 11, 13), works=False, name="  Họp   cộng tác viên ")

    assert due(database, "2026-11-12T16:00") == at("2026-11-16T16:00")
    days = database.read_now(lambda session: workdays.special_days(session, 2026))
    assert [(day.day, day.works, day.vi) for day in days if day.is_own] == [
        (date(2026, 11, 13), False, "Họp cộng tác viên")
    ]

    set_day(database, date(2026, 11, 13), works=None)
    assert due(database, "2026-11-12T16:00") == at("2026-11-13T16:00")


@ON_SQLITE
def test_a_holiday_may_be_worked(database: Database) -> None:
    set_day(database, date(2026, 9, 1), works=True, name="Trực lễ")

    assert due(database, "2026-08-28T16:00") == at("2026-09-01T16:00")


@ON_SQLITE
def test_hours_and_weekdays_are_the_desks_own(database: Database) -> None:
    set_hours(database, HOURS)
    database.act_now(lambda s: workdays.set_weekdays(s, [0, 1, 2, 3, 4, 5], by=None, door="cli", now=NOON))

    found = database.read_now(workdays.calendar)
    assert workdays.hours_text(found) == HOURS
    assert due(database, "2026-11-13T17:00") == at("2026-11-14T17:00")


@pytest.mark.parametrize(
    "hours", ["", "8", "8:00", "12:00-8:00", "8:00-12:00, 11:00-17:00", "25:00-26:00", "8:00-8:00", "8:00-12:00 tới"]
)
@ON_SQLITE
def test_hours_that_do_not_follow_each_other_are_refused_and_nothing_changes(database: Database, hours: str) -> None:
    set_hours(database, HOURS)

    with pytest.raises(BadCalendar):
        set_hours(database, hours)

    assert workdays.hours_text(database.read_now(workdays.calendar)) == HOURS


@ON_SQLITE
def test_a_week_without_a_working_day_is_refused(database: Database) -> None:
    with pytest.raises(BadCalendar):
        database.act_now(lambda session: workdays.set_weekdays(session, [], by=None, door="cli", now=NOON))


def test_what_ships_names_no_weekend_as_a_day_off_and_no_weekday_as_worked_for_another() -> None:
    for number, year in network.shipped("holidays.yaml").items():
        assert all(day.year == number and day.weekday() < 5 for day in year["days_off"])
        assert all(day.year == number and day.weekday() >= 5 for day in year["days_worked"])


def test_only_published_years_count_as_announced() -> None:
    assert workdays.is_announced(2026)
    assert not workdays.is_announced(2027)
    assert not workdays.is_announced(datetime(2050, 1, 1, tzinfo=UTC).year)
