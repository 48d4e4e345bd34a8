"""The desk in figures: what is counted by day, against the tips recounted by plain SQL; what a period then says."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.commands.counting import count_due
from review import appeals, moderation, queue, waiting
from review.access import Person, Role
from review.reports import desk, desk_keeping, papers
from review.reports.desk import Agreement, DeskFigures
from review.reports.period import holding, period
from review.settings import DESK_ZONE
from review.workflow import Verb
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk, opened_desk

Database = Any
TODAY = date(2026, 11, 12)


@pytest.fixture
def bench(database: Database, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, now) as opened:
        yield opened


@pytest.fixture
def minh(bench: Desk) -> Person:
    return bench.a_person("Minh", Role.MODERATOR)


@pytest.fixture
def an(bench: Desk) -> Person:
    return bench.a_person("An", Role.MODERATOR)


def decided(bench: Desk, tip: str, verb: Verb, by: Person) -> None:
    given: dict[str, Any] = {"by": by, "door": "console", "now": bench.clock(), "rules": bench.newsroom.rules}
    acts = {
        Verb.REJECT: lambda s: moderation.reject(s, queue.get(s, tip), reason="R02", version=None, **given),
        Verb.ASK: lambda s: moderation.ask(s, queue.get(s, tip), codes=["Q01"], version=None, **given),
    }
    bench.database.act_now(acts[verb])


def appealed(bench: Desk, tip: str, by: Person) -> None:
    bench.database.act_now(
        lambda s: appeals.appeal(
            s, queue.get(s, tip), note="", by=by, door="telegram", now=bench.clock(), rules=bench.newsroom.rules
        )
    )


async def told(bench: Desk, name: str = "2026-11") -> DeskFigures:
    """Count what is due and return the figures of a period."""
    while await count_due(bench.newsroom):
        pass
    return bench.database.read_now(lambda session: desk.figures(session, period(name)))


async def test_a_month_counts_what_came_in_and_what_was_decided_by_whom(bench: Desk, minh: Person, an: Person) -> None:
    one, two, _ = bench.a_tip(), bench.a_tip(), bench.a_tip(topic="CDS")
    bench.clock.at += timedelta(hours=2)
    decided(bench, one, Verb.REJECT, minh)
    decided(bench, two, Verb.ASK, an)
    bench.an_approved_tip(by=an)

    found = await told(bench)

    recounted = bench.database.read_now(lambda s: s.execute(text("SELECT count(*) FROM tip")).scalar_one())
    assert found.received == recounted == 4
    assert (found.decided, found.acts["approve"], found.acts["reject"], found.acts["ask"]) == (2, 1, 1, 1)
    assert [(line.part, line.received, line.decided) for line in found.topics] == [("TTHC", 3, 2), ("CDS", 1, 0)]
    assert [(line.name, line.acts) for line in found.people] == [
        ("An", {"ask": 1, "approve": 1}),
        ("Minh", {"reject": 1}),
    ]
    assert found.reasons == (("R02", 1),)


@ON_SQLITE
async def test_times_are_told_by_the_clock_and_as_working_time(bench: Desk, minh: Person) -> None:
    bench.clock.at = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)  # Friday 16:00 at the desk
    tip = bench.a_tip()
    bench.clock.at = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)  # Monday 8:30: 2 working hours, 64 and a half in all
    decided(bench, tip, Verb.ASK, minh)
    bench.clock.at += timedelta(hours=1)
    decided(bench, tip, Verb.REJECT, minh)

    found = (await told(bench)).waits

    assert hours(found["first_work"].median) == pytest.approx(2, rel=0.25)
    assert hours(found["first_wall"].p90) == pytest.approx(64.5, rel=0.25)
    assert hours(found["decision_work"].median) == pytest.approx(3, rel=0.25)
    assert hours(found["decision_wall"].median) == pytest.approx(65.5, rel=0.25)


async def test_agreement_is_whether_a_second_person_decides_as_the_first(bench: Desk, minh: Person, an: Person) -> None:
    lan = bench.a_person("Lan")
    kept, turned = bench.a_tip(by=lan), bench.a_tip(by=lan)
    for tip in (kept, turned):
        decided(bench, tip, Verb.REJECT, minh)
        appealed(bench, tip, lan)
    decided(bench, kept, Verb.REJECT, an)
    bench.database.act_now(
        lambda s: moderation.mark_duplicate(
            s, queue.get(s, turned), original=queue.get(s, kept), version=None, by=an, door="console",
            now=bench.clock(), rules=bench.newsroom.rules,
        )
    )  # fmt: skip

    found = await told(bench)

    assert found.second == Agreement(same=1, other=1)
    assert found.second.percent == 50
    assert found.read.total == 0
    assert found.waits["decision_wall"].median is not None


@ON_SQLITE
async def test_days_count_where_they_happened_and_weeks_and_months_add_them_up(bench: Desk, minh: Person) -> None:
    tip = bench.a_tip()
    bench.clock.at += timedelta(days=20)
    bench.a_tip()
    decided(bench, tip, Verb.REJECT, minh)

    november, quarter, year = await told(bench), await told(bench, "2026-Q4"), await told(bench, "2026")

    assert [s for s in november.stretches if s.received or s.decided] == [desk.Stretch(TODAY, 1, 0)]
    assert len(november.stretches) == 30
    assert (quarter.received, quarter.decided, year.received, year.decided) == (2, 1, 2, 1)
    weeks = [(s.first, s.received, s.decided) for s in quarter.stretches if s.received]
    assert weeks == [(date(2026, 11, 9), 1, 0), (date(2026, 11, 30), 1, 1)]
    assert [(s.first.month, s.received) for s in year.stretches if s.received] == [(11, 1), (12, 1)]
    assert quarter.stretches[0].first == date(2026, 10, 1)


@ON_SQLITE
async def test_counting_again_changes_nothing_and_today_is_counted_when_a_minute_has_passed(bench: Desk) -> None:
    bench.a_tip()
    first = await told(bench)

    assert await count_due(bench.newsroom) == 0
    bench.a_tip()
    bench.clock.at += timedelta(minutes=1)
    assert await count_due(bench.newsroom) == 1

    again = await told(bench)
    assert (first.received, again.received) == (1, 2)
    assert again.counted_at == bench.clock.at


@ON_SQLITE
async def test_a_topic_that_is_set_the_day_after_is_counted_in_the_night(bench: Desk) -> None:
    reference = bench.a_tip(topic="TTHC")
    await told(bench)
    query = text("UPDATE tip SET topic = 'CDS' WHERE reference = :tip").bindparams(tip=reference)
    bench.database.act_now(lambda session: session.execute(query))
    bench.clock.at += timedelta(days=1)

    assert [line.part for line in (await told(bench)).topics] == ["CDS"]


@ON_SQLITE
async def test_days_from_before_there_were_figures_are_counted_the_newest_first(bench: Desk) -> None:
    bench.a_tip()
    bench.clock.at += timedelta(days=40)

    due = bench.database.read_now(
        lambda session: list(itertools.islice(desk_keeping.due(session, now=bench.clock(), zone=DESK_ZONE), 50))
    )

    assert due == [TODAY + timedelta(days=number) for number in range(40, -1, -1)]


@ON_SQLITE
async def test_the_paper_holds_the_same_figures(bench: Desk, minh: Person) -> None:
    decided(bench, bench.a_tip(), Verb.REJECT, minh)
    await told(bench)

    made = bench.database.read_now(lambda session: papers.make(session, "desk", "2026-11", zone=DESK_ZONE))

    rows = {(row[0], row[1]): row[2:] for row in made.rows}
    assert rows["Cả kỳ", ""][:4] == (1, 1, 0, 1)
    assert rows["Từ ngày", "12/11/2026"][:2] == (1, 1)
    assert rows["Người quyết định", "Minh"][1:4] == (1, 0, 1)
    assert ("Thời gian", "Đến quyết định, giờ làm việc") in rows
    assert made.checksum


async def test_what_waits_now_is_looked_up(bench: Desk, minh: Person) -> None:
    late = bench.a_tip()
    bench.clock.at += timedelta(days=3)
    asked, done = bench.a_tip(), bench.a_tip()
    decided(bench, asked, Verb.ASK, minh)
    decided(bench, done, Verb.REJECT, minh)

    found = bench.database.read_now(lambda session: waiting.look(session, now=bench.clock(), zone=DESK_ZONE))

    assert (found.received, found.overdue, found.needs_info, found.decided) == (1, 1, 1, 1)
    assert found.oldest == late


def test_a_day_lies_in_its_month_quarter_and_year() -> None:
    assert [holding(TODAY, months).name for months in (1, 3, 12)] == ["2026-11", "2026-Q4", "2026"]
    assert holding(date(2026, 3, 31), 3).after == date(2026, 4, 1)


def hours(span: timedelta | None) -> float:
    assert span is not None
    return span / timedelta(hours=1)
