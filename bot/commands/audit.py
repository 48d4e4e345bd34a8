"""`tinbai audit verify`: whether the audit's chain fits, from its first row to what was noted last."""

import argparse
import json
from pathlib import Path

from bot.commands import settings as configured
from bot.commands import telling
from bot.commands.telling import Failed
from review import audit
from review.audit import Head
from review.backups import archive, keeping, manifest, sealing
from review.backups.archive import BadArchive
from review.newsroom import Newsroom


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("audit", help="the audit trail: who did what")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    description = "name the first row that was changed, moved, put in or removed"
    verifying = verbs.add_parser("verify", help=description, description=description)
    verifying.add_argument("--against", type=Path, default=None, help="a backup whose chain must be part of this one")
    verifying.add_argument("--identity", type=Path, default=None, help="the file with the private key (age)")
    verifying.add_argument("--json", action="store_true", help="print JSON")
    verifying.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> int:
    try:
        with telling.in_one_sentence(), configured.newsroom() as newsroom:
            known = _head_of(options.against, options.identity) if options.against else _noted(newsroom)
            bad = newsroom.database.read_now(lambda session: audit.verify(session, known=known))
            head = newsroom.database.read_now(audit.head)
    except Failed as error:
        return telling.failed(error)
    if options.json:
        print(json.dumps({"first_bad": bad, "last": head.number, "hash": head.hash}, indent=2))
    elif bad is not None:
        print(f"row {bad} does not fit: it, or what stood before it, was changed, moved, put in or removed")
    else:
        print(f"the audit fits up to row {head.number}, {head.hash}")
    return 0 if bad is None else 1


def _noted(newsroom: Newsroom) -> Head | None:
    noted = newsroom.database.read_now(keeping.last)
    return noted.head if noted else None


def _head_of(path: Path, identity: Path | None) -> Head:
    with sealing.opened(path, identity) as stream:
        first = next(archive.members(stream), None)
        if first is None or first.name != archive.ABOUT:
            raise BadArchive("this is not a backup.")
        return manifest.about(first.data).audit
