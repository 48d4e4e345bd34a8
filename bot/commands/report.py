"""`tinbai report`: the papers of a month, quarter or year as files, and `report verify`, which knows them again."""

import argparse
import re
import sys
from pathlib import Path

from bot.commands import settings as configured
from review.newsroom import Newsroom
from review.reports import papers
from review.reports.written import FORMATS, write

CODE = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("report", help="papers: units, people, published, royalties, coverage, desk; verify")
    verbs = parser.add_subparsers(required=True, metavar="paper")
    for name in papers.PAPERS:
        making = verbs.add_parser(name, help=f"the paper {name}")
        making.add_argument("--period", required=True, help="2026-11, 2026-Q4 or 2026")
        making.add_argument("--unit", default="", help="only this unit, by its id")
        making.add_argument("--format", default="csv", choices=sorted(FORMATS))
        making.add_argument("--to", type=Path, help="the file to write; without it the paper goes to the output")
        making.set_defaults(command=lambda options, name=name: _make(options, name))
    verifying = verbs.add_parser("verify", help="tell which paper a check sum stands on")
    verifying.add_argument("checksum", help="as it is printed: AB12-CD34-EF56-7890")
    verifying.set_defaults(command=_verify)


def _make(options: argparse.Namespace, name: str) -> int:
    with configured.newsroom() as newsroom:
        data = _made(newsroom, name, options)
    if options.to is None:
        sys.stdout.buffer.write(data)
    else:
        options.to.write_bytes(data)
        print(options.to)
    return 0


def _made(newsroom: Newsroom, name: str, options: argparse.Namespace) -> bytes:
    zone = newsroom.rules.zone
    paper = newsroom.database.read_now(
        lambda session: papers.make(session, name, options.period, zone=zone, unit=options.unit)
    )
    newsroom.database.act_now(
        lambda session: papers.hand_out(
            session, name, paper, unit=options.unit, by=None, door="cli", now=newsroom.clock()
        )
    )
    return write(paper, options.format, organisation=newsroom.settings.organisation)


def _verify(options: argparse.Namespace) -> int:
    if not CODE.fullmatch(options.checksum.strip().upper()):
        print("tinbai: a check sum looks like AB12-CD34-EF56-7890", file=sys.stderr)
        return 2
    with configured.newsroom() as newsroom:
        found = newsroom.database.read_now(
            lambda session: papers.recognise(session, options.checksum, zone=newsroom.rules.zone)
        )
    state = "its figures are the same now" if found.is_unchanged else "its figures have changed since"
    print(f"{found.name} {found.period} {found.unit}".rstrip() + f", handed out {found.at:%Y-%m-%d %H:%M} UTC; {state}")
    return 0 if found.is_unchanged else 1
