"""Files of the deleted go some hours later, those of others stay; practice left lying is forgotten."""

import json
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from bot.conversation import aside, practice
from review import inbox, people
from review.access import Role
from review.db import Database, Session, sqlite_file
from review.errors import NotAllowed
from review.inbox import Arrival
from review.media.folder import FolderStore
from review.models import Attachment, Dialogue, Draft, DraftRevision, InboxRow, RightsRequest
from review.rights import leaving, reach, sweeping
from review.search import index
from review.settings import DeskRules
from review.workflow import DraftStatus
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk, opened_desk

RULES = DeskRules()


@pytest.fixture
def desk(database: Database, tmp_path: Path, now: datetime) -> Any:
    with opened_desk(database, tmp_path, now) as opened:
        yield opened


def delete(desk: Desk, person_id: int) -> None:
    desk.database.act_now(
        lambda s: leaving.delete(s, people.get(s, person_id), door="telegram", now=desk.clock(), rules=RULES)
    )


def keys(desk: Desk) -> set[str]:
    return set(desk.newsroom.media.keys())


def test_files_go_after_the_grace_and_the_request_is_done(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    desk.a_tip(by=lan, photo=True)
    delete(desk, lan.id)

    early = sweeping.sweep(desk.database, desk.newsroom.media, now=desk.clock())
    assert (early, len(keys(desk))) == (0, 2)
    desk.clock.at += timedelta(hours=7)
    served = sweeping.sweep(desk.database, desk.newsroom.media, now=desk.clock())

    assert (served, keys(desk)) == (1, set())
    (row,) = desk.rows(RightsRequest)
    assert (row.outcome, row.details) == ("done", {})


def test_a_file_of_somebody_else_stays_also_when_it_came_in_between(desk: Desk) -> None:
    lan, bao = desk.a_person("Lan"), desk.a_person("Bảo")
    desk.a_tip(by=lan, photo=True)
    delete(desk, lan.id)
    desk.a_tip(by=bao, photo=True)
    desk.clock.at += timedelta(hours=7)

    sweeping.sweep(desk.database, desk.newsroom.media, now=desk.clock())

    assert keys(desk) == {key for row in desk.rows(Attachment) for key in (row.original, row.copy_key)}


class Hasty(FolderStore):
    """A store in which somebody names the file just as it goes."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        super().__init__(folder)
        self._desk = desk

    def remove(self, key: str) -> None:
        super().remove(key)
        self._desk.a_tip(photo=True)
        super().remove(key)


def test_a_file_that_is_named_just_as_it_goes_is_put_back(desk: Desk, tmp_path: Path) -> None:
    lan = desk.a_person("Lan")
    desk.a_tip(by=lan, photo=True)
    (key, *_) = keys(desk)
    delete(desk, lan.id)

    sweeping.remove(desk.database, Hasty(tmp_path / "media", desk), key)

    assert key in keys(desk)


def test_practice_left_lying_is_forgotten_and_the_tip_before_it_waits(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    state = aside.begin(None, practice.NAME, practice.WRITING, now=desk.clock(), parts={"1": "CANARY"}, files=0)

    def begin(session: Any) -> None:
        session.add(
            Dialogue(
                person_id=lan.id,
                name=state.name,
                step=state.step,
                screen=3,
                details={**state.details, "invitation": 7},
                updated_at=desk.clock(),
            )
        )

    desk.database.act_now(begin)
    desk.database.act_now(lambda s: sweeping.end_practice(s, now=desk.clock() + timedelta(minutes=59)))
    assert "CANARY" in str(desk.rows(Dialogue)[0].details)
    desk.database.act_now(lambda s: sweeping.end_practice(s, now=desk.clock() + timedelta(minutes=61)))

    (row,) = desk.rows(Dialogue)
    assert (row.name, row.step, row.details) == ("", "", {"invitation": 7})


def test_both_name_practice_alike() -> None:
    assert (sweeping.PRACTICE, sweeping.PRACTICE_LASTS) == (practice.NAME, aside.LASTS)


def test_every_table_is_a_persons_or_says_why_it_holds_nothing_of_one() -> None:
    """A new table fails here until it is decided what a deletion does with it; see review.rights.reach."""
    owned = {table.name for table, _ in reach.tables()}
    every = set(SQLModel.metadata.tables)

    assert owned & set(reach.KEPT) == set()
    assert every - owned - set(reach.KEPT) == set()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_staff_cannot_delete_themselves(desk: Desk, role: Role) -> None:
    minh = desk.a_person("Minh", role)

    with pytest.raises(NotAllowed):
        delete(desk, minh.id)

    assert desk.database.read_now(lambda s: people.get(s, minh.id).name) == "Minh"


def publish(session: Session) -> None:
    """Have the only draft stand on the portal."""
    draft = session.exec(select(Draft)).one()
    draft.status = DraftStatus.PUBLISHED
    session.add(draft)


def test_a_published_photo_stays_and_loses_its_original_and_its_name(desk: Desk) -> None:
    reference, _ = desk.an_approved_tip(photo=True)
    desk.database.act_now(publish)
    delete(desk, desk.tip(reference).sender_id)
    desk.clock.at += timedelta(hours=7)

    sweeping.sweep(desk.database, desk.newsroom.media, now=desk.clock())

    (row,) = desk.rows(Attachment)
    assert (row.original, row.name, row.file_ref) == (None, "", "")
    assert keys(desk) == {row.copy_key}
    tip = desk.tip(reference)
    assert (tip.excerpt, tip.flags, tip.status) == ("", [], "approved")


def test_an_unpublished_article_goes_with_its_sender(desk: Desk) -> None:
    reference, _ = desk.an_approved_tip(photo=True)

    delete(desk, desk.tip(reference).sender_id)

    (draft,) = desk.rows(Draft)
    assert (draft.status, draft.title) == ("discarded", "")
    assert [row.article["body"] for row in desk.rows(DraftRevision)] == [[]]


def held(desk: Desk, *words: bytes) -> bool:
    """Tell whether the database's files, the journal included, hold one of the words."""
    path = sqlite_file(desk.database.url)
    assert path is not None
    contents = b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
    return any(word in contents for word in words)


@ON_SQLITE
def test_the_database_file_itself_holds_no_word_any_more(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    desk.a_tip("Sáng nay phường mở bàn hướng dẫn kiểu CANARYWORD cho người dân.", by=lan)
    desk.a_tip("Chiều nay phường mở quầy.")
    desk.database.act_now(index.keep_up)
    assert held(desk, b"CANARYWORD", b"canaryword")
    delete(desk, lan.id)
    desk.clock.at += timedelta(hours=7)

    sweeping.sweep(desk.database, desk.newsroom.media, now=desk.clock())

    assert not held(desk, b"CANARYWORD", b"canaryword")


def test_who_withdrew_is_deleted_a_year_later(desk: Desk) -> None:
    lan = desk.a_person("Lan")

    def withdraw(session: Session) -> None:
        people.consent(
            session,
            lan,
            version="1.0",
            notice="",
            door="telegram",
            account_id=1,
            message_id=1,
            locale="vi",
            now=desk.clock(),
        )
        leaving.withdraw(session, lan, keeps_name=True, door="telegram", now=desk.clock(), rules=RULES)

    desk.database.act_now(withdraw)
    early, late = desk.clock() + timedelta(days=364), desk.clock() + timedelta(days=366)

    gone = [desk.database.act_now(partial(leaving.forget_the_gone, now=at, rules=RULES)) for at in (early, late, late)]

    assert gone == [0, 1, 0]
    assert desk.database.read_now(lambda s: people.get(s, lan.id).name) == ""


def test_handled_updates_that_name_the_deleted_are_emptied_and_dead_letters_are_left(desk: Desk) -> None:
    lan = desk.a_person("Trần Thị Lan")
    raws = {
        1: json.dumps({"text": "Trần Thị Lan xin đổi đơn vị"}),
        2: json.dumps({"text": "Chị Hoa xin đổi đơn vị"}),
        3: json.dumps({"text": "Trần Thị Lan"}),
    }
    arrivals = [Arrival(1, number, f"{number:064d}", -number, raw) for number, raw in raws.items()]
    desk.database.act_now(lambda s: inbox.keep(s, arrivals, now=desk.clock()))
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE inbox SET state = 'done' WHERE update_id < 3")
        connection.exec_driver_sql("UPDATE inbox SET state = 'dead' WHERE update_id = 3")

    delete(desk, lan.id)

    assert {row.update_id: row.raw for row in desk.rows(InboxRow)} == raws | {1: ""}
