"""`tinbai token add|list|revoke`: tokens by which programs read drafts and tell what became of them."""

import argparse
from datetime import timedelta

from bot.commands import settings as configured
from review import api_tokens, people
from review.api_tokens import Scope

DOOR = "cli"
DAYS = 365


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("token", help="tokens for programs: add, list, revoke")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    adding = verbs.add_parser("add", help="print a new token, this once")
    adding.add_argument("name", help="what it is for, as lists show it")
    adding.add_argument("--person", type=int, required=True, help="whose it is: the number `staff list` shows")
    scopes = [scope.value for scope in Scope]
    adding.add_argument("--scope", action="append", choices=scopes, help="default: read; may be given several times")
    adding.add_argument("--days", type=int, default=DAYS, help=f"days until it ends (default {DAYS}, at most 366)")
    adding.set_defaults(command=_add)
    listing = verbs.add_parser("list", help="list all tokens without their secrets")
    listing.set_defaults(command=_list)
    revoking = verbs.add_parser("revoke", help="end a token at once")
    revoking.add_argument("token", type=int, help="the number `token list` shows")
    revoking.set_defaults(command=_revoke)


def _add(options: argparse.Namespace) -> int:
    scopes = [Scope(scope) for scope in options.scope or [Scope.READ]]
    with configured.newsroom() as newsroom:
        secret = newsroom.database.act_now(
            lambda session: api_tokens.issue(
                session,
                name=options.name,
                scopes=scopes,
                life=timedelta(days=max(options.days, 1)),
                owner=people.get(session, options.person),
                door=DOOR,
                now=newsroom.clock(),
            )
        )
    print(secret)
    return 0


def _list(_options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        for token in newsroom.database.read_now(lambda session: api_tokens.listed(session, now=newsroom.clock())):
            state = "over" if token.is_over else f"until {token.expires_at:%Y-%m-%d}"
            print(f"{token.id}\t{token.name}\t{token.person}\t{','.join(token.scopes)}\t{state}")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        newsroom.database.act_now(
            lambda session: api_tokens.revoke(session, options.token, by=None, door=DOOR, now=newsroom.clock())
        )
    return 0
