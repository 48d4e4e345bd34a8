"""The stand-in alone in a process of its own, without budgets: `python -m bench.telegram PORT [LATENCY_MS]`.

What it counts is read from /_stage/figures, updates are put in by /_stage/updates.
"""

import asyncio
import os
import sys

import uvloop

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn

TOKEN = "7000000001:a-token-for-the-stand-in-alone"
FIRST_PERSON = 810_000_000
PEOPLE = int(os.environ.get("PEOPLE", "1500"))


async def main(port: int, latency: float) -> None:
    telegram = StandIn(FREE, token=TOKEN, latency=latency)
    for person in range(PEOPLE):
        telegram.world.person(FIRST_PERSON + person, f"CTV {person}")
    print(await telegram.start(port), flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float((*sys.argv, "0")[2]) / 1000))
