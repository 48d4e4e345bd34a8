"""Backups under load, half of them killed: the newest whole one comes back complete, and silent (promise P15)."""

import asyncio
import json
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from review import holding, people, verifying
from review.access import Role
from review.backups import checking, keeping, restoring
from review.clock import utc_now
from review.db import Session
from review.settings import load
from tests.chaos.campaign import FIRST_MODERATOR, DeskOnDisk
from tests.chaos.crowd import Act, Crowd
from tests.chaos.figures import Figures, chance, size
from tests.chaos.lives import Nursery, opened_nursery
from tests.conftest import ENGINES
from tests.postgresql import Server

BACKUPS = size(6, 20)
TIPS = size(30, 400)
PEOPLE, MODERATORS = 12, 2
POINTS = ("rows read", "files read", "before rename")
PROGRAM = Path(__file__).with_name("backup_process.py")
PATIENCE = 240.0
SENDING = ("send", "edit", "answer", "delete", "copy")
RECEIVED = "SELECT reference FROM tip WHERE status != 'composing'"


@dataclass
class Putting:
    """The process that makes the backups, and what became of each."""

    process: Process
    folder: Path
    to: str
    ends: list[int] = field(default_factory=list)

    async def one(self, now: datetime, dies_at: str) -> None:
        order = {"folder": str(self.folder), "to": self.to, "now": now.isoformat(), "dies_at": dies_at}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(order)}\n".encode())
        self.ends.append(int(await self.process.stdout.readline()))


@asynccontextmanager
async def opened_putting(desk: DeskOnDisk, folder: Path, to: str) -> AsyncIterator[Putting]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), env=desk.environment(), stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    try:
        yield Putting(process, folder, to)
    finally:
        process.stdin.close()
        await process.wait()


@pytest.fixture(params=ENGINES)
def urls(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The addresses of a desk's database and of the one it is restored into; empty is SQLite in its folder."""
    if request.param == "sqlite":
        yield "", ""
        return
    server: Server = request.getfixturevalue("postgresql")
    names = "backed_up", "restored"
    yield server.create(names[0]), server.create(names[1])
    for name in names:
        server.drop(name)


@pytest.mark.chaos
async def test_the_newest_whole_backup_comes_back_complete_and_silent(
    urls: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, telegram, key = chance("backups"), StandIn(FREE), tmp_path / "key"
    identity = pyrage.x25519.Identity.generate()
    key.write_text(str(identity))
    (tmp_path / "desk").mkdir()
    desk = DeskOnDisk(tmp_path / "desk", await telegram.start(), urls[0])
    desk.enrol(PEOPLE, MODERATORS)
    acts = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=luck).script(TIPS)
    telegram.world.person(FIRST_MODERATOR, "Quản trị")
    _make_admin(desk)
    later = acts[-PEOPLE:]

    with opened_nursery() as nursery:
        async with opened_putting(desk, tmp_path / "backups", str(identity.to_public())) as putting:
            known = await _under_load(nursery, desk, putting, acts[:-PEOPLE], luck)
        newest = max(path for path in (tmp_path / "backups").iterdir() if keeping.NAME.fullmatch(path.name))
        checked = checking.check(newest, key, say=lambda _step: None)
        restored = _restored(desk, newest, key, tmp_path / "restored", urls[1])
        silent = await _lives_held(nursery, restored, telegram, later)

    there = _tips(restored)
    killed = putting.ends.count(-signal.SIGKILL)
    told = Figures(capsys, "backups", len(set(known) - set(there)), len(there) - len(set(there)))
    told.others = {"backups": BACKUPS, "killed": killed, "faults": len(checked.findings), "sent while held": silent}
    told.told(f"{len(known)} tips")
    await telegram.stop()
    assert (killed, putting.ends.count(0)) == (BACKUPS // 2, BACKUPS - BACKUPS // 2)
    assert checked.findings == ()
    assert known
    assert silent == 0


async def _under_load(
    nursery: Nursery, desk: DeskOnDisk, putting: Putting, acts: list[Act], luck: random.Random
) -> list[str]:
    """Put the desk away again and again while people write; returns the tips there before the last whole backup."""
    life = nursery.begin(desk.environment(), desk.folder / "desk.log")
    start, portion, known = utc_now() - timedelta(hours=BACKUPS), len(acts) // BACKUPS + 1, list[str]()
    try:
        for number in range(BACKUPS):
            for act in acts[number * portion : (number + 1) * portion]:
                act()
            await asyncio.sleep(luck.uniform(0.0, 0.3))  # the moment within the load is what is random here
            dies_at = POINTS[number // 2 % len(POINTS)] if number % 2 == 0 else ""
            before = _tips(desk)
            await putting.one(start + timedelta(hours=number), dies_at)
            known = known if dies_at else before
    finally:
        life.kill()
    return known


def _restored(desk: DeskOnDisk, path: Path, key: Path, folder: Path, url: str) -> DeskOnDisk:
    """Restore into an empty folder, look at everything, and return the desk."""
    folder.mkdir()
    restored = replace(desk, folder=folder, database_url=url)
    settings = load(restored.environment(), dotenv=None)
    done = restoring.restore(settings, path, key, now=utc_now(), say=lambda _step: None)
    assert done.findings == ()
    with restored.newsroom() as newsroom:
        assert verifying.findings(newsroom, known=done.manifest.about.audit) == []
    return restored


async def _lives_held(nursery: Nursery, desk: DeskOnDisk, telegram: StandIn, acts: list[Act]) -> int:
    """Run the restored desk, held and then released; returns how much was sent while it was held."""
    begun = len(telegram.ledger.since())
    life = nursery.begin(desk.environment(), desk.folder / "desk.log")
    try:
        for act in acts:
            act()
        await _until(
            lambda: not len(telegram.queue) and not desk.scalar("SELECT count(*) FROM inbox WHERE state = 'new'")
        )
        await asyncio.sleep(1.5)  # longer than the courier rests between two looks
        silent = len(_sent_since(telegram, begun))
        with desk.newsroom() as newsroom:
            newsroom.database.act_now(lambda s: holding.release(s, by=None, door="cli", now=utc_now()))
        await _until(lambda: bool(_sent_since(telegram, begun)) and not desk.waiting())
    finally:
        life.kill()
    first = next(iter(telegram.world.chats[FIRST_MODERATOR].messages.values()))
    assert "khôi phục từ bản sao lưu" in first["text"]
    return silent


def _sent_since(telegram: StandIn, number: int) -> list[dict[str, object]]:
    """Return the calls by which somebody was told something: those about the bot itself name no chat."""
    calls = [entry.details for entry in telegram.ledger.since(number, "call")]
    return [call for call in calls if str(call["method"]).startswith(SENDING) and "chat_id" in call["fields"]]


def _tips(desk: DeskOnDisk) -> list[str]:
    with desk.database() as database:
        return [str(r) for r in database.read_now(lambda s: s.connection().exec_driver_sql(RECEIVED).scalars().all())]


def _make_admin(desk: DeskOnDisk) -> None:
    def make(session: Session) -> None:
        admin = people.find(session, door="telegram", account_id=FIRST_MODERATOR)
        assert admin is not None
        people.grant(session, admin.id, Role.ADMIN, by=None, now=utc_now())

    with desk.newsroom() as newsroom:
        newsroom.database.act_now(make)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.1)  # another process is at work; it cannot be awaited
