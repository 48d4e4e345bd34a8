"""What all tests share: a real database per test, copied from one migrated once, and the time as an argument.

Whatever asks for `database_url`, or for what stands on it, runs on SQLite and on PostgreSQL; DATABASE=sqlite or
DATABASE=postgresql in the environment chooses one of them.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from review import migrations, network
from review.db import Database
from tests.postgresql import NoServer, Server, private_server

NOON = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)  # Thursday 12/11/2026, 12:00 at the desk
ENGINES = os.environ.get("DATABASE", "sqlite postgresql").split()
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
TEMPLATE = "template_desk"
# A test may stand still on a busy machine; that a desk gives up within its lease is tried by the campaigns.
PATIENT = "connect_timeout=60&options=-c%20idle_in_transaction_session_timeout%3D0"
NUMBERS = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, and all campaigns, which load the machine themselves."""
    for item in items:
        group = "chaos" if item.get_closest_marker("chaos") else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty desk with its lists and the sample units, made once."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite3"
    furnish(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server of our own for the whole session, with the same empty desk as a template; skips where there is none."""
    try:
        with private_server() as server:
            furnish(server.create(TEMPLATE))
            yield server
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty desk of the test's own, once on each engine."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated")
        yield f"sqlite:///{shutil.copy(migrated, tmp_path / 'desk.sqlite3')}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"desk_{next(NUMBERS)}"
    yield f"{server.create(name, TEMPLATE)}?{PATIENT}"
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    return NOON


def furnish(url: str) -> None:
    """Make an empty desk of a database: its tables, its lists and the sample units."""
    database = Database(url)
    migrations.upgrade(database.writing)
    database.act_now(network.load_lists)
    database.act_now(lambda session: network.load_units(session, network.shipped("units-sample.yaml")))
    database.close()
