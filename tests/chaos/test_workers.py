"""Two processes share a desk and die in turn: nothing lost or doubled, each chat in order, the dead soon followed."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.ledger import REFUSED
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import FIRST_ACCOUNT, GROUP, DeskOnDisk
from tests.chaos.crowd import Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.reckoning import reckon
from tests.chaos.several import OUT_OF_ORDER, Fleet, opened_fleet, until, until_quiet
from tests.conftest import ENGINES, ON_POSTGRESQL
from tests.postgresql import Server

KILLS = size(4, 200)
TIPS = size(24, 600)
PEOPLE, MODERATORS = 25, 3
LAST_AHEAD = 900.0  # what the dead had claimed is due at once for the last two
WITHIN = 10.0  # seconds in which the dead are followed
TRIES = 3  # one in time shows it; on a machine where others work too another may be late
SAVED = size(7, 0)  # seconds of the wait that the short run's clocks jump over

pytestmark = pytest.mark.chaos


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database; the desk makes its tables itself, on SQLite in its own folder."""
    if request.param == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("postgresql")
    yield server.create("several")
    server.drop("several")


async def test_two_processes_killed_in_turn_lose_and_double_nothing(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, telegram = chance("workers"), StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start(), database_url)
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck)
    acts, ends, in_doubt = crowd.script(TIPS), [], 0
    portion = len(acts) // KILLS + 1

    with opened_fleet(desk) as fleet:
        fleet.begin()
        for number in range(KILLS):
            fleet.begin()
            for act in acts[number * portion : (number + 1) * portion]:
                act()
            crowd.decide()
            await asyncio.sleep(luck.uniform(0.1, 0.8))  # the moment of death is what is random here
            in_doubt += fleet.kill(luck.choice(fleet.lives))
            ends.append(len(telegram.ledger.since()))
        in_doubt += fleet.kill(fleet.lives[0])
        ends.append(len(telegram.ledger.since()))
        for _ in range(2):
            fleet.begin(ahead=LAST_AHEAD)
        await until_quiet(desk, telegram, crowd)

    with desk.newsroom() as newsroom:
        found = reckon(newsroom, telegram, crowd.sent, ends)
    out_of_order, conflicts = int(desk.scalar(OUT_OF_ORDER)), telegram.ledger.count(REFUSED, "getupdates")
    await telegram.stop()
    told = Figures(capsys, "two processes", found.lost, found.doubled)
    told.others = {
        "kills": KILLS + 1,
        "decisions": found.decisions,
        "out of order": out_of_order,
        "polls in conflict": conflicts,
        "sent twice": f"{found.sent_twice} of {in_doubt} in doubt",
    }
    told.told(f"{TIPS} tips")
    assert found.faults == []
    assert out_of_order == 0
    assert conflicts <= KILLS + 1
    assert found.sent_twice <= in_doubt
    assert found.decisions == TIPS


@ON_POSTGRESQL
async def test_a_process_that_dies_mid_work_is_followed_within_ten_seconds(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram = StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start(), database_url)
    desk.enrol(1)
    telegram.world.person(FIRST_ACCOUNT, "CTV 0")
    telegram.world.group(GROUP, "Bàn duyệt tin", [], [])
    waits: list[tuple[float, float]] = []

    with opened_fleet(desk) as fleet:
        while len(waits) < TRIES and (not waits or max(waits[-1]) > WITHIN):
            telegram.stage.says(FIRST_ACCOUNT, FIRST_ACCOUNT, f"Tin {len(waits)}: phường mở bàn hướng dẫn.")
            waits.append(await two_takeovers(desk, fleet, ahead=len(waits) * SAVED))

    told = Figures(capsys, "takeover", lost=len(waits) - int(desk.scalar("SELECT count(*) FROM tip_message")))
    await telegram.stop()
    told.others = {name: f"{after:.1f} s" for name, after in zip(("update", "notice"), waits[-1], strict=True)}
    told.told(f"{len(waits)} messages")
    assert max(waits[-1]) <= WITHIN


async def two_takeovers(desk: DeskOnDisk, fleet: Fleet, *, ahead: float) -> tuple[float, float]:
    """Let one process die over an update and the next over a notice; returns after how long others had done each."""
    await fleet.dies(fleet.begin(point="worker.after_effects_before_commit:1", ahead=ahead))
    died = time.monotonic()
    second = fleet.begin(point="outbox.before_http:1", ahead=ahead + SAVED)
    await until(desk, "SELECT count(*) = 0 FROM inbox WHERE state = 'new'")
    update_after = time.monotonic() - died + SAVED
    await fleet.dies(second)
    third = fleet.begin(ahead=ahead + SAVED)
    await until(desk, f"SELECT count(*) FROM desk_setting WHERE name LIKE 'lease:worker:{third.number}-%%'")  # noqa: S608 - ours
    lives = time.monotonic()  # from here on it waits as long for the dead as one that lived all the time
    await until(desk, "SELECT count(*) = 0 FROM outbox WHERE state = 'new'")
    notice_after = time.monotonic() - lives
    fleet.kill(third)
    return update_after, notice_after
