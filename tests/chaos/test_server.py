"""The PostgreSQL server stops, crashes and comes back under load: that only delays (promise P13)."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import DeskOnDisk
from tests.chaos.crowd import Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.reckoning import reckon
from tests.chaos.several import OUT_OF_ORDER, opened_fleet, until, until_quiet
from tests.postgresql import NoServer, Server, private_server

STOPS = size(2, 20)
TIPS = size(16, 800)
PEOPLE, MODERATORS = 8, 2
LAST_AHEAD = 900.0
UNANSWERED = "presses without an answer"  # of the reckoning: a server that is away for long outlasts them
LONGEST_DOWN = size(1, 12)  # seconds

pytestmark = pytest.mark.chaos


@pytest.fixture
def durable() -> Iterator[Server]:
    """A server that writes to the disk as in service, so that a crash tells something."""
    try:
        with private_server(settings=()) as server:
            yield server
    except NoServer as reason:
        pytest.skip(str(reason))


async def test_a_server_that_crashes_and_comes_back_loses_nothing(
    durable: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, telegram = chance("server"), StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start(), durable.create("desk"))
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck)

    with opened_fleet(desk) as fleet:
        for _ in range(2):
            fleet.begin()
        await until(desk, "SELECT count(*) = 2 FROM desk_setting WHERE name LIKE 'lease:worker:%%'")
        ends = await crash_again_and_again(durable, telegram, crowd, luck)
        while len(telegram.queue):
            await asyncio.sleep(0.1)  # whoever receives has found the server again
        survivors = sum(not life.is_over() for life in fleet.lives)
        in_doubt = sum([fleet.kill(life) for life in tuple(fleet.lives)])
        ends.append(len(telegram.ledger.since()))
        for _ in range(2):  # a claim whose COMMIT was cut off is nobody's until its lease ends
            fleet.begin(ahead=LAST_AHEAD)
        await until_quiet(desk, telegram, crowd)

    with desk.newsroom() as newsroom:
        found = reckon(newsroom, telegram, crowd.sent, ends)
    out_of_order = int(desk.scalar(OUT_OF_ORDER))
    await telegram.stop()
    too_late = (
        (tmp_path / "desk.log").read_text().count("press_too_old")
    )  # Telegram lets a press be answered for seconds
    unanswered = sum(telegram.world.presses[press].answer is None for press in crowd.sent.presses)
    told = Figures(capsys, "PostgreSQL restarted", found.lost, found.doubled)
    told.others = {
        "stops and crashes": STOPS,
        "decisions": found.decisions,
        "out of order": out_of_order,
        "sent twice": f"{found.sent_twice} of {in_doubt} in doubt",
        "processes still running": f"{survivors} of 2",
    }
    told.others["presses too old to be answered"] = too_late
    told.told(f"{TIPS} tips")
    assert [fault for fault in found.faults if not fault.startswith(UNANSWERED)] == []
    assert unanswered <= too_late
    assert (survivors, out_of_order, found.decisions) == (2, 0, TIPS)


async def crash_again_and_again(server: Server, telegram: StandIn, crowd: Crowd, luck: random.Random) -> list[int]:
    """Act a portion, stop or crash the server, bring it back; returns where in the ledger it went and came."""
    acts, ends = crowd.script(TIPS), []
    portion = len(acts) // STOPS + 1
    for number in range(STOPS):
        for act in acts[number * portion : (number + 1) * portion]:
            act()
        crowd.decide()
        await asyncio.sleep(luck.uniform(0.3, 1.0))  # the moment is what is random here
        await asyncio.to_thread(server.stop, luck.choice(("fast", "immediate")))
        ends.append(len(telegram.ledger.since()))
        await asyncio.sleep(luck.uniform(0.0, LONGEST_DOWN))
        await asyncio.to_thread(server.start)
        ends.append(len(telegram.ledger.since()))
    return ends
