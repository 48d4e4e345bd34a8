"""The receiving and handling part of the desk as a process that can be killed; settings come from the environment.

Alone it is one desk. As a nursery it brings desks up by forking itself, everything imported already: a life then
begins in some milliseconds instead of two seconds, and is a process like any other.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import datetime, timedelta
from typing import Any

import uvloop

from bot.commands.logs import quiet_logging
from bot.telegram import door
from review import failpoint
from review.clock import utc_now
from review.newsroom import open_newsroom
from review.settings import load


async def run(ahead: timedelta) -> None:
    """Receive and work, with a clock that is `ahead`: what happened before looks as long ago as the campaign says."""

    def clock() -> datetime:
        return utc_now() + ahead

    newsroom = open_newsroom(load(dotenv=None), clock=clock)
    await asyncio.gather(door.receive(newsroom), door.work(newsroom))


def live(order: dict[str, Any]) -> None:
    """Be one desk: with an environment and a log of its own, from birth to death."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.environ.clear()
    os.environ.update(order["environment"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    failpoint.arm(os.environ)
    quiet_logging()
    uvloop.run(run(timedelta(seconds=order["ahead"])))


def nurse() -> None:
    """Fork a desk for each order on standard input and say its number; the dead need no burying."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(json.loads(line))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    if "nursery" in sys.argv:
        nurse()
    else:
        failpoint.arm(os.environ)
        quiet_logging()
        uvloop.run(run(timedelta()))
