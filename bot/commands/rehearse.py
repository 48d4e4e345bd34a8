"""`tinbai rehearse`: the whole desk against a stand-in Telegram, with a sample network; no token, no account.

The bot's code is the same as in service and speaks real HTTP to the stand-in; only the addresses differ.
"""

import argparse
import asyncio
import shutil
import socket
import sys
from dataclasses import replace
from pathlib import Path

import uvloop

from bot.commands import settings as configured
from bot.commands.beating import beat
from bot.commands.comparing import keep_comparing
from bot.commands.counting import keep_counting
from bot.commands.indexing import keep_indexed
from bot.commands.run import until_stopped
from bot.commands.web import pages, serve
from bot.rehearsal import memory
from bot.rehearsal.budgets import FREE
from bot.rehearsal.sample import filling, history
from bot.rehearsal.sample.cast import open_telephones
from bot.rehearsal.server import HOST, StandIn
from bot.rehearsal.stage.app import mount
from bot.telegram import door
from review.newsroom import Newsroom, open_newsroom
from review.settings import Budgets, Settings

MARK = ".rehearsal"
HIGHEST_PORT = 65_535
UNHURRIED = Budgets(overall=30.0, per_chat=None, per_group_minute=None)  # one player's clicks are answered at once


class CannotRehearse(Exception):
    """The rehearsal cannot start; the sentence names the option to change."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "rehearse on this machine: the whole desk against a stand-in Telegram, with a sample network"
    parser = commands.add_parser("rehearse", help=description, description=description)
    parser.add_argument("--port", type=_port, default=8080, help="where the pages are (default 8080, 0: any free one)")
    parser.add_argument(
        "--telegram-port", type=_port, default=8081, help="where the stand-in listens (default 8081, 0: any free one)"
    )
    parser.add_argument("--no-sample", action="store_true", help="begin with an empty desk")
    parser.add_argument("--fresh", action="store_true", help="empty the rehearsal's own folder first")
    parser.add_argument("--only-telegram", action="store_true", help="start the stand-in alone")
    parser.add_argument("--data-dir", type=Path, default=configured.REHEARSAL_DIR, help="the rehearsal's own folder")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        uvloop.run(_only_telegram(options.telegram_port) if options.only_telegram else _rehearse(options))
    except CannotRehearse as error:
        print(f"tinbai: {error}", file=sys.stderr)
        return 1
    return 0


async def _only_telegram(port: int) -> None:
    address = await _start(StandIn(), port)
    print(f"{address}  (Ctrl+C ends it)", flush=True)
    await until_stopped([_for_ever()])


async def _rehearse(options: argparse.Namespace) -> None:
    prepare_folder(options.data_dir, is_fresh=options.fresh)
    stand_in = StandIn(FREE)
    telegram = await _start(stand_in, options.telegram_port)
    listening = _listen(options.port)
    newsroom = open_newsroom(_settings(listening, telegram, options.data_dir))
    try:
        prepare(newsroom, stand_in, has_sample=not options.no_sample)
        print(f"{newsroom.settings.base_url}/stage", flush=True)
        parts = (
            door.receive(newsroom),
            door.work(newsroom),
            keep_comparing(newsroom),
            keep_indexed(newsroom),
            keep_counting(newsroom),
            _serve(newsroom, stand_in, listening),
        )
        await until_stopped([*parts, beat(newsroom), memory.keep(stand_in.world, options.data_dir)])
    finally:
        newsroom.close()
        await stand_in.stop()


def prepare(newsroom: Newsroom, stand_in: StandIn, *, has_sample: bool) -> None:
    """Bring the telephones back or open new ones, and fill an empty desk."""
    world, now = stand_in.world, newsroom.clock()
    memory.load(world, newsroom.settings.data_dir)
    open_telephones(world)
    if not has_sample:
        filling.open_bare(newsroom)
    elif (sent := filling.fill(newsroom)) is not None:
        history.show(world, newsroom, sent)
    memory.number_on(world, stand_in.queue, now)


async def _serve(newsroom: Newsroom, stand_in: StandIn, listening: socket.socket) -> None:
    """Serve the console and, on the same origin so that it may frame it, the stage."""
    app = pages(newsroom, frame_ancestors="'self'")
    mount(app, newsroom, stand_in)
    await serve(app, listening=listening)


def prepare_folder(folder: Path, *, is_fresh: bool) -> None:
    """Make the rehearsal's folder, emptied before where asked; a folder that is not a rehearsal's is never touched."""
    mark = folder / MARK
    if folder.exists() and not mark.is_file() and any(folder.iterdir()):
        raise CannotRehearse(f"{folder} holds something else than a rehearsal; name an empty folder with --data-dir.")
    if is_fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _settings(listening: socket.socket, telegram: str, data_dir: Path) -> Settings:
    port, telegram_port = listening.getsockname()[1], int(telegram.rpartition(":")[2])
    return replace(configured.rehearsal(port, telegram_port, data_dir), telegram_budgets=UNHURRIED)


async def _start(stand_in: StandIn, port: int) -> str:
    try:
        return await stand_in.start(port)
    except OSError:
        raise CannotRehearse(f"port {port} is taken; name another one with --telegram-port.") from None


def _listen(port: int) -> socket.socket:
    """Return a listening socket, so that the address that is printed is the real one, and taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise CannotRehearse(f"port {port} is taken; name another one with --port.") from None
    return listening


async def _for_ever() -> None:
    await asyncio.get_running_loop().create_future()


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError("a port number from 0 to 65535 is needed")
    return int(value)
