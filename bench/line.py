"""The line beside a bare echo, in one run: a message from each of N correspondents until every answer is accepted.

Ours commits each message with fsync before it is confirmed and owes each person a message; the echo stores nothing.
Prints updates a second (medians of interleaved rounds) and the ratio.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import FIRST_ACCOUNT, ROOT, DeskOnDisk, kill, text_update

PEOPLE = int(os.environ.get("PEOPLE", "600"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PEER = Path(__file__).parent / "peers" / "ptb_echo.py"
PATIENCE = 120.0


async def main() -> None:
    rates: dict[str, list[float]] = {"tinbai": [], "ptb echo": []}
    for _ in range(ROUNDS):
        for name, taken in rates.items():
            taken.append(await _one_round(name))
    ours, peer = (statistics.median(rates[name]) for name in rates)
    print(f"{'bot':12}{'updates/s':>10}{'x echo':>8}")
    print(f"{'ptb echo':12}{peer:10.0f}{1:8.2f}\n{'tinbai':12}{ours:10.0f}{ours / peer:8.2f}")


async def _one_round(name: str) -> float:
    telegram = StandIn(FREE)
    address = await telegram.start()
    for person in range(PEOPLE):
        telegram.world.person(FIRST_ACCOUNT + person, f"CTV {person}")
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskOnDisk(Path(folder), address)
        desk.enrol(PEOPLE)
        process = desk.start() if name == "tinbai" else _peer(address)
        try:
            await _until(lambda: telegram.queue._poll is not None)  # noqa: SLF001 - it polls: it is ready
            begun = time.perf_counter()
            for person in range(PEOPLE):
                telegram.queue.put(text_update(person, 5000 + person))
            await _until(lambda: len(telegram.ledger.calls("sendmessage")) >= PEOPLE)
            return PEOPLE / (time.perf_counter() - begun)
        finally:
            kill(process)
            await telegram.stop()


def _peer(address: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "API": address, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(PEER)], env=environment, stderr=subprocess.DEVNULL)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main())
