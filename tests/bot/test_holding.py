import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.telegram.holding import alone, is_dead, this_process
from review import leases
from review.db import Database
from review.leases import Holder
from review.media.folder import FolderStore
from review.newsroom import Newsroom
from review.settings import Settings
from review.words import shipped


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(Settings(data_dir=tmp_path), database, FolderStore(tmp_path), shipped())


class Poller:
    """Something that may run in one process alone; remembers how many ran at once."""

    running = most = 0

    def __init__(self) -> None:
        self.begun, self.ended = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        Poller.running += 1
        Poller.most = max(Poller.most, Poller.running)
        self.begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            Poller.running -= 1
            self.ended.set()


def test_an_ended_process_of_this_machine_is_known_to_be_dead() -> None:
    here = this_process().place
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert is_dead(Holder(f"{ended.pid}-x", here))
    assert not is_dead(Holder(f"{ended.pid}-x", "another machine"))
    assert not is_dead(Holder(f"{os.getppid()}-x", here))
    assert not is_dead(this_process())
    assert not is_dead(Holder("no-number", here))


async def test_two_pollers_never_run_at_once_and_the_second_follows_the_first(
    newsroom: Newsroom,
) -> None:
    first, second = Poller(), Poller()
    one = asyncio.ensure_future(alone(newsroom, "poll:7", first.run))
    await asyncio.wait_for(first.begun.wait(), 60)
    other = asyncio.ensure_future(alone(newsroom, "poll:7", second.run))
    await asyncio.sleep(0)
    assert not second.begun.is_set()

    one.cancel()
    await asyncio.gather(one, return_exceptions=True)
    await asyncio.wait_for(second.begun.wait(), 60)

    assert Poller.most == 1
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    assert newsroom.database.read_now(lambda session: list(leases.running(session))) == []


async def test_a_poller_whose_lease_was_taken_stops(newsroom: Newsroom) -> None:
    poller = Poller()
    running = asyncio.ensure_future(alone(newsroom, "poll:7", poller.run))
    await asyncio.wait_for(poller.begun.wait(), 60)
    thief = Holder("1-thief", "elsewhere")

    newsroom.database.act_now(
        lambda session: leases.take(session, "poll:7", thief, now=newsroom.clock(), is_dead=lambda _: True)
    )

    await asyncio.wait_for(poller.ended.wait(), 60)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
