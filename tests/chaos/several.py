"""Several processes of one desk side by side on one database, and when they have come to rest."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.rehearsal.server import StandIn
from tests.chaos.campaign import DeskOnDisk
from tests.chaos.crowd import Crowd
from tests.chaos.figures import size
from tests.chaos.lives import Life, Nursery, opened_nursery

PATIENCE = float(size(240, 900))
OUT_OF_ORDER = """
    SELECT count(*) FROM tip_message a JOIN tip_message b ON a.chat_id = b.chat_id AND a.id < b.id
    WHERE a.message_id > b.message_id AND a.revision = 1 AND b.revision = 1
"""


@dataclass
class Fleet:
    """The living processes of a desk; each receives in turn and works always."""

    desk: DeskOnDisk
    nursery: Nursery
    lives: list[Life] = field(default_factory=list)

    def begin(self, *, ahead: float = 0.0, point: str = "") -> Life:
        more = {"TINBAI_TEST": "1", "FAILPOINT": point} if point else {}
        life = self.nursery.begin(self.desk.environment(**more), self.desk.folder / "desk.log", ahead=ahead)
        self.lives.append(life)
        return life

    def kill(self, life: Life) -> int:
        """Kill a process; returns how many notices it held, of which nobody can tell whether they were sent."""
        self.lives.remove(life)
        life.kill()
        name = f"{life.number}-"
        held = f"SELECT count(*) FROM outbox WHERE state = 'new' AND substr(claimed_by, 1, {len(name)}) = '{name}'"  # noqa: S608 - ours
        return int(self.desk.scalar(held))

    async def dies(self, life: Life) -> None:
        """Return when a process has ended itself at its point."""
        async with asyncio.timeout(PATIENCE):
            while not life.is_over():
                await asyncio.sleep(0.02)
        self.lives.remove(life)
        life.kill()


@contextmanager
def opened_fleet(desk: DeskOnDisk) -> Iterator[Fleet]:
    """Open a fleet and end every process of it behind."""
    with opened_nursery() as nursery:
        fleet = Fleet(desk, nursery)
        try:
            yield fleet
        finally:
            for life in fleet.lives:
                life.kill()


async def until_quiet(desk: DeskOnDisk, telegram: StandIn, crowd: Crowd) -> None:
    """Return when everything is handled and every card is decided."""
    async with asyncio.timeout(PATIENCE):
        decided = -1
        while decided != len(crowd.sent.presses):
            while len(telegram.queue) or await asyncio.to_thread(desk.waiting):
                await asyncio.sleep(0.1)
            decided = len(crowd.sent.presses)
            crowd.decide()


async def until(desk: DeskOnDisk, query: str) -> None:
    """Return when a query says so."""
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(desk.scalar, query):
            await asyncio.sleep(0.05)  # another process is at work; it cannot be awaited
