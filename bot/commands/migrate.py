"""`tinbai migrate`: bring the database to this version's schema; move the desk to a server, or its media to a store."""

import argparse
import sys

from bot.commands import settings as configured
from bot.commands.media_to import media_to
from review import migrations
from review.clock import utc_now
from review.moving import CannotMove, move


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("migrate", help="bring the database up to date, or move the desk")
    parser.add_argument("--to", metavar="ADDRESS", help="move the stopped desk to postgresql+psycopg://…, row by row")
    parser.add_argument("--media-to", metavar="ADDRESS", help="copy the media to a folder or s3://bucket/prefix")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    if options.media_to:
        code = media_to(configured.given(), options.media_to)
        if code or not options.to:
            return code
    if options.to:
        return _move(options.to)
    with configured.newsroom() as newsroom:
        print(f"schema {migrations.current(newsroom.database.writing)}")
    return 0


def _move(target: str) -> int:
    try:
        moved = move(configured.given().database_url, target, now=utc_now(), say=_say)
    except CannotMove as refused:
        print(f"tinbai: {refused} Nothing was moved.", file=sys.stderr)
        return 1
    print(f"\n{'table':<16} {'rows':>10}")
    for table in moved:
        print(f"{table.table:<16} {table.rows:>10}")
    print("every row was compared: set DATABASE_URL to the new address and start the desk")
    return 0


def _say(sentence: str) -> None:
    print(sentence, flush=True)
