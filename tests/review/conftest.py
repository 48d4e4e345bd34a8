"""An empty database beside the furnished one, for what makes its own tables."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ENGINES
from tests.postgresql import Server
from tests.review.backup_scene import Desk, a_desk_of_the_first_release, desk_in

NUMBERS = itertools.count(1)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored' / 'tinbai.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"empty_{next(NUMBERS)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk of the first release with bytes for its files, made once."""
    folder = tmp_path_factory.mktemp("release")
    a_desk_of_the_first_release(folder)
    return folder


@pytest.fixture
def desk(first_release: Path, tmp_path: Path) -> Desk:
    shutil.copytree(first_release, tmp_path, dirs_exist_ok=True)
    return desk_in(tmp_path)
