"""A desk in a process of its own under a load of correspondents, and what both sides saw."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.commands import settings as configured
from bot.commands.rehearse import CannotRehearse
from bot.rehearsal.budgets import FREE
from bot.rehearsal.load import Load, Seen, Senders, accounts
from bot.rehearsal.server import StandIn
from review import network, people
from review.access import Role
from review.db import Session
from review.invitations import Invited
from review.lists import figures
from review.newsroom import Newsroom, open_newsroom
from review.settings import Settings

DOOR = "telegram"
READY_SECONDS = 30.0
LOOKS = 0.02
TICKS = os.sysconf("SC_CLK_TCK")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a load showed; times in milliseconds, memory in megabytes, CPU of the desk's process per update."""

    people: int
    updates: int
    answered: int
    rate: float
    p50: float
    p95: float
    p99: float
    handed_in: int
    stored: int
    cpu_ms: float
    memory_mb: float
    seed: int

    @property
    def lost(self) -> int:
        return max(self.handed_in - self.stored, 0) + self.updates - self.answered

    @property
    def doubled(self) -> int:
        return max(self.stored - self.handed_in, 0)

    @property
    def is_whole(self) -> bool:
        return not self.lost and not self.doubled

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "lost": self.lost, "doubled": self.doubled}

    def told(self) -> str:
        """Return the figures in three lines."""
        return (
            f"lost {self.lost} doubled {self.doubled} of {self.updates:,} updates, {self.handed_in:,} tips, "
            f"{self.people:,} people, seed {self.seed}\n"
            f"{self.rate:.1f} updates/s; to the answer p50 {self.p50:.0f} ms, p95 {self.p95:.0f}, p99 {self.p99:.0f}\n"
            f"the desk: {self.cpu_ms:.2f} ms CPU an update, {self.memory_mb:.0f} MB"
        )


async def play(load: Load, folder: Path) -> Figures:
    """Run a desk in `folder` against a stand-in, have everybody send, and return the figures."""
    telegram = StandIn(FREE)
    port = int((await telegram.start()).rpartition(":")[2])
    try:
        newsroom = open_newsroom(replace(configured.rehearsal(0, port, folder), undo_seconds=15))
        try:
            newsroom.database.act_now(lambda session: _enrol(session, load, now=newsroom.clock()))
            async with _desk(newsroom.settings, telegram) as process:
                return await _measured(load, telegram, newsroom, process)
        finally:
            newsroom.close()
    finally:
        await telegram.stop()


async def _measured(load: Load, telegram: StandIn, newsroom: Newsroom, process: int) -> Figures:
    begun, cpu = newsroom.clock(), _cpu_seconds(process)
    seen = await Senders(telegram, load).play()
    cpu = _cpu_seconds(process) - cpu
    stored = newsroom.database.read_now(lambda session: figures.received(session, begun, begun + A_DAY).total)
    return _figures(load, seen, stored, cpu, _memory(process))


def _figures(load: Load, seen: Seen, stored: int, cpu: float, memory: float) -> Figures:
    p50, p95, p99 = (seen.percentile(part) * 1000 for part in (0.5, 0.95, 0.99))
    return Figures(
        people=load.people,
        updates=seen.sent,
        answered=len(seen.delays),
        rate=seen.sent / seen.seconds,
        p50=p50,
        p95=p95,
        p99=p99,
        handed_in=seen.handed_in,
        stored=stored,
        cpu_ms=cpu * 1000 / max(seen.sent, 1),
        memory_mb=memory,
        seed=load.seed,
    )


def _enrol(session: Session, load: Load, *, now: datetime) -> None:
    """Put the people of a load on the desk, those that are not there yet."""
    network.load_units(session, network.shipped("units-sample.yaml"))
    for account in accounts(load):
        if people.find(session, door=DOOR, account_id=account) is not None:
            continue
        invited = Invited(0, Role.CORRESPONDENT, "p-binh-mau", f"CTV {account}")
        person = people.begin_enrolment(
            session, invited, door=DOOR, account_id=account, chat_id=account, name="", locale="vi", now=now
        )
        people.complete_enrolment(session, person, now=now)


@asynccontextmanager
async def _desk(settings: Settings, telegram: StandIn) -> AsyncIterator[int]:
    """Run the desk beside this process until the block ends; yields its number once it works."""
    with (settings.data_dir / "desk.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=_environment(settings),
            cwd=settings.data_dir,
            stdout=log,
            stderr=log,
        )
    try:
        await _until_ready(telegram, process)
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_ready(telegram: StandIn, process: asyncio.subprocess.Process) -> None:
    """Return once the desk has asked who its bot is, which it does before it handles anything."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + READY_SECONDS
    while not telegram.ledger.calls("getme"):
        if process.returncode is not None or loop.time() > ends:
            raise CannotRehearse("the desk does not start; its folder holds desk.log")
        await asyncio.sleep(LOOKS)


def _environment(settings: Settings) -> dict[str, str]:
    """Return an environment in which nothing but this load's own settings counts."""
    own = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "MEDIA_URL": "",
        "TELEGRAM_TOKEN": settings.telegram_token,
        "TELEGRAM_API_BASE": settings.telegram_api_base,
        "TELEGRAM_MODE": "polling",
        "TELEGRAM_BUDGETS": "none",
        "DAILY_TIPS": "none",
        "QUIET_HOURS": "none",
        "CONSOLE_HOST": "127.0.0.1",
        "CONSOLE_PORT": "0",
    }
    return {**os.environ, **own}


def _cpu_seconds(process: int) -> float:
    """Return the processor time of a process so far, where the system tells it (Linux)."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return float("nan")
    values = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICKS


def _memory(process: int) -> float:
    """Return the megabytes a process holds in memory, where the system tells it (Linux)."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    held = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), "nan")
    return float(held) / 1024
