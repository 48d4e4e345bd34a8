"""Minutes in which a third of everything fails: nothing is lost, and soon after it is over all is done (promise P5)."""

import asyncio
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.ledger import AMBIGUOUS
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import DeskOnDisk, kill
from tests.chaos.crowd import Crowd
from tests.chaos.figures import ON_BOTH_IN_FULL, SEED, Figures, chance, size
from tests.chaos.reckoning import reckon

SECONDS, TIPS_A_SECOND = size(4, 600), size(3, 1)
PEOPLE, MODERATORS = 30, 3
SHARE = 0.3  # of all calls, downloads and polls fail
REFUSED_EVERY, REFUSED_FOR = 5, 0.2  # seconds
RECOVERY = 10.0
PATIENCE = 120.0
MAY_GROW = size(60, 15)  # MB between the second quarter of the soak and its end; a young process still grows
TROUBLES: tuple[dict[str, Any], ...] = (
    {"kind": "error", "code": 500},
    {"kind": "error", "code": 429, "parameters": {"retry_after": 1}},
    {"kind": "error", "code": 429, "sentence": "Too Many Requests: retry after 1"},
    {"kind": "not_ok", "code": 500},
    {"kind": "hang_before", "seconds": 1.0},
    {"kind": "hang_after", "seconds": 1.0},
    {"kind": "hang_up"},
    {"kind": "reset_before"},
    {"kind": "reset"},
    {"kind": "truncated"},
    {"kind": "empty"},
    {"kind": "html"},
    {"kind": "gateway"},
    {"kind": "gateway", "code": 504},
    {"kind": "bad_gzip"},
    {"kind": "wrong_length"},
    {"kind": "drip", "seconds": 0.001},
)


@dataclass
class Soak:
    """The desk, its failing Telegram and the crowd, and what was seen meanwhile."""

    desk: DeskOnDisk
    telegram: StandIn
    crowd: Crowd
    process: "subprocess.Popen[bytes]"
    megabytes: list[float] = field(default_factory=list)

    async def lasts(self) -> None:
        """Act on for all the time, a second's portion each second, while things fail."""
        self._begins_to_fail()
        acts = self.crowd.script(SECONDS * TIPS_A_SECOND)
        begun = time.monotonic()
        for second in range(SECONDS):
            for act in acts[len(acts) * second // SECONDS : len(acts) * (second + 1) // SECONDS]:
                act()
            self.crowd.decide()
            self.megabytes.append(resident(self.process.pid))
            if second % REFUSED_EVERY == REFUSED_EVERY - 1:
                await self.telegram.refuse(REFUSED_FOR)
            await asyncio.sleep(max(0.0, begun + second + 1 - time.monotonic()))

    async def recovers(self) -> float:
        """End the faults; returns the seconds until everything was done that had been asked for by then."""
        self.telegram.faults.clear()
        begun = time.monotonic()
        await self._until(self._is_done)
        return time.monotonic() - begun

    async def finishes(self) -> None:
        """Decide on what is left, card by card, until nothing waits."""
        for _ in range(3):
            self.crowd.decide()
            await self._until(self._is_done)
        self.megabytes.append(resident(self.process.pid))

    def grown(self) -> float:
        """Return by how many megabytes the desk grew between the second quarter of the soak and its end."""
        quarter = max(len(self.megabytes) // 4, 1)
        return mean(self.megabytes[-quarter:]) - mean(self.megabytes[quarter : 2 * quarter])

    def _begins_to_fail(self) -> None:
        each = 1 - (1 - SHARE) ** (1 / len(TROUBLES))
        for trouble in TROUBLES:
            self.telegram.faults.add({**trouble, "count": None, "probability": each})

    def _is_done(self) -> bool:
        assert self.process.poll() is None, "the desk has died"
        return not len(self.telegram.queue) and not self.desk.waiting()

    @staticmethod
    async def _until(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.1)


@pytest.mark.chaos
@ON_BOTH_IN_FULL
async def test_a_third_of_all_calls_failing_only_delays(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram = StandIn(FREE, seed=SEED)
    desk = DeskOnDisk(tmp_path, await telegram.start(), database_url)
    desk.enrol(PEOPLE, MODERATORS)
    crowd = Crowd(telegram, people=PEOPLE, moderators=MODERATORS, chance=chance("soak"))
    process = desk.start()
    try:
        soak = Soak(desk, telegram, crowd, process)
        await soak._until(lambda: telegram.queue._poll is not None)
        await soak.lasts()
        failed = share_of_failures(telegram)
        recovery = await soak.recovers()
        await soak.finishes()
        with desk.newsroom() as newsroom:
            found = reckon(newsroom, telegram, crowd.sent, [])
    finally:
        kill(process)
        await telegram.stop()

    doubt = telegram.ledger.count(AMBIGUOUS, "sendmessage")
    figures = Figures(capsys, "soak", found.lost, found.doubled + max(found.sent_twice - doubt, 0))
    figures.others = {
        "failed": f"{failed:.0%} of all calls",
        "doubled within doubt": f"{found.sent_twice} of {doubt}",
        "recovered in": f"{recovery:.1f} s",
        "grown by": f"{soak.grown():.1f} MB",
    }
    figures.told(f"{len(crowd.sent.texts)} tips with {crowd.sent.files} files in {SECONDS} s")
    assert [fault for fault in found.faults if not fault.startswith("sent twice")] == []
    assert recovery < RECOVERY
    assert soak.grown() < MAY_GROW


def share_of_failures(telegram: StandIn) -> float:
    figures = telegram.ledger.figures()
    failed = sum(sum(figures[outcome].values()) for outcome in ("refused", "ambiguous"))
    polls = len(telegram.ledger.since(what="delivered"))
    return failed / (failed + polls + sum(figures["accepted"].values()))


def resident(pid: int) -> float:
    """Return how many megabytes a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
