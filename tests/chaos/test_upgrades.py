"""Every released database upgrades, even when killed again and again in the middle of it (promise P16)."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from review import audit, migrations
from review.db import Database
from tests.chaos.figures import Figures, chance, size
from tests.chaos.lives import ROOT

RELEASES = sorted((ROOT / "tests" / "fixtures" / "releases").glob("*.sqlite3"))
PROGRAM = Path(__file__).with_name("upgrade_process.py")
AT_RANDOM = size(6, 60)
Upgrade = Callable[[Path, int], int]
Shape = dict[str, list[str]]

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def upgrade() -> Iterator[Upgrade]:
    """Upgrade a database in a process of its own that dies before a statement; returns how it ended."""
    with started(PROGRAM) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, heard = process.stdin, process.stdout

        def run(path: Path, dies_before: int) -> int:
            order = {"path": str(path), "dies_before": dies_before, "record": f"{path}.record"}
            told.write(f"{json.dumps(order)}\n")
            told.flush()
            return int(heard.readline())

        yield run


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_killed_upgrade_leaves_everything_as_it_was(
    release: Path, upgrade: Upgrade, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(release, tmp_path / "desk.sqlite3"))
    shape, before = read(path)
    statements = statements_of(upgrade, Path(shutil.copy(release, tmp_path / "whole.sqlite3")))
    revisions = [number for number, said in enumerate(statements) if "alembic_version" in said and "UPDATE" in said]
    places = sorted({*revisions, *(number + 1 for number in revisions), *at_random(len(statements))})
    lost = 0

    for place in places:
        assert upgrade(path, place) == -signal.SIGKILL
        lost += read(path) != (shape, before)
    assert upgrade(path, len(statements) + 1) == 0

    told = Figures(capsys, "upgrades", lost + (read(path, shape)[1] != before))
    told.others = {"kills": len(places), "revisions": len(revisions)}
    told.told(f"{len(before)} tables of release {release.stem}")
    assert is_whole(path)
    assert statements[-1] == "COMMIT"
    assert revisions


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_the_database_as_it_was_is_kept_beside_the_upgraded_one(
    release: Path, upgrade: Upgrade, tmp_path: Path
) -> None:
    path = Path(shutil.copy(release, tmp_path / "desk.sqlite3"))
    before = read(path)

    assert upgrade(path, 1_000_000) == 0

    (copy,) = tmp_path.glob("desk.sqlite3.before-upgrade-from-*")
    assert read(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_desk_newer_than_the_program_is_refused_by_name(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'tinbai.sqlite3'}")
    migrations.upgrade(database.writing)
    with database.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    command, environment = [sys.executable, "-m", "bot", "migrate"], {"DATA_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"tinbai: the database is at revision 9999, this version knows {migrations.head()}\n"


@contextmanager
def started(program: Path) -> Iterator["subprocess.Popen[str]"]:
    command, environment = [sys.executable, str(program)], {"PYTHONPATH": str(ROOT), "PATH": ""}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


def statements_of(upgrade: Upgrade, path: Path) -> list[str]:
    """Return the statements of an upgrade that nobody disturbs."""
    assert upgrade(path, 1_000_000) == 0
    said: list[str] = json.loads(Path(f"{path}.record").read_text(encoding="utf-8"))
    return said


def at_random(statements: int) -> set[int]:
    luck = chance("upgrades")
    return {luck.randrange(statements) for _ in range(AT_RANDOM)}


def read(path: Path, shape: Shape | None = None) -> tuple[Shape, dict[str, str]]:
    """Return a database's tables with their columns, and a digest of each table's rows in those columns."""
    database = Database(f"sqlite:///{path}")
    shape = shape or columns_of(database)
    with database.reading.connect() as connection:
        digests = {
            table: digest_of(connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1").all())  # noqa: S608 - our tables
            for table, names in shape.items()
        }
    database.close()
    return shape, digests


def digest_of(rows: Sequence[object]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def columns_of(database: Database) -> Shape:
    found = inspect(database.reading)
    tables = [table for table in found.get_table_names() if table != "alembic_version"]
    return {table: [f'"{column["name"]}"' for column in found.get_columns(table)] for table in tables}


def is_whole(path: Path) -> bool:
    """Tell whether a database is at this version's schema, unbroken, with its audit's chain."""
    database = Database(f"sqlite:///{path}")
    migrations.differences(database.writing)
    is_new = migrations.current(database.writing) == migrations.head()
    with database.reading.connect() as connection:
        is_sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        refers = not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    is_chained = database.read_now(audit.verify) is None
    database.close()
    return is_new and is_sound and refers and is_chained
