"""/healthz lives; /readyz names what keeps the process from taking work, each cause planted for real."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from review.db import Database, engine_for
from review.figures import Figures
from tests.console.desk import Desk, opened_desk


@pytest.fixture
def file(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "desk.sqlite3"))


@pytest.fixture
def on_sqlite(application: FastAPI, file: Path, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    database = Database(f"sqlite:///{file}")
    with opened_desk(database, tmp_path, now, application) as opened:
        yield opened
    database.close()


async def said(desk: Desk) -> tuple[int, str]:
    answer = await desk.browser().gets("/readyz")
    return answer.status_code, answer.text


def with_newsroom(desk: Desk, **changes: Any) -> None:
    desk.app.state.newsroom = replace(desk.newsroom, **changes)


async def test_a_desk_that_may_take_work_says_so(desk: Desk) -> None:
    assert await said(desk) == (200, "ready")


async def test_a_database_that_somebody_else_holds_is_named(on_sqlite: Desk, file: Path) -> None:
    on_sqlite.database.act_now(lambda session: session.connection().exec_driver_sql("PRAGMA busy_timeout = 50"))
    holder = engine_for(f"sqlite:///{file}", writing=True)

    with holder.connect() as connection:
        connection.begin()
        held = await said(on_sqlite)
    holder.dispose()

    assert held == (503, "the database takes no writes")
    assert await said(on_sqlite) == (200, "ready")


async def test_the_schema_of_another_version_is_named(desk: Desk) -> None:
    desk.database.act_now(
        lambda session: session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
    )

    assert await said(desk) == (503, "the database has the schema of another version")


async def test_a_loop_that_stands_still_is_named(desk: Desk) -> None:
    time = 0.0
    figures = Figures(lambda: time)
    with_newsroom(desk, figures=figures)
    figures.turned("worker")
    time = 89.0
    assert await said(desk) == (200, "ready")

    time = 91.0

    assert await said(desk) == (503, "a loop stands still")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, a place that never has room")
async def test_a_full_disk_is_named(desk: Desk) -> None:
    with_newsroom(desk, settings=replace(desk.newsroom.settings, data_dir=Path("/proc")))

    assert await said(desk) == (503, "the disk is full")


async def test_a_media_store_that_does_not_answer_is_named(desk: Desk) -> None:
    desk.newsroom.settings.media_dir.write_text("a file where the folder should be")

    assert await said(desk) == (503, "the media store does not answer")


async def test_a_process_lives_even_where_nothing_works(desk: Desk) -> None:
    desk.database.act_now(lambda session: session.connection().exec_driver_sql("DROP TABLE alembic_version"))
    desk.newsroom.settings.media_dir.write_text("a file where the folder should be")

    assert (await desk.browser().gets("/healthz")).text == "ok"
    assert (await said(desk))[0] == 503
