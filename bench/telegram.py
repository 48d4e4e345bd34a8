"""The stand-in alone in a process of its own, without budgets: `python -m bench.telegram PORT [LATENCY_MS]`.

What it counts is read from /_stage/figures, updates are put in by /_stage/updates.
"""

import asyncio
import os
import sys
from io import BytesIO

import uvloop
from PIL import Image

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from bot.rehearsal.world import StoredFile

TOKEN = "7000000001:a-token-for-the-stand-in-alone"
BOT, GROUP, FIRST_PERSON = 7_000_000_001, -1_007_000_000_001, 810_000_000
PHOTOS = 400  # two for each sender of the mix
PEOPLE = int(os.environ.get("PEOPLE", "1500"))


def _photo(number: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (90, 60), (number % 250, number // 2, 90)).save(written, "JPEG")
    return written.getvalue()


async def main(port: int, latency: float) -> None:
    telegram = StandIn(FREE, token=TOKEN, latency=latency)
    for person in range(PEOPLE):
        telegram.world.person(FIRST_PERSON + person, f"CTV {person}")
    telegram.world.group(GROUP, "Duyệt tin", [], [BOT])
    for number in range(PHOTOS):
        name = f"photo{number}"
        telegram.world.files[name] = StoredFile(_photo(number), f"photos/{name}.jpg", unique=f"u{name}")
    print(await telegram.start(port), flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float((*sys.argv, "0")[2]) / 1000))
