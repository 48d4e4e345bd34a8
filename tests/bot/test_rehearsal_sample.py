"""The sample network: a living desk at first sight, made once, with nothing left for people to be told twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.commands import settings
from bot.rehearsal.sample import filling
from bot.rehearsal.sample.cast import CHIEF, GROUP, QUAN
from review import audit, people
from review.access import Role, Standing
from review.newsroom import Newsroom, open_newsroom
from review.workflow import DraftStatus, TipStatus


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    opened = open_newsroom(settings.rehearsal(8080, 8081, tmp_path_factory.mktemp("rehearsal")))
    filling.fill(opened)
    yield opened
    opened.close()


def rows(newsroom: Newsroom, query: str) -> list[tuple[Any, ...]]:
    return newsroom.database.read_now(lambda session: [tuple(r) for r in session.connection().exec_driver_sql(query)])


def counted(newsroom: Newsroom, table: str) -> dict[str, int]:
    return dict(rows(newsroom, f"SELECT status, count(*) FROM {table} GROUP BY status"))  # noqa: S608 - the test's own words


def test_the_sample_has_a_tip_in_every_status(newsroom: Newsroom) -> None:
    found = counted(newsroom, "tip")

    assert set(found) == {status.value for status in TipStatus}
    assert sum(found.values()) >= 20


def test_the_sample_has_drafts_on_every_step_to_the_portal(newsroom: Newsroom) -> None:
    promised = {DraftStatus.DRAFTED, DraftStatus.READY, DraftStatus.TAKEN, DraftStatus.PUBLISHED}

    assert promised <= set(counted(newsroom, "draft"))


def test_one_tip_is_overdue_and_one_is_in_hand(newsroom: Newsroom) -> None:
    now = newsroom.clock().isoformat(sep=" ")
    overdue = rows(newsroom, f"SELECT id FROM tip WHERE status = 'received' AND due_at < '{now}'")  # noqa: S608 - as above
    in_hand = rows(newsroom, f"SELECT id FROM tip WHERE claimed_until > '{now}'")  # noqa: S608 - as above

    assert overdue
    assert in_hand


def test_no_template_failed_and_every_photo_can_be_seen(newsroom: Newsroom) -> None:
    assert rows(newsroom, "SELECT reference FROM draft WHERE template_error IS NOT NULL") == []
    assert rows(newsroom, "SELECT id FROM attachment WHERE kind = 'photo' AND copy_key IS NULL") == []
    assert rows(newsroom, "SELECT id FROM attachment WHERE state != 'stored'") == []


def test_only_the_cards_of_waiting_tips_are_still_owed(newsroom: Newsroom) -> None:
    owed = rows(newsroom, "SELECT DISTINCT kind FROM outbox WHERE state = 'new'")

    assert owed == [("card",)]


def test_filling_twice_changes_nothing(newsroom: Newsroom) -> None:
    before = rows(newsroom, "SELECT max(id) FROM audit"), counted(newsroom, "tip")

    again = filling.fill(newsroom)

    assert again is None
    assert (rows(newsroom, "SELECT max(id) FROM audit"), counted(newsroom, "tip")) == before


def test_the_sample_was_made_by_acts_that_left_their_traces(newsroom: Newsroom) -> None:
    acts = {act for (act,) in rows(newsroom, "SELECT DISTINCT act FROM audit")}

    assert {"invite", "consent", "enrol", "submit", "approve", "reject", "ask", "answer", "publish"} <= acts
    assert newsroom.database.read_now(audit.verify) is None


def test_the_people_are_who_the_stage_says_they_are(newsroom: Newsroom) -> None:
    chief = filling.chief(newsroom)
    quan = newsroom.database.read_now(lambda s: people.find(s, door="telegram", account_id=QUAN.account))

    assert chief is not None
    assert (chief.name, chief.roles) == (CHIEF.name, frozenset({Role.ADMIN}))
    assert quan is not None
    assert quan.standing is Standing.BANNED
    assert rows(newsroom, "SELECT value FROM desk_setting WHERE name = 'moderation_chat_id'") == [(str(GROUP),)]


def test_without_a_sample_the_desk_is_open_and_empty(tmp_path: Path) -> None:
    opened = open_newsroom(settings.rehearsal(8080, 8081, tmp_path))

    filling.open_bare(opened)

    assert filling.is_open(opened)
    assert rows(opened, "SELECT id FROM tip") == []
    opened.close()
