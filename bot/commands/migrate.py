"""`tinbai migrate`: bring the database to this version's schema."""

import argparse

from bot.commands import settings as configured
from review import migrations


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("migrate", help="bring the database up to date")
    parser.set_defaults(command=_run)


def _run(_options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        print(f"schema {migrations.current(newsroom.database.writing)}")
    return 0
