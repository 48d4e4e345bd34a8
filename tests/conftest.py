"""What all tests share: a real database per test, copied from one migrated once, and the time as an argument."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from review import migrations, network
from review.db import Database

NOON = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)  # Thursday 12/11/2026, 12:00 at the desk


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty desk with its lists and the sample units, made once."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database.writing)
    database.act_now(network.load_lists)
    database.act_now(lambda session: network.load_units(session, network.shipped("units-sample.yaml")))
    database.close()
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.sqlite3"
    shutil.copy(migrated, path)
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    return NOON
