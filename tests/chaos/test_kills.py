"""Killed again and again, at random and at each named point, the desk loses and doubles nothing (promise P1)."""

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from review.db import Database
from review.failpoint import POINTS
from tests.chaos.campaign import DeskOnDisk
from tests.chaos.crowd import Act, Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.lives import Life, Nursery, opened_nursery
from tests.chaos.reckoning import reckon

KILLS = size(16, 208)
TIPS = size(64, 1200)
PEOPLE, MODERATORS = 40, 3
AGE = 3.0  # seconds each life's clock is ahead of the one before: claims of the dead run out a few lives later
LAST_AGE = 900.0  # everything a dead life had claimed, and every second attempt, is due in the last one
LEASES = 61.0  # seconds after which what a dead life had claimed is anybody's
LONGEST_LIFE = 8.0  # where a point is not reached
DRAINING = 0.05
PATIENCE = 240.0
NO_END = 1e6  # a press may be answered late here; how long Telegram waits for it is tried elsewhere
NTH = {
    "inbox": 1,
    "file": size(1, 3),
    "outbox": size(1, 25),  # a short life sends little: redrawings of one message are joined
    "worker": size(10, 40),
}  # how often a life may come past a point before it dies
HELD = """
    SELECT count(*) FROM outbox WHERE state = 'new' AND claimed_by = (
        SELECT claimed_by FROM outbox WHERE state = 'new' AND claimed_by IS NOT NULL ORDER BY claimed_until DESC LIMIT 1
    )
"""


@dataclass
class Campaign:
    """A desk that dies, the crowd it serves meanwhile, and what was counted on the way."""

    desk: DeskOnDisk
    telegram: StandIn
    crowd: Crowd
    chance: random.Random
    deaths: Counter[str] = field(default_factory=Counter)
    ends: list[int] = field(default_factory=list)
    in_doubt: int = 0

    async def kill_again_and_again(self, nursery: Nursery, acts: list[Act]) -> None:
        """Act a portion before each life, then end it: half of them at random, half at the points in turn."""
        for number in range(KILLS):
            for act in acts[number * len(acts) // KILLS : (number + 1) * len(acts) // KILLS]:
                act()
            self.crowd.decide()
            point = POINTS[number // 2 % len(POINTS)] if number % 2 else ""
            await self._one_death(nursery, point, ahead=number * AGE)
        missed = [point for point in POINTS if not self.deaths[point]]
        for number, point in enumerate(missed, 1):  # what the dead had claimed is due again, so there is enough to do
            await self._one_death(nursery, point, ahead=KILLS * AGE + number * LEASES)

    async def _one_death(self, nursery: Nursery, point: str, *, ahead: float) -> None:
        await self._one_life(nursery, point, ahead=ahead)
        await asyncio.sleep(DRAINING)  # what the dead life had handed to the network arrives all the same
        self.ends.append(len(self.telegram.ledger.since()))
        self.in_doubt += claimed_notices(self.desk)

    async def finish(self, nursery: Nursery) -> None:
        """Let the desk live until nothing waits and every card is decided."""
        life = nursery.begin(self.desk.environment(), self.desk.folder / "desk.log", ahead=KILLS * AGE + LAST_AGE)
        try:
            for _ in range(3):  # cards bring presses, presses bring new cards
                await until(lambda: not len(self.telegram.queue) and not self.desk.waiting())
                self.crowd.decide()
            await until(lambda: not len(self.telegram.queue) and not self.desk.waiting())
        finally:
            life.kill()

    async def _one_life(self, nursery: Nursery, point: str, *, ahead: float) -> None:
        calls = len(self.telegram.ledger.calls())
        more = {"TINBAI_TEST": "1", "FAILPOINT": f"{point}:{self._nth(point)}"} if point else {}
        life = nursery.begin(self.desk.environment(**more), self.desk.folder / "desk.log", ahead=ahead)
        try:
            if point:
                await self._until_dead(life)
            else:
                await until(lambda: len(self.telegram.ledger.calls()) > calls)
                await asyncio.sleep(self.chance.uniform(0.0, 0.6))  # the moment of death is what is random here
            self.deaths[point if life.is_over() else "at random"] += 1
        finally:
            life.kill()

    async def _until_dead(self, life: Life) -> None:
        for _ in range(int(LONGEST_LIFE / 0.02)):
            if life.is_over():
                return
            await asyncio.sleep(0.02)  # another process is at work; it cannot be awaited

    def _nth(self, point: str) -> int:
        return self.chance.randint(1, NTH[point.partition(".")[0]])


@pytest.mark.chaos
async def test_nothing_is_lost_or_doubled_by_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    luck, telegram = chance("kills"), StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start())
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck)
    campaign = Campaign(desk, telegram, crowd, luck)
    telegram.world.press_life = NO_END

    with opened_nursery() as nursery:
        await campaign.kill_again_and_again(nursery, crowd.script(TIPS))
        await campaign.finish(nursery)

    with desk.newsroom() as newsroom:
        found = reckon(newsroom, telegram, crowd.sent, campaign.ends)
    await telegram.stop()
    told = Figures(capsys, "kills", found.lost, found.doubled)
    told.others = {
        "kills": sum(campaign.deaths.values()),
        "at the named points": sum(campaign.deaths[point] for point in POINTS),
        "decisions": found.decisions,
        "sent twice": f"{found.sent_twice} of {campaign.in_doubt} in doubt",
    }
    told.told(f"{TIPS} tips with {crowd.sent.files} files")
    assert "\n".join(found.faults) == ""
    assert found.sent_twice <= campaign.in_doubt
    assert found.decisions == TIPS
    assert set(POINTS) <= set(campaign.deaths)


def claimed_notices(desk: DeskOnDisk) -> int:
    """Count the notices the last life held, sent or not. Looks at a copy, since a look is a recovery."""
    aside = desk.folder / "aside"
    aside.mkdir(exist_ok=True)
    for name in ("tinbai.sqlite3", "tinbai.sqlite3-wal"):
        if (desk.folder / name).exists():
            shutil.copy(desk.folder / name, aside / name)
    database = Database(f"sqlite:///{aside / 'tinbai.sqlite3'}")
    number = database.read_now(lambda session: session.connection().exec_driver_sql(HELD).scalar_one())
    database.close()
    shutil.rmtree(aside)
    return int(number)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.1)  # as above
