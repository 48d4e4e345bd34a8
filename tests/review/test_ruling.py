"""What rules cost: nothing where there is none, one reading of them where there are, and never a stale one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from review import ruling
from review.access import Person, Role
from review.db import Database, Session
from review.errors import ReviewError
from review.rulebook.rule import Conditions, Effects
from tests.console.desk import Desk, opened_desk


@pytest.fixture
def desk(database: Database, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, now) as opened:
        yield opened


@pytest.fixture
def chief(desk: Desk) -> Person:
    return desk.a_person("Quản trị", Role.ADMIN)


def a_rule_in(session: Session, chief: Person, now: datetime, priority: str = "urgent") -> None:
    rule = ruling.make(
        session, "Mọi tin", Conditions(everything=True), Effects(priority=priority), by=chief, door="cli", now=now
    )
    ruling.switch(session, rule.number, on=True, version=1, by=chief, door="cli", now=now)


@contextmanager
def watched(desk: Desk) -> Iterator[list[str]]:
    """Yield the statements that ask for rules while tips come in."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "rule_edition" in statement:
            asked.append(statement)

    event.listen(desk.database.writing, "before_cursor_execute", note)
    yield asked
    event.remove(desk.database.writing, "before_cursor_execute", note)


def test_without_a_rule_no_statement_is_added_and_with_one_it_is_read_a_single_time(desk: Desk, chief: Person) -> None:
    lan = desk.a_person()
    with watched(desk) as without:
        desk.a_tip(by=lan)
    desk.database.act_now(lambda session: a_rule_in(session, chief, desk.clock()))
    with watched(desk) as with_one:
        first, second = desk.a_tip(by=lan), desk.a_tip(by=lan)

    assert len(without) == 1  # with the question for the tip itself
    assert sum("tip.sender_id" in statement for statement in with_one) == 2
    assert sum(statement.startswith("SELECT rule_edition") for statement in with_one) == 1
    assert [desk.tip(tip).priority for tip in (first, second)] == ["urgent", "urgent"]


def test_a_rule_that_was_not_kept_after_all_is_not_remembered(desk: Desk, chief: Person) -> None:
    lan = desk.a_person()

    def tried(session: Session) -> None:
        a_rule_in(session, chief, desk.clock())
        newest = session.execute(select(*ruling.NEWEST)).one()
        assert len(ruling.in_force(session, ruling.Newest(*newest))) == 1
        raise ReviewError

    with pytest.raises(ReviewError):
        desk.database.act_now(tried)
    desk.clock.at = desk.clock.at.replace(second=1)
    desk.database.act_now(lambda session: a_rule_in(session, chief, desk.clock(), priority="low"))

    assert desk.tip(desk.a_tip(by=lan)).priority == "low"


def test_who_left_the_desk_is_told_nothing(desk: Desk, chief: Person) -> None:
    lan = desk.a_person("Lan")
    effects = Effects(priority="high", notify=(lan.id, 10_000))

    def make(session: Session) -> None:
        ruling.make(session, "Báo", Conditions(everything=True), effects, by=chief, door="cli", now=desk.clock())
        ruling.switch(session, 1, on=True, version=1, by=chief, door="cli", now=desk.clock())

    desk.database.act_now(make)

    assert desk.tip(desk.a_tip(by=lan)).priority == "high"
