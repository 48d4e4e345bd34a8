"""On a full disk the desk stops confirming; once there is room it goes on by itself, and nothing is broken (P12)."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import DeskOnDisk
from tests.chaos.crowd import Act, Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.lives import ROOT, Life, Nursery, opened_nursery
from tests.chaos.reckoning import reckon

DISK = 16 * 1024 * 1024
LEFT = (0, 8 * 1024, 64 * 1024, 300 * 1024)  # bytes free: too few for an update, a file, a COMMIT, a checkpoint
EPISODES = size(4, 40)
TIPS = size(12, 300)
PEOPLE, MODERATORS = 10, 2
FULL_FOR = 0.8  # seconds
DRAINING = 0.05
PATIENCE = size(120, 900)
ALERTS = "SELECT count(*) FROM outbox WHERE kind = 'alert_disk' AND state = 'sent'"
MOUNT, UMOUNT = ("mount",), ("umount",)

pytestmark = pytest.mark.chaos


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of the test's own; skips, with the reason, where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    options = [*MOUNT, "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    try:
        done = subprocess.run(options, capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield place
    subprocess.run([*UMOUNT, str(place)], check=True)


async def test_a_full_disk_only_delays(disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    telegram = StandIn(FREE)
    desk = DeskOnDisk(disk, await telegram.start())
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=chance("full disk"))

    with opened_nursery() as nursery:
        life = nursery.begin(desk.environment(), disk / "desk.log")
        try:
            await _until(lambda: bool(telegram.ledger.calls("setmycommands")))
            held_up = await _filled_again_and_again(desk, telegram, crowd, crowd.script(TIPS))
            lasted = not life.is_over()
        finally:
            life.kill()
        await asyncio.sleep(DRAINING)  # what it had handed to the network arrives all the same
        ends = [len(telegram.ledger.since())]
        await _finished(nursery, desk, telegram, crowd)

    with desk.newsroom() as newsroom:
        found = reckon(newsroom, telegram, crowd.sent, ends)
    await telegram.stop()
    told = Figures(capsys, "full disk", found.lost, found.doubled)
    told.others = {"times full": EPISODES, "kept waiting at Telegram": held_up, "decisions": found.decisions}
    told.told(f"{TIPS} tips with {crowd.sent.files} files")
    assert lasted, "the desk has ended although it only had to wait"
    assert held_up > 0
    assert desk.scalar(ALERTS)
    assert found.faults == []
    assert found.decisions == TIPS


def test_a_desk_that_starts_on_a_full_disk_says_so_in_one_sentence(disk: Path) -> None:
    desk = DeskOnDisk(disk, "http://127.0.0.1:9")
    with filled(disk, leaving=0):
        command = [sys.executable, "-m", "bot", "worker"]
        done = subprocess.run(command, cwd=ROOT, env=desk.environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("tinbai: the database cannot be used: ")
    assert len(done.stderr.splitlines()) == 1


async def _filled_again_and_again(desk: DeskOnDisk, telegram: StandIn, crowd: Crowd, acts: list[Act]) -> int:
    """Act on a disk that is full, again and again; returns how often something had to wait at Telegram."""
    portion, held_up = len(acts) // EPISODES + 1, 0
    for number in range(EPISODES):
        with filled(desk.folder, leaving=LEFT[number % len(LEFT)]):
            for act in acts[number * portion : (number + 1) * portion]:
                act()
            crowd.decide()
            await asyncio.sleep(FULL_FOR)  # what is tried out is the time itself
            held_up += len(telegram.queue) > 0
        await _until(lambda: not len(telegram.queue))  # by itself, now that there is room
    return held_up


async def _finished(nursery: Nursery, desk: DeskOnDisk, telegram: StandIn, crowd: Crowd) -> None:
    """Let a desk whose clock is ahead finish what waits for its next attempt."""
    life: Life = nursery.begin(desk.environment(), desk.folder / "desk.log", ahead=900.0)
    try:
        async with asyncio.timeout(PATIENCE):
            decided = -1
            while decided != len(crowd.sent.presses):
                while len(telegram.queue) or desk.waiting():
                    await asyncio.sleep(0.1)  # another process is at work; it cannot be awaited
                decided = len(crowd.sent.presses)
                crowd.decide()
            while not desk.scalar(ALERTS):  # its first look comes after a while; this disk is small for ever
                await asyncio.sleep(0.1)  # as above
    finally:
        life.kill()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)  # as above


@contextmanager
def filled(folder: Path, *, leaving: int) -> Iterator[None]:
    """Leave so many bytes on a disk."""
    with (folder / "filler").open("wb") as filler:
        while not _takes_all(filler.fileno(), folder, leaving):
            pass  # the desk has written meanwhile, so there was less to take; its writing ends
    yield
    (folder / "filler").unlink()


def _takes_all(descriptor: int, folder: Path, leaving: int) -> bool:
    room = os.statvfs(folder)
    try:
        os.posix_fallocate(descriptor, 0, max(room.f_bavail * room.f_frsize - leaving, 1))
    except OSError:
        return False
    return True
