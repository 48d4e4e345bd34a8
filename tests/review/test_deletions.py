"""Who left after a backup leaves again when it is restored, by a list of numbers beside the backups."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.commands.listing import list_deletions
from review import people, verifying
from review.access import Role, Standing
from review.backups import deletions, restoring
from review.backups.deletions import BadList, Deletion, Noted
from review.db import Database
from review.media.folder import FolderStore
from review.models import Account, PersonRow, RightsRequest, Tip
from review.newsroom import Newsroom, open_newsroom
from review.personal import Wish
from review.rights import leaving
from review.settings import Settings
from review.words import shipped
from tests.review.backup_scene import NOW, Desk, quiet

LATER = NOW + timedelta(hours=3)
IN_A_FILE = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
AT = datetime.fromisoformat("2026-11-12T05:00:00+00:00")


def opened(settings: Settings) -> Newsroom:
    return open_newsroom(settings, clock=lambda: LATER)


def senders(newsroom: Newsroom) -> list[int]:
    """Return correspondents in good standing who have sent something and have no other role."""

    def read(session: Session) -> list[int]:
        found = session.exec(select(Tip.sender_id).distinct().order_by(col(Tip.sender_id))).all()
        senders = [people.get(session, number) for number in found]
        return [one.id for one in senders if not one.is_staff and one.standing is Standing.ACTIVE]

    return newsroom.database.read_now(read)


def leave(newsroom: Newsroom, number: int, how: Callable[..., object], **values: object) -> None:
    newsroom.database.act_now(
        lambda s: how(s, people.get(s, number), door="telegram", now=LATER, rules=newsroom.rules, **values)
    )


def noted_by(newsroom: Newsroom) -> Noted:
    return newsroom.database.read_now(lambda session: deletions.known(session, now=LATER))


def restored(desk: Desk, path: Path, url: str, left: Noted | None) -> tuple[Newsroom, restoring.Restored]:
    settings = replace(desk.settings, database_url=url, data_dir=desk.folder / "restored")
    done = restoring.restore(settings, path, desk.identity, now=LATER, say=quiet, left=left)
    return opened(settings), done


def test_who_was_deleted_or_withdrew_after_the_backup_leaves_again(desk: Desk, empty_url: str) -> None:
    newsroom = opened(desk.settings)
    made = desk.backed_up()
    first, second, third = senders(newsroom)[:3]
    leave(newsroom, first, leaving.delete)
    leave(newsroom, second, leaving.withdraw, keeps_name=False)
    left = noted_by(newsroom)
    newsroom.close()

    other, done = restored(desk, made.path, empty_url, left)

    assert (done.repeated.deleted, done.repeated.withdrawn) == (1, 1)
    row = other.database.read_now(lambda s: s.get_one(PersonRow, first))
    assert (row.name, row.standing, row.standing_reason) == ("", Standing.LEFT, "deleted")
    tips = other.database.read_now(lambda s: list(s.exec(select(Tip).where(Tip.sender_id == first))))
    assert tips
    assert not any(tip.excerpt for tip in tips)
    assert other.database.read_now(lambda s: leaving.has_withdrawn(s, second))
    assert other.database.read_now(lambda s: people.get(s, third).standing) is Standing.ACTIVE
    assert other.database.read_now(lambda s: s.exec(select(Account).where(Account.person_id == first)).first()) is None
    assert verifying.findings(other) == []
    other.close()


def test_a_list_without_the_time_of_the_backup_changes_nothing(desk: Desk, empty_url: str) -> None:
    made = desk.backed_up()

    other, done = restored(desk, made.path, empty_url, None)

    assert (done.repeated.deleted, done.repeated.withdrawn) == (0, 0)
    assert len(senders(other)) > 1
    other.close()


@IN_A_FILE
def test_a_number_that_belongs_to_somebody_else_is_left_alone(desk: Desk, empty_url: str) -> None:
    newsroom = opened(desk.settings)
    made, (first, *_) = desk.backed_up(), senders(newsroom)
    newsroom.close()
    strange = Noted(LATER, frozenset({Deletion(first, AT, Wish.DELETE, LATER), Deletion(9_999, AT, Wish.DELETE, AT)}))

    other, done = restored(desk, made.path, empty_url, strange)

    assert done.repeated.deleted == 0
    assert other.database.read_now(lambda s: people.get(s, first).name)
    other.close()


@IN_A_FILE
def test_who_was_of_the_desk_at_the_backup_is_released_before(desk: Desk, empty_url: str) -> None:
    newsroom = opened(desk.settings)
    first, *_ = senders(newsroom)
    newsroom.database.act_now(lambda s: people.grant(s, first, Role.MODERATOR, by=None, now=NOW))
    made = desk.backed_up()
    newsroom.database.act_now(lambda s: people.revoke(s, first, Role.MODERATOR, by=None, now=LATER))
    leave(newsroom, first, leaving.delete)
    left = noted_by(newsroom)
    newsroom.close()

    other, done = restored(desk, made.path, empty_url, left)

    assert done.repeated.deleted == 1
    other.close()


@IN_A_FILE
def test_who_came_back_before_the_backup_stays(desk: Desk, empty_url: str) -> None:
    newsroom = opened(desk.settings)
    first, *_ = senders(newsroom)
    leave(newsroom, first, leaving.withdraw, keeps_name=True)
    newsroom.database.act_now(lambda s: leaving.come_back(s, people.get(s, first), now=LATER, door="telegram"))
    left = noted_by(newsroom)
    newsroom.close()
    made = desk.backed_up(now=LATER + timedelta(hours=1))

    other, done = restored(desk, made.path, empty_url, left)

    assert done.repeated.withdrawn == 0
    assert other.database.read_now(lambda s: people.get(s, first).standing) is Standing.ACTIVE
    other.close()


def test_a_list_drops_no_line_and_holds_nothing_but_numbers_and_moments(tmp_path: Path) -> None:
    old = Noted(NOW, frozenset({Deletion(3, AT, Wish.DELETE, NOW), Deletion(4, AT, Wish.WITHDRAW, NOW)}))
    new = Noted(LATER, frozenset({Deletion(5, AT, Wish.WITHDRAW, LATER, keeps_name=True)}))

    deletions.write(tmp_path / "new", old)
    path = deletions.write(tmp_path / "new", new)

    assert deletions.read(path) == Noted(LATER, old.deletions | new.deletions)
    assert [one.keeps_name for one in deletions.read(path).deletions if one.person == 5] == [True]
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in path.parent.iterdir()] == ["deletions.jsonl"]
    keys = {key for line in path.read_text().splitlines() for key in json.loads(line)}
    assert keys == {"until", "person", "since", "wish", "at", "keeps_name"}


LINE = {"person": 3, "since": "2026-11-12T05:00:00+00:00", "wish": "delete", "at": "2026-11-12T05:00:00+00:00"}


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "7", '{"until": "then"}', '{"until": "2026-11-12"}']
    + [
        '{"until": "2026-11-12T05:00:00+00:00"}\n' + json.dumps(LINE | {"keeps_name": False} | change)
        for change in ({"person": "3"}, {"wish": "view"}, {"wish": "all"}, {"at": "2026-11-12"}, {"keeps_name": 1})
    ],
)
def test_what_is_no_list_is_refused_by_its_name(tmp_path: Path, line: str) -> None:
    path = tmp_path / "deletions.jsonl"
    path.write_text(line)

    with pytest.raises(BadList, match=r"deletions\.jsonl is no list"):
        deletions.read(path)


async def test_the_list_follows_within_a_minute_and_is_written_only_when_there_is_news(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    settings = Settings(database_url=database.url, data_dir=tmp_path, backup_dir=tmp_path / "away")
    newsroom = Newsroom(settings, database, FolderStore(tmp_path / "media"), shipped(), lambda: now)
    nothing = await list_deletions(newsroom, 0)
    assert (nothing, (tmp_path / "away").exists()) == (0, False)

    def ask(session: Session) -> None:
        session.add(PersonRow(id=41, name="Lan", created_at=now))
        session.flush()
        session.add(
            RightsRequest(
                reference="Q-261112-01", person_id=41, wish=Wish.DELETE, door="web", asked_at=now, answer_due_at=now,
                done_due_at=now,
            )
        )  # fmt: skip

    database.act_now(ask)
    written = await list_deletions(newsroom, nothing)
    path = tmp_path / "away" / "deletions.jsonl"
    assert [one.person for one in deletions.read(path).deletions] == [41]
    path.unlink()

    assert await list_deletions(newsroom, written) == written
    assert not path.exists()
