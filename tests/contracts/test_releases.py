"""Every released schema, with data in it, comes up to this version in one step and loses nothing."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect

from review import audit, migrations
from review.db import Database

RELEASES = sorted((Path(__file__).parents[1] / "fixtures" / "releases").glob("*.sqlite3"))


def counts(database: Database) -> dict[str, int]:
    """Return the number of rows of each table."""
    names = [name for name in inspect(database.reading).get_table_names() if name != "alembic_version"]
    with database.reading.connect() as connection:
        return {
            name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())  # noqa: S608 - our tables
            for name in names
        }


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_released_database_upgrades_with_all_its_rows(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    shutil.copy(release, path)
    database = Database(f"sqlite:///{path}")
    before = counts(database)

    migrations.upgrade(database.writing)

    after = counts(database)
    assert before["tip"] > 0
    assert {name: after[name] for name in before} == before
    assert migrations.current(database.writing) == migrations.head()
    assert database.read_now(audit.verify) is None
    with database.reading.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()


def test_there_is_a_database_of_every_release() -> None:
    assert RELEASES
