"""`tinbai login-link`: a one-time address that signs a member of the desk in to the console."""

import argparse

from bot.commands import settings as configured
from review import sessions


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("login-link", help="print a one-time address into the console")
    parser.add_argument("person", type=int, help="the number `tinbai staff list` shows")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        token = newsroom.database.act_now(
            lambda session: sessions.new_link(session, options.person, now=newsroom.clock())
        )
        print(f"{newsroom.settings.base_url}/login?token={token}")
    return 0
