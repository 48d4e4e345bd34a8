from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from review.access import Person, Role
from review.db import Database
from tests.conftest import NOON
from tests.console.desk import Browser, Desk, opened_desk


@pytest.fixture(scope="session")
def application(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application, whose routes are worked out once; each test gives it a newsroom of its own."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('unused') / 'desk.sqlite3'}")
    with opened_desk(database, migrated.parent, NOON) as opened:
        database.close()
        return opened.app


@pytest.fixture
def desk(application: FastAPI, database: Database, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, now, application) as opened:
        yield opened


@pytest.fixture
def minh(desk: Desk) -> Person:
    return desk.a_person("Minh", Role.MODERATOR)


@pytest.fixture
def ha(desk: Desk) -> Person:
    return desk.a_person("Hà", Role.EDITOR)


@pytest.fixture
def chief(desk: Desk) -> Person:
    return desk.a_person("Quản trị", Role.ADMIN)


@pytest.fixture
def at_minhs(desk: Desk, minh: Person) -> Browser:
    """Minh's browser: a moderator, signed in."""
    return desk.browser(minh)


@pytest.fixture
def at_has(desk: Desk, ha: Person) -> Browser:
    """Hà's browser: an editor, signed in."""
    return desk.browser(ha)
