"""The receiving and handling part of the desk as a process that can be killed; settings come from the environment."""

import asyncio

import uvloop

from bot.commands.logs import quiet_logging
from bot.telegram import door
from review.newsroom import open_newsroom
from review.settings import load


async def run() -> None:
    newsroom = open_newsroom(load(dotenv=None))
    await asyncio.gather(door.receive(newsroom), door.work(newsroom))


if __name__ == "__main__":
    quiet_logging()
    uvloop.run(run())
