"""`tinbai invite`: a deep link with its QR code by which correspondents of a unit join."""

import argparse
import sys
from datetime import date, timedelta

import segno

from bot.commands import settings as configured
from bot.commands.links import deep_link
from review import invitations, network
from review.access import Role
from review.clock import desk_date
from review.errors import NotFound
from review.newsroom import Newsroom
from review.unit_names import match

MOST_NAMED = 12


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("invite", help="print a link and QR code by which correspondents join")
    parser.add_argument("--unit", default=None, help="the unit's id, or its name as people write it")
    parser.add_argument("--units", action="store_true", help="list the units and their ids")
    parser.add_argument("--name", default="", help="the correspondent's name, where it is known")
    parser.add_argument("--uses", type=int, default=1, help="how many people may use it (default 1)")
    parser.add_argument("--days", type=int, default=3, help="how many days it is valid (default 3)")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        today = desk_date(newsroom.clock(), newsroom.rules.zone)
        if options.units:
            for unit in newsroom.database.read_now(lambda session: network.units(session, today)):
                print(f"{unit.id}\t{unit.name_full}")
            return 0
        unit_id = _unit_id(newsroom, options.unit, today) if options.unit else None
        code = newsroom.database.act_now(
            lambda session: invitations.invite(
                session,
                role=Role.CORRESPONDENT,
                unit_id=unit_id,
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


def _unit_id(newsroom: Newsroom, given: str, today: date) -> str:
    """Return the unit of an id or a name; what may be several is refused with their ids. Raises NotFound."""
    if newsroom.database.read_now(lambda session: network.unit(session, given)):
        return given
    meant = match(given, newsroom.database.read_now(network.register), today)
    if meant.unit:
        return meant.unit
    if maybe := (*meant.candidates, *meant.hint)[:MOST_NAMED]:
        raise NotFound(f"which unit {given} is, is not certain; give one of the ids {', '.join(maybe)}")
    raise NotFound(f"no unit has the id {given}; `tinbai invite --units` lists them")
