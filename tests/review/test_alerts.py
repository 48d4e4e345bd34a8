"""Alerts as rows: who is owed what, once, also where several workers look, and on a long random run."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from review import alerts, disk, holding, inbox, invitations, outbox, people, pulse
from review.access import Role
from review.alerts import Reading, Readings
from review.db import Database, Session
from review.figures import Figures
from review.holding import Held
from review.inbox import Arrival
from review.incidents import CALM
from review.models import NoticeState, OutboxRow
from review.pulse import Pulse

PLENTY = 10 * disk.NEARLY_FULL
KINDS = tuple(alerts.PATIENCE)


@pytest.fixture
def admin(database: Database, now: datetime) -> str:
    def join(session: Session) -> int:
        code = invitations.invite(session, role=Role.ADMIN, name="Quản trị", by=None, now=now)
        invited = invitations.redeem(session, code, now=now)
        return people.begin_enrolment(
            session, invited, door="telegram", account_id=7, chat_id=7, name="Quản trị", locale="vi", now=now
        ).id

    return outbox.person(database.act_now(join))


def look(database: Database, now: datetime, *, free: int = PLENTY, media_answer: bool = True) -> None:
    readings = database.read_now(lambda session: alerts.read(session, free=free, media_answer=media_answer, now=now))
    tell(database, readings, now)


def tell(database: Database, readings: Readings, now: datetime) -> bool:
    is_news = database.read_now(lambda session: alerts.is_news(session, readings, now=now))
    if is_news:
        database.act_now(lambda session: alerts.tell(session, readings, has_group=True, now=now))
    return is_news


def owed(database: Database) -> list[OutboxRow]:
    return database.read_now(lambda session: list(session.exec(select(OutboxRow).order_by(OutboxRow.id))))  # type: ignore[arg-type]  # a column to SQL


def are_sent(database: Database, now: datetime) -> None:
    ids = [row.id for row in owed(database) if row.id and row.state is NoticeState.NEW]
    database.act_now(lambda session: outbox.sent(session, ids, now=now))


def an_update(database: Database, now: datetime, number: int = 1) -> None:
    database.act_now(lambda session: inbox.keep(session, [Arrival(1, number, f"{number}", number, "{}")], now=now))


def all_well() -> Readings:
    return {kind: Reading(is_wrong=False) for kind in KINDS}


def test_a_backlog_of_five_minutes_is_told_to_the_group_and_the_admins_once(
    database: Database, admin: str, now: datetime
) -> None:
    an_update(database, now)

    for seconds in range(0, 1200, 15):
        look(database, now + timedelta(seconds=seconds))

    assert [(row.kind, row.recipient) for row in owed(database)] == [
        ("alert_backlog", outbox.GROUP),
        ("alert_backlog", admin),
    ]
    assert (owed(database)[0].details["number"], owed(database)[0].details["minutes"]) == (1, 5)


def test_its_end_is_told_once_to_whom_the_beginning_reached(database: Database, admin: str, now: datetime) -> None:
    an_update(database, now)
    later = now + timedelta(minutes=6)
    look(database, later)
    are_sent(database, later)
    database.act_now(lambda s: s.connection().exec_driver_sql("UPDATE inbox SET state = 'done'"))

    for minutes in range(60):
        look(database, later + timedelta(minutes=minutes))

    kinds = Counter(row.kind for row in owed(database))
    assert kinds == {"alert_backlog": 2, "alert_over": 2}


def test_an_alert_that_was_never_sent_is_taken_back_when_all_is_well(
    database: Database, admin: str, now: datetime
) -> None:
    look(database, now, free=disk.FULL)
    assert len(owed(database)) == 2

    for minutes in (1, 2, 12):
        look(database, now + timedelta(minutes=minutes))

    assert [(row.kind, row.state) for row in owed(database)] == [("alert_disk", NoticeState.GONE)] * 2


def test_a_notice_that_is_tried_again_and_again_counts_from_its_beginning(
    database: Database, admin: str, now: datetime
) -> None:
    def owe(session: Session) -> None:
        outbox.enqueue(
            session, "card", subject="tip:1", recipient=outbox.GROUP, lane=outbox.Lane.CARD, dedupe_key="c", now=now
        )
        later = now + timedelta(minutes=10)
        outbox.later(session, [1], not_before=later, error_class="TimedOut")

    database.act_now(owe)
    look(database, now + timedelta(minutes=7))

    assert [row.kind for row in owed(database)].count("alert_backlog") == 2


def test_dead_letters_are_told_once_however_many(database: Database, admin: str, now: datetime) -> None:
    for number in range(40):
        an_update(database, now, number)
        database.act_now(lambda s: s.connection().exec_driver_sql("UPDATE inbox SET state = 'dead'"))
        look(database, now + timedelta(seconds=15 * number))

    assert [row.kind for row in owed(database)] == ["dead_letter"] * 2


def test_a_store_that_is_down_is_told_after_five_minutes(database: Database, admin: str, now: datetime) -> None:
    for seconds in range(0, 285, 15):
        look(database, now + timedelta(seconds=seconds), media_answer=False)
    assert owed(database) == []

    look(database, now + timedelta(minutes=5), media_answer=False)

    assert {row.kind for row in owed(database)} == {"alert_media"}


def test_a_second_program_is_told_after_a_minute(database: Database, admin: str, now: datetime) -> None:
    figures = Figures()
    for seconds in range(0, 75, 15):
        at = now + timedelta(seconds=seconds)
        figures.failed("poll", "Conflict")
        database.act_now(lambda session, at=at: pulse.beat(session, Pulse(at, "1.0", figures.snapshot())))  # type: ignore[misc]  # a default binds it
        look(database, at)

    assert {row.kind for row in owed(database)} == {"alert_conflict"}


def test_of_two_workers_one_tells(database: Database, admin: str, now: datetime) -> None:
    readings = {**all_well(), "alert_disk": Reading(is_wrong=True, figures={"megabytes": 3})}

    def both(session: Session) -> None:
        alerts.tell(session, readings, has_group=True, now=now)
        alerts.tell(session, readings, has_group=True, now=now + timedelta(seconds=1))

    database.act_now(both)

    assert len(owed(database)) == 2
    assert database.read_now(alerts.open_kinds) == ["alert_disk"]


def test_a_held_desk_tells_nothing(database: Database, admin: str, now: datetime) -> None:
    database.act_now(lambda session: holding.hold(session, Held(now, now), now=now))

    look(database, now, free=0)

    assert owed(database) == []


def weather(seed: int) -> Iterator[tuple[timedelta, Readings]]:
    """Ten hours of trouble that comes and goes: each kind on its own, in spells of seconds or hours."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes a run repeatable
    is_wrong, until = dict.fromkeys(KINDS, False), dict.fromkeys(KINDS, 0)
    for seconds in range(0, 10 * 3600, 300):
        for kind in KINDS:
            if seconds >= until[kind]:
                is_wrong[kind] = not is_wrong[kind]
                until[kind] = seconds + chance.choice((300, 600, 900, 3600, 7200))
        yield timedelta(seconds=seconds), {kind: Reading(is_wrong[kind]) for kind in KINDS}


def test_ten_bad_hours_bring_no_storm(database: Database, admin: str, now: datetime) -> None:
    for after, readings in weather(seed=20261112):
        if tell(database, readings, now + after):
            are_sent(database, now + after)

    rows = owed(database)
    for kind in KINDS:
        mine = [row for row in rows if row.details["kind"] == kind and row.recipient == admin]
        assert mine, "each kind was told"
        assert [row.kind for row in mine[::2]] == [kind] * len(mine[::2])
        assert [row.kind for row in mine[1::2]] == ["alert_over"] * len(mine[1::2])
        ends = [row.created_at for row in mine[1::2]]
        assert all(next_end - end >= CALM for end, next_end in pairwise(ends))
    assert Counter(row.recipient for row in rows)[admin] == len(rows) // 2
