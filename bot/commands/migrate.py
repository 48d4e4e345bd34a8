"""`tinbai migrate`: bring the database to this version's schema."""

import argparse

from bot.commands import settings as configured
from bot.commands.media_to import media_to
from review import migrations


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("migrate", help="bring the database up to date")
    parser.add_argument("--media-to", metavar="ADDRESS", help="copy the media to a folder or s3://bucket/prefix")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    if options.media_to:
        return media_to(configured.given(), options.media_to)
    with configured.newsroom() as newsroom:
        print(f"schema {migrations.current(newsroom.database.writing)}")
    return 0
