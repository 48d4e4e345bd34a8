"""`tinbai release`: let a desk that was restored from a backup speak again."""

import argparse
import json
import sys

from bot.commands import settings as configured
from review import holding


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "let a desk that was restored from a backup speak again; its admins are told first what is missing"
    parser = commands.add_parser("release", help=description, description=description)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        held = newsroom.database.act_now(
            lambda session: holding.release(session, by=None, door="cli", now=newsroom.clock())
        )
    if held is None:
        print("tinbai: the desk is not held", file=sys.stderr)
        return 1
    window = {"missing_from": held.backup_at.isoformat(), "missing_until": held.restored_at.isoformat()}
    if options.json:
        print(json.dumps(window, indent=2))
    else:
        print("released; missing is what came from {missing_from} to {missing_until}".format(**window))
    return 0
