"""`tinbai invite`: a deep link with its QR code by which correspondents of a unit join."""

import argparse
import sys
from datetime import timedelta

import segno

from bot.commands import settings as configured
from bot.commands.links import deep_link
from review import invitations, network
from review.access import Role
from review.errors import NotFound


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("invite", help="print a link and QR code by which correspondents join")
    parser.add_argument("--unit", default=None, help="the unit's id (tinbai invite --units lists them)")
    parser.add_argument("--units", action="store_true", help="list the units and their ids")
    parser.add_argument("--name", default="", help="the correspondent's name, where it is known")
    parser.add_argument("--uses", type=int, default=1, help="how many people may use it (default 1)")
    parser.add_argument("--days", type=int, default=3, help="how many days it is valid (default 3)")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        today = newsroom.clock().date()
        if options.units:
            for unit in newsroom.database.read_now(lambda session: network.units(session, today)):
                print(f"{unit.id}\t{unit.name_full}")
            return 0
        if options.unit and not newsroom.database.read_now(lambda session: network.unit(session, options.unit)):
            raise NotFound(f"no unit has the id {options.unit}; `tinbai invite --units` lists them")
        code = newsroom.database.act_now(
            lambda session: invitations.invite(
                session,
                role=Role.CORRESPONDENT,
                unit_id=options.unit,
                name=options.name,
                uses=max(1, options.uses),
                lifetime=timedelta(days=max(1, options.days)),
                by=None,
                now=newsroom.clock(),
            )
        )
        link = deep_link(newsroom.settings, code)
        print(link)
        segno.make(link).terminal(out=sys.stdout, compact=True)
    return 0
