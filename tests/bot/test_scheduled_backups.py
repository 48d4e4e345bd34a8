"""A desk with a public key puts itself away when it is time, once, and goes on when that fails."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest

from bot.commands.scheduled import backup_if_due, keep_backups
from review.backups import keeping
from review.clock import utc_now
from review.newsroom import Newsroom, open_newsroom
from review.settings import load

ROOT = Path(__file__).parents[2]


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BACKUP_RECIPIENT", str(pyrage.x25519.Identity.generate().to_public()))
    monkeypatch.chdir(ROOT)
    opened = open_newsroom(load(dotenv=None))
    yield opened
    opened.close()


def backups(newsroom: Newsroom) -> list[Path]:
    return list(newsroom.settings.backup_dir.glob("tinbai-*"))


async def test_a_backup_that_is_due_is_made_and_noted_and_is_then_not_due(newsroom: Newsroom) -> None:
    assert await backup_if_due(newsroom)

    noted = newsroom.database.read_now(keeping.last)
    assert noted is not None
    assert [path.name for path in backups(newsroom)] == [noted.file]
    assert not await backup_if_due(newsroom)
    assert len(backups(newsroom)) == 1


async def test_a_backup_that_fails_is_tried_again_only_later(newsroom: Newsroom) -> None:
    newsroom.settings.backup_dir.write_text("a file where the folder should be")

    assert not await backup_if_due(newsroom)
    assert newsroom.database.read_now(keeping.last) is None

    newsroom.settings.backup_dir.unlink()
    assert not await backup_if_due(newsroom)
    later = replace(newsroom, clock=lambda: utc_now() + timedelta(hours=7))
    assert await backup_if_due(later)


async def test_without_a_public_key_a_desk_makes_no_backup(newsroom: Newsroom) -> None:
    bare = replace(newsroom, settings=replace(newsroom.settings, backup_recipient=""))

    async with asyncio.timeout(60):
        await keep_backups(bare)

    assert backups(newsroom) == []


def test_a_clock_that_was_wrong_holds_no_backup_up(newsroom: Newsroom) -> None:
    now, every = utc_now(), timedelta(hours=24)
    newsroom.database.act_now(lambda s: keeping.claim(s, every=every, now=now + timedelta(days=3650)))

    assert newsroom.database.act_now(lambda s: keeping.claim(s, every=every, now=now))


def test_of_several_workers_one_takes_on_the_backup(newsroom: Newsroom) -> None:
    now, every = utc_now(), timedelta(hours=24)

    taken = [newsroom.database.act_now(lambda s: keeping.claim(s, every=every, now=now)) for _ in range(3)]
    later = newsroom.database.act_now(lambda s: keeping.claim(s, every=every, now=now + timedelta(hours=7)))

    assert taken == [True, False, False]
    assert later
