"""`tinbai run`: everything in one process; `bot`, `worker` and `console` are its parts."""

import argparse
import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import uvloop

from bot.commands import settings as configured
from bot.commands.beating import beat
from bot.commands.comparing import keep_comparing
from bot.commands.counting import keep_counting
from bot.commands.indexing import keep_indexed
from bot.commands.listing import keep_listing
from bot.commands.noting import keep_noting
from bot.commands.pacing import keep_pace
from bot.commands.reminding import keep_reminding
from bot.commands.scheduled import keep_backups
from bot.commands.tidying import keep_tidy
from bot.commands.web import serve_console
from bot.telegram import door
from review.newsroom import Newsroom, open_newsroom
from review.settings import Settings

Running = Coroutine[Any, Any, None]
Part = Callable[[Newsroom], Running]
WORK = ("work", "compare", "backups", "tidy", "remind", "index", "notes", "count", "pace", "list")
PARTS: dict[str, tuple[str, Sequence[str]]] = {
    "run": ("run the whole desk in one process", ("receive", *WORK, "console")),
    "bot": ("only receive updates", ("receive",)),
    "worker": ("only handle, deliver, fetch, compare and put away", WORK),
    "console": ("only serve the pages", ("console",)),
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, (description, parts) in PARTS.items():
        parser = commands.add_parser(name, help=description, description=description)
        parser.set_defaults(command=lambda _options, parts=parts: _run(parts))


def _run(parts: Sequence[str]) -> int:
    settings = configured.given(needs_token="receive" in parts or "work" in parts)
    collect_seldom()
    uvloop.run(desk(settings, parts))
    return 0


def collect_seldom() -> None:
    """Have Python look for cycles of garbage less often, and never among what was imported.

    A message makes some thousand short-lived objects and hardly a cycle; looking as often as by default took a sixth
    of all time (docs/performance.md).
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


async def desk(settings: Settings, parts: Sequence[str]) -> None:
    """Run parts of the desk side by side until a signal asks to stop; nothing depends on a clean stop."""
    newsroom = open_newsroom(settings)
    known: dict[str, Part] = {
        "receive": door.receive,
        "work": door.work,
        "compare": keep_comparing,
        "backups": keep_backups,
        "tidy": keep_tidy,
        "notes": keep_noting,
        "list": keep_listing,
        "remind": keep_reminding,
        "index": keep_indexed,
        "count": keep_counting,
        "pace": keep_pace,
        "console": serve_console,
    }
    chosen = [known[name] for name in parts if not (name == "receive" and settings.telegram_mode == "webhook")]
    try:
        await until_stopped([*(part(newsroom) for part in chosen), beat(newsroom)])
    finally:
        newsroom.close()


async def until_stopped(parts: Sequence[Running]) -> None:
    """Run coroutines side by side until SIGINT or SIGTERM, or until one fails."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(part) for part in parts]
        await stop.wait()
        for task in running:
            task.cancel()
