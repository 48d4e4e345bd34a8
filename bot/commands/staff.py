"""`tinbai staff add`: a deep link by which somebody joins the desk; nobody has to know numeric ids."""

import argparse
from datetime import timedelta

from bot.commands import settings as configured
from bot.commands.links import deep_link
from review import invitations, people
from review.access import STAFF, Role
from review.newsroom import Newsroom

LIFETIME = timedelta(minutes=15)


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("staff", help="people of the desk: add, list, remove")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    adding = verbs.add_parser("add", help="print a one-time link that makes its reader staff")
    adding.add_argument("role", choices=sorted(role.value for role in STAFF))
    adding.add_argument("--name", required=True, help="the name colleagues see")
    adding.set_defaults(command=_add)
    listing = verbs.add_parser("list", help="list who is on the desk")
    listing.set_defaults(command=_list)
    removing = verbs.add_parser("remove", help="take a role away; it ends at once")
    removing.add_argument("person", type=int, help="the number `staff list` shows")
    removing.add_argument("role", choices=sorted(role.value for role in STAFF))
    removing.set_defaults(command=_remove)


def _add(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        code = newsroom.database.act_now(
            lambda session: invitations.invite(
                session, role=Role(options.role), name=options.name, by=None, now=newsroom.clock(), lifetime=LIFETIME
            )
        )
        print(f"{options.name}, {options.role} — valid for 15 minutes, once:")
        print(deep_link(newsroom.settings, code))
    return 0


def _list(_options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        for person in newsroom.database.read_now(lambda session: people.with_role(session, STAFF)):
            print(f"{person.id}\t{person.name}\t{', '.join(sorted(person.roles))}")
    return 0


def _remove(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        _revoke(newsroom, options.person, Role(options.role))
    return 0


def _revoke(newsroom: Newsroom, person_id: int, role: Role) -> None:
    newsroom.database.act_now(
        lambda session: people.revoke(session, people.get(session, person_id).id, role, by=None, now=newsroom.clock())
    )
