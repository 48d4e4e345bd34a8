"""The table of limits says what the rules do, at the limit and one past it."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from review import inbox, intake, limits, people
from review.access import Person, Role
from review.db import Database, Session
from review.errors import TipTooLarge, TooFast, TooManyDiscarded
from review.invitations import Invited
from review.manners import DAILY_TIPS
from review.port import Part
from review.settings import DeskRules
from tests.conftest import ON_SQLITE

TABLE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")


def lan(session: Session, now: datetime) -> Person:
    invited = Invited(0, Role.CORRESPONDENT, None, "Lan")
    person = people.begin_enrolment(
        session, invited, door="telegram", account_id=5, chat_id=5, name="Lan", locale="vi", now=now
    )
    people.complete_enrolment(session, person, now=now)
    return people.get(session, person.id)


def a_tip(session: Session, now: datetime, *, messages: int, apart: timedelta, length: int = 5) -> int:
    """Begin a tip of so many messages; returns its number."""
    who, number = lan(session, now), None
    for count in range(messages):
        number = intake.receive(
            session, who, part(count, now + count * apart, length), composing=number, now=now
        ).tip_id
    assert number is not None
    return number


def part(number: int, at: datetime, length: int = 5) -> Part:
    return Part("telegram", 5, 100 + number, "text", at, text="x" * length)


def test_the_table_names_every_limit_as_it_is() -> None:
    first, each, most = DAILY_TIPS
    figures = (
        f"| {limits.MOST_MESSAGES} |",
        f"| {limits.MOST_TEXT:,} |",
        f"| {limits.MOST_A_MINUTE} |",
        f"| {first}, one more for every {each} used ones, {most} at most",
        f"| unfinished tips thrown away a day | {limits.MOST_DISCARDED} |",
        f"| {inbox.MOST_OF_A_CHAT} |",
    )

    assert [figure for figure in figures if figure not in TABLE] == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("messages", "apart", "length", "refused"),
    [
        (limits.MOST_MESSAGES - 1, timedelta(seconds=2), 5, None),
        (limits.MOST_MESSAGES, timedelta(seconds=2), 5, TipTooLarge),
        (25, timedelta(seconds=2), limits.MOST_TEXT // 25 - 1, None),
        (25, timedelta(seconds=2), limits.MOST_TEXT // 25, TipTooLarge),
        (limits.MOST_A_MINUTE - 1, timedelta(), 5, None),
        (limits.MOST_A_MINUTE, timedelta(), 5, TooFast),
        (limits.MOST_A_MINUTE, timedelta(milliseconds=601), 5, None),
    ],
)
def test_a_tip_takes_as_much_as_the_table_says_and_not_one_more(
    database: Database, now: datetime, messages: int, apart: timedelta, length: int, refused: type[Exception] | None
) -> None:
    make = partial(a_tip, now=now, messages=messages, apart=apart, length=length)
    tip = database.act_now(make)
    more = part(messages, now + messages * apart)

    if refused is None:
        database.act_now(lambda session: limits.require_room(session, tip, more))
        return
    with pytest.raises(refused):
        database.act_now(lambda session: limits.require_room(session, tip, more))


@ON_SQLITE
def test_so_many_unfinished_tips_may_be_thrown_away_a_day(database: Database, now: datetime) -> None:
    rules = DeskRules()

    def throw(session: Session) -> None:
        limits.require_patience(session, 5, now=now, rules=rules)

    for _ in range(limits.MOST_DISCARDED):
        database.act_now(throw)

    with pytest.raises(TooManyDiscarded):
        database.act_now(throw)
