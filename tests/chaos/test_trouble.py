"""A locked, failing or slow database only delays: nothing is lost, and no change is made by half (promise P13)."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from bot.telegram import door
from review.db import sqlite_driver
from review.newsroom import Newsroom
from tests.chaos.campaign import DeskOnDisk
from tests.chaos.crowd import Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.reckoning import Reckoning, reckon

PEOPLE, MODERATORS = 10, 2
TIPS = size(12, 400)
ONE_IN = 100  # so many statements fail
LOCKED_FOR = size(1, 30)  # seconds
PATIENCE_OF_SQLITE = size(300, 5000)  # milliseconds it waits for a lock; the desk's own is 5000
PATIENCE = size(90, 900)

pytestmark = pytest.mark.chaos


@asynccontextmanager
async def serving_desk(desk: DeskOnDisk, spoil: Any) -> AsyncIterator[Newsroom]:
    """Run a desk in this loop, its engines spoiled by the test through SQLAlchemy's own events."""
    with desk.newsroom() as newsroom:
        for engine in (newsroom.database.writing, newsroom.database.reading):
            spoil(engine)
        parts = [asyncio.create_task(part(newsroom)) for part in (door.receive, door.work)]
        yield newsroom
        assert not any(part.done() for part in parts), "a part of the desk has given up"
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)


async def until_quiet(desk: DeskOnDisk, telegram: StandIn, crowd: Crowd) -> None:
    """Return when everything is handled and every card is decided."""
    async with asyncio.timeout(PATIENCE):
        decided = -1
        while decided != len(crowd.sent.presses):
            while len(telegram.queue) or await asyncio.to_thread(desk.waiting):
                await asyncio.sleep(0.1)
            decided = len(crowd.sent.presses)
            crowd.decide()


async def reckoned(desk: DeskOnDisk, telegram: StandIn, crowd: Crowd) -> Reckoning:
    await telegram.stop()
    with desk.newsroom() as newsroom:
        return reckon(newsroom, telegram, crowd.sent, ())


async def test_statements_that_fail_at_random_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    luck, telegram = chance("trouble"), StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start())
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck)
    failing = Failing(luck)

    async with serving_desk(desk, failing.spoil):
        for act in crowd.script(TIPS):
            act()
        failing.is_on = True
        await until_quiet(desk, telegram, crowd)
        failing.is_on = False

    found = await reckoned(desk, telegram, crowd)
    told = Figures(capsys, "failing statements", found.lost, found.doubled)
    told.others = {"decisions": found.decisions, "failed": f"{failing.failed} of {failing.run} statements"}
    told.told(f"{TIPS} tips")
    assert found.faults == []
    assert found.decisions == TIPS
    assert failing.failed > 0


async def test_a_database_locked_by_another_process_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, telegram = chance("locked"), StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start())
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck)
    acts = crowd.script(TIPS)

    async with serving_desk(desk, impatient):
        for act in acts[: len(acts) // 2]:
            act()
        async with asyncio.timeout(PATIENCE):
            while not desk.scalar("SELECT count(*) FROM inbox WHERE state = 'done'"):
                await asyncio.sleep(0.05)
        other = await asyncio.to_thread(locked, tmp_path / "tinbai.sqlite3")
        for act in acts[len(acts) // 2 :]:
            act()
        await asyncio.sleep(LOCKED_FOR)  # what is tried out is the time itself
        confirmed = telegram.ledger.since(what="confirmed")
        other.rollback()
        other.close()
        await until_quiet(desk, telegram, crowd)

    found = await reckoned(desk, telegram, crowd)
    told = Figures(capsys, "locked database", found.lost, found.doubled)
    told.others = {"decisions": found.decisions, "locked for": f"{LOCKED_FOR} s", "confirmed": len(confirmed)}
    told.told(f"{TIPS} tips")
    assert found.faults == []
    assert found.decisions == TIPS


class Failing:
    """Fails one statement in a hundred as a busy database does: in the driver, below all that runs statements."""

    def __init__(self, luck: random.Random) -> None:
        self._luck, self.is_on, self.run, self.failed = luck, False, 0, 0
        self._driver = sqlite_driver()

    def spoil(self, engine: Engine) -> None:
        connection_class = self._spoiled()

        @event.listens_for(engine, "do_connect")
        def _choose(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
            options["factory"] = connection_class

        engine.dispose()  # those that are open already are whole

    def perhaps(self, statement: str) -> None:
        """Raise instead of running a statement; only what undoes cannot fail so."""
        self.run += 1
        if self.is_on and not statement.startswith("ROLLBACK") and self._luck.randrange(ONE_IN) == 0:
            self.failed += 1
            error = self._driver.OperationalError("database is locked")
            error.sqlite_errorcode, error.sqlite_errorname = 5, "SQLITE_BUSY"
            raise error

    def _spoiled(self) -> Any:
        perhaps, driver = self.perhaps, self._driver

        class SpoiledCursor(driver.Cursor):  # type: ignore[name-defined, misc]  # the driver is chosen when it runs
            def execute(self, statement: str, *parameters: Any) -> Any:
                perhaps(statement)
                return super().execute(statement, *parameters)

            def executemany(self, statement: str, parameters: Any) -> Any:
                perhaps(statement)
                return super().executemany(statement, parameters)

        class SpoiledConnection(driver.Connection):  # type: ignore[name-defined, misc]  # as above
            def cursor(self, factory: Any = SpoiledCursor) -> Any:
                return super().cursor(factory)

            def execute(self, statement: str, *parameters: Any) -> Any:
                perhaps(statement)
                return super().execute(statement, *parameters)

            def commit(self) -> None:
                perhaps("COMMIT")
                super().commit()

        return SpoiledConnection


def impatient(engine: Engine) -> None:
    """Have SQLite wait a short while only, so that a short lock is a long one."""

    @event.listens_for(engine, "begin")
    def _set(connection: Any) -> None:
        connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={PATIENCE_OF_SQLITE}")


def locked(path: Path) -> Any:
    """Hold the database as another process does that writes for a long time."""
    connection = sqlite_driver().connect(path, check_same_thread=False, isolation_level=None, timeout=60)
    connection.execute("BEGIN EXCLUSIVE")
    return connection
