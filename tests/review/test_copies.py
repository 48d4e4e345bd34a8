"""A SQLite file is copied before its schema changes, where there is room, and not kept longer than a backup."""

import os
import shutil
import time
from pathlib import Path

import pytest

from review import disk, migrations
from review.db import engine_for
from review.migrations import copies

RELEASE = Path(__file__).parents[1] / "fixtures" / "releases" / "0.1.0.sqlite3"
DAY = 24 * 3600


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(RELEASE, tmp_path / "desk.sqlite3"))


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.before-upgrade-*"))


def test_an_upgrade_keeps_the_database_as_it_was(old: Path) -> None:
    migrations.upgrade(engine_for(f"sqlite:///{old}", writing=True))

    (name,) = kept(old.parent)
    copied = engine_for(f"sqlite:///{old.parent / name}", writing=False)
    assert migrations.current(copied) == "0001"


def test_a_database_that_is_new_or_up_to_date_is_not_copied(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'desk.sqlite3'}", writing=True)

    migrations.upgrade(engine)
    migrations.upgrade(engine)

    assert kept(tmp_path) == []


def test_without_room_the_upgrade_goes_on_and_says_so(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    with old.open("r+b") as file:
        file.truncate(disk.free(old.parent) + disk.MEGABYTE)  # a hole: it only looks as large

    assert copies.keep(engine_for(f"sqlite:///{old}", writing=True), "0001") is None

    assert "no copy of the database is kept" in caplog.text
    assert kept(old.parent) == []


def test_copies_go_after_thirty_days_and_half_ones_after_an_hour(old: Path) -> None:
    engine = engine_for(f"sqlite:///{old}", writing=True)
    now = time.time()
    for name, age in (("old", 31), ("young", 29), ("half.incomplete", 0.1), ("now.incomplete", 0)):
        path = old.with_name(f"{old.name}.before-upgrade-from-{name}")
        path.touch()
        os.utime(path, (now - age * DAY, now - age * DAY))

    copies.forget(engine, now=now)

    assert kept(old.parent) == [
        "desk.sqlite3.before-upgrade-from-now.incomplete",
        "desk.sqlite3.before-upgrade-from-young",
    ]
