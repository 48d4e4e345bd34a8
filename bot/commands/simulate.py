"""`tinbai simulate`: a made-up past to fill a desk, or a load of correspondents against the stand-in Telegram."""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from bot.commands import loading
from bot.commands import settings as configured
from bot.commands.rehearse import CannotRehearse, prepare_folder
from bot.rehearsal.load import Load
from bot.rehearsal.pictures import picture
from bot.rehearsal.pictures.canvas import HEIGHT, WIDTH
from bot.rehearsal.pictures.scenes import SCENES
from review.media import MediaStore, media_type
from review.newsroom import Newsroom
from review.settings import Settings
from review.simulated import filling
from review.simulated.making import SamplePhoto

EVERY_SECONDS = 2.0
MOST_DAYS = 3_650


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "fill a desk with made-up tips, or play a load of correspondents against the stand-in"
    parser = commands.add_parser("simulate", help=description, description=description)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--tips", type=_whole, help="fill the desk with so many tips of the past months")
    what.add_argument("--people", type=_whole, help="have so many correspondents send, and print the figures")
    parser.add_argument("--days", type=_whole, default=180, help="over how many days the tips came in (default 180)")
    parser.add_argument("--rate", type=_above_zero, default=20.0, help="updates a second of the load (default 20)")
    parser.add_argument("--minutes", type=_above_zero, default=1.0, help="how long the load lasts (default 1)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same tips (default 1)")
    parser.add_argument("--data-dir", type=Path, default=None, help="a rehearsal's folder (default rehearsal-data)")
    parser.add_argument("--live", action="store_true", help="with --tips: the desk of the settings, not a rehearsal's")
    parser.add_argument("--add", action="store_true", help="with --live: also where that desk has tips already")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        return _fill(options) if options.tips else _play(options)
    except CannotRehearse as error:
        print(f"tinbai: {error}", file=sys.stderr)
        return 1


def _fill(options: argparse.Namespace) -> int:
    with configured.newsroom(_desk(options)) as newsroom:
        if options.live and not options.add and newsroom.database.read_now(filling.has_tips):
            print("tinbai: this desk has tips of its own; --add puts made-up ones beside them.", file=sys.stderr)
            return 1
        begun = time.monotonic()
        rows = filling.fill(newsroom.database, _wish(options, newsroom), rules=newsroom.rules, told=_Progress())
    seconds = time.monotonic() - begun
    figures = {"tips": options.tips, "rows": rows, "seconds": round(seconds, 1), "seed": options.seed}
    said = f"{options.tips:,} tips in {rows:,} rows, {seconds:.0f} s, seed {options.seed}"
    print(json.dumps(figures) if options.json else said)
    return 0


def _desk(options: argparse.Namespace) -> Settings:
    """Return the settings of the desk to fill: a rehearsal's own folder unless the live one is asked for."""
    if options.live:
        return configured.given()
    folder = options.data_dir or configured.REHEARSAL_DIR
    prepare_folder(folder, is_fresh=False)
    return configured.rehearsal(8080, 8081, folder)


def _wish(options: argparse.Namespace, newsroom: Newsroom) -> filling.Wish:
    days = min(options.days, MOST_DAYS)
    return filling.Wish(options.tips, newsroom.clock(), days, options.seed, tuple(_photos(newsroom.media)))


def _photos(media: MediaStore) -> list[SamplePhoto]:
    """Put the sample's drawn photos into the store; every made-up tip shows some of them."""
    drawn = [picture(name) for name in SCENES]
    return [SamplePhoto(media.put(data), media_type(data), len(data), WIDTH, HEIGHT) for data in drawn]


def _play(options: argparse.Namespace) -> int:
    load = Load(options.people, options.rate, options.minutes * 60, options.seed)
    if options.data_dir:
        prepare_folder(options.data_dir, is_fresh=False)
        figures = uvloop.run(loading.play(load, options.data_dir.absolute()))
    else:
        with tempfile.TemporaryDirectory(prefix="tinbai-") as folder:
            figures = uvloop.run(loading.play(load, Path(folder)))
    print(json.dumps(figures.as_json()) if options.json else figures.told())
    return 0 if figures.is_whole else 1


class _Progress:
    """Says every few seconds how far the filling is, on standard error."""

    def __init__(self) -> None:
        self._begun = self._said = time.monotonic()

    def __call__(self, done: int, wanted: int) -> None:
        now = time.monotonic()
        if now - self._said < EVERY_SECONDS:
            return
        self._said = now
        rate = done / (now - self._begun)
        print(f"{done:,} of {wanted:,} tips, {rate:,.0f}/s, {(wanted - done) / rate:.0f} s left", file=sys.stderr)


def _whole(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) <= 100_000_000:  # noqa: PLR2004 - more than any desk will hold
        raise argparse.ArgumentTypeError("a whole number above 0 is needed")
    return int(value)


def _above_zero(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < 1_000_000:  # noqa: PLR2004 - also refuses nan and inf
        raise argparse.ArgumentTypeError("a number above 0 is needed")
    return number
