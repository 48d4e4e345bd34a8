"""What nobody used is kept for the days the notice names, then its text and files go and a bare row stays."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from bot.commands.tidying import empty_unused
from review import appeals, holding, intake, moderation, queue, revising
from review.access import Person, Role
from review.db import Database, Session
from review.errors import TipEmptied
from review.holding import Held
from review.models import Attachment, AuditRow, Decision, Draft, DraftRevision, ReleasedFile
from review.personal import Wish
from review.port import FileRef, Part
from review.rights import requests, sweeping, unused
from review.search import index
from review.settings import DeskRules
from review.workflow import TipStatus
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk, opened_desk
from tests.review.test_sweeping import held, keys

RULES = DeskRules()
SECRET = "Sáng nay phường CANARYWORD mở bàn hướng dẫn cho 12 người cao tuổi."


@pytest.fixture
def desk(database: Database, tmp_path: Path, now: datetime) -> Any:
    with opened_desk(database, tmp_path, now) as opened:
        yield opened


def rejected(desk: Desk, lan: Person, minh: Person, text: str = SECRET) -> str:
    reference = desk.a_tip(text, by=lan, photo=True)
    desk.database.act_now(
        lambda s: moderation.reject(
            s, queue.get(s, reference), reason="R01", note="CANARYWORD", version=None, by=minh, door="console",
            now=desk.clock(), rules=RULES,
        )
    )  # fmt: skip
    return reference


def emptied(desk: Desk) -> int:
    return desk.database.act_now(lambda s: unused.bury_unused(s, now=desk.clock(), rules=RULES))


def tables_with(desk: Desk, word: str) -> set[str]:
    """Return the tables that hold a word; raw updates, which go after a week, are not made here."""

    def read(session: Session) -> set[str]:
        rows = {name: session.execute(table.select()).all() for name, table in SQLModel.metadata.tables.items()}
        return {name for name, found in rows.items() if word in str(found)}

    return desk.database.read_now(read)


async def test_a_rejected_tip_is_emptied_on_the_night_after_thirty_days_and_its_files_follow(desk: Desk) -> None:
    lan, minh = desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR)
    reference = rejected(desk, lan, minh)
    assert {"tip", "tip_message", "tip_version", "decision"} <= tables_with(desk, "CANARYWORD")

    desk.clock.at += timedelta(days=30)
    early = await empty_unused(desk.newsroom)
    desk.clock.at += timedelta(days=1)
    late = await empty_unused(desk.newsroom)

    assert (early, late) == (0, 1)
    assert tables_with(desk, "CANARYWORD") == set()
    tip = desk.tip(reference)
    assert (tip.status, tip.version, tip.topic, tip.excerpt) == (TipStatus.REJECTED, 0, "TTHC", "")
    assert [row.reason for row in desk.rows(Decision) if row.reason] == ["R01"], "figures go on counting it"
    assert [row.act for row in desk.rows(AuditRow)][-1] == "empty_tip"
    assert len(keys(desk)) == 2, "a backup that began before still finds the files"
    desk.clock.at += timedelta(hours=7)
    again = await empty_unused(desk.newsroom)
    assert (again, keys(desk), desk.rows(ReleasedFile)) == (0, set(), [])


def test_what_is_kept_longer_says_a_setting(desk: Desk) -> None:
    rejected(desk, desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR))
    desk.clock.at += timedelta(days=100)

    gone = desk.database.act_now(lambda s: unused.bury_unused(s, now=desk.clock(), rules=DeskRules(unused_days=180)))

    assert gone == 0


def test_nothing_can_be_done_with_an_emptied_tip(desk: Desk) -> None:
    lan, minh = desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR)
    reference = rejected(desk, lan, minh)
    desk.clock.at += timedelta(days=31)
    emptied(desk)
    at = desk.clock()
    acts = (
        lambda s: moderation.reopen(s, queue.get(s, reference), by=minh, door="console", now=at),
        lambda s: appeals.appeal(s, queue.get(s, reference), note="", by=lan, door="web", now=at, rules=RULES),
        lambda s: revising.begin(s, queue.get(s, reference), by=lan, door="web", now=at),
    )

    for act in acts:
        with pytest.raises(TipEmptied):
            desk.database.act_now(act)

    assert desk.tip(reference).status is TipStatus.REJECTED


def test_an_appeal_keeps_a_tip_and_its_decision_begins_the_time_anew(desk: Desk) -> None:
    lan, minh, an = desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR), desk.a_person("An", Role.MODERATOR)
    reference = rejected(desk, lan, minh)
    desk.clock.at += timedelta(days=29)
    at = desk.clock()
    desk.database.act_now(
        lambda s: appeals.appeal(s, queue.get(s, reference), note="", by=lan, door="web", now=at, rules=RULES)
    )
    desk.clock.at += timedelta(days=9)
    open_still = emptied(desk)
    at = desk.clock()
    desk.database.act_now(
        lambda s: moderation.reject(
            s, queue.get(s, reference), reason="R01", version=None, by=an, door="console", now=at, rules=RULES
        )
    )
    desk.clock.at += timedelta(days=29)

    assert (open_still, emptied(desk)) == (0, 0)
    assert "CANARYWORD" in desk.tip(reference).excerpt
    desk.clock.at += timedelta(days=2)
    assert emptied(desk) == 1


def test_an_open_request_about_ones_data_is_waited_for_but_not_for_ever(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    reference = rejected(desk, lan, desk.a_person("Minh", Role.MODERATOR))
    desk.clock.at += timedelta(days=31)
    at = desk.clock()
    desk.database.act_now(lambda s: requests.ask(s, lan, Wish.EXPORT, door="telegram", now=at, rules=RULES))

    waiting = emptied(desk)
    desk.clock.at += timedelta(days=31)

    assert (waiting, emptied(desk)) == (0, 1)
    assert desk.tip(reference).excerpt == ""


def test_withdrawn_ones_go_too_and_what_waits_or_is_approved_stays(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    withdrawn, waiting = desk.a_tip(by=lan), desk.a_tip(by=lan)
    approved, _ = desk.an_approved_tip()
    at = desk.clock()
    desk.database.act_now(lambda s: intake.withdraw(s, queue.get(s, withdrawn), by=lan, door="web", now=at))
    desk.clock.at += timedelta(days=400)

    assert emptied(desk) == 1
    assert [bool(desk.tip(one).excerpt) for one in (withdrawn, waiting, approved)] == [False, True, True]


def test_the_discarded_article_of_a_tip_that_was_rejected_after_all_is_emptied_with_it(desk: Desk) -> None:
    minh = desk.a_person("Minh", Role.MODERATOR)
    reference, _ = desk.an_approved_tip(SECRET, by=minh)
    at = desk.clock()

    def change_of_mind(session: Session) -> None:
        tip = queue.get(session, reference)
        moderation.reopen(session, tip, by=minh, door="console", now=at)
        moderation.reject(session, tip, reason="R01", version=None, by=minh, door="console", now=at, rules=RULES)

    desk.database.act_now(change_of_mind)
    assert "draft_revision" in tables_with(desk, "CANARYWORD")
    desk.clock.at += timedelta(days=31)

    assert emptied(desk) == 1
    assert tables_with(desk, "CANARYWORD") == set()
    assert [(row.status, row.title) for row in desk.rows(Draft)] == [("discarded", "")]
    assert [row.article["body"] for row in desk.rows(DraftRevision)] == [[]]


def test_a_file_of_somebody_elses_tip_stays(desk: Desk) -> None:
    rejected(desk, desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR))
    desk.a_tip(by=desk.a_person("Bảo"), photo=True)
    desk.clock.at += timedelta(days=31)
    emptied(desk)
    desk.clock.at += timedelta(hours=7)

    sweeping.sweep_released(desk.database, desk.newsroom.media, now=desk.clock())

    assert keys(desk) == {key for row in desk.rows(Attachment) for key in (row.original, row.copy_key)}


def test_an_unfinished_tip_that_is_thrown_away_lets_its_files_go(desk: Desk) -> None:
    lan, at = desk.a_person("Lan"), desk.clock()
    begun = desk.database.act_now(lambda s: _begun_with_a_photo(s, desk, lan))
    assert len(keys(desk)) == 2

    desk.database.act_now(lambda s: intake.discard(s, queue.by_id(s, begun), now=at))

    assert {row.key for row in desk.rows(ReleasedFile)} == keys(desk)
    assert desk.rows(Attachment) == []


def _begun_with_a_photo(session: Session, desk: Desk, lan: Person) -> int:
    photo = FileRef("photo", "file-1", width=40, height=30)
    part = Part("telegram", lan.id, 1, "photo", desk.clock(), "", photo)
    joined = intake.receive(session, lan, part, composing=None, now=desk.clock())
    desk._fetch(session, desk.clock())
    return joined.tip_id


def test_many_go_in_portions(desk: Desk) -> None:
    lan, minh = desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR)
    for _ in range(3):
        rejected(desk, lan, minh)
    desk.clock.at += timedelta(days=31)
    at = desk.clock()

    gone = [desk.database.act_now(lambda s: unused.bury_unused(s, now=at, rules=RULES, at_once=2)) for _ in range(3)]

    assert gone == [2, 1, 0]


def test_a_desk_that_is_held_after_a_restore_empties_nothing(desk: Desk) -> None:
    rejected(desk, desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR))
    desk.clock.at += timedelta(days=31)
    at = desk.clock()
    desk.database.act_now(lambda s: holding.hold(s, Held(at, at), now=at))

    assert emptied(desk) == 0


@ON_SQLITE
async def test_the_database_file_itself_holds_no_word_of_it_any_more(desk: Desk) -> None:
    rejected(desk, desk.a_person("Lan"), desk.a_person("Minh", Role.MODERATOR))
    desk.database.act_now(index.keep_up)
    assert held(desk, b"CANARYWORD", b"canaryword")
    desk.clock.at += timedelta(days=31)

    await empty_unused(desk.newsroom)

    assert not held(desk, b"CANARYWORD", b"canaryword")


@ON_SQLITE
def test_what_is_due_is_found_by_an_index(desk: Desk) -> None:
    seen: list[str] = []

    def plan(session: Session) -> None:
        query = unused._query(desk.clock(), desk.clock())
        compiled = query.compile(session.connection(), compile_kwargs={"literal_binds": True})
        seen.extend(row.detail for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))

    desk.database.read_now(plan)

    assert any("ix_tip_unused" in line for line in seen), seen
