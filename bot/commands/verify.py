"""`tinbai verify`: is a backup, or the living desk, whole? Exit 1 where it is not, with each fault by name."""

import argparse
import json
from pathlib import Path

from bot.commands import settings as configured
from bot.commands import telling
from bot.commands.telling import Failed
from review import verifying
from review.backups import checking, keeping
from review.backups.checking import Checked


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "check a backup, or without a file the living desk: rows, files, audit"
    parser = commands.add_parser("verify", help=description, description=description)
    parser.add_argument("file", type=Path, nargs="?", help="a backup; without one the desk itself is checked")
    parser.add_argument("--identity", type=Path, default=None, help="the file with the private key (age)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        with telling.in_one_sentence():
            found = _backup(options.file, options.identity) if options.file else _desk()
    except Failed as error:
        return telling.failed(error)
    if options.json:
        print(json.dumps(_as_json(found), indent=2))
    else:
        telling.lines(found.findings)
        print(_verdict(found))
    return 1 if found.findings else 0


def _backup(file: Path, identity: Path | None) -> Checked:
    return checking.check(file, identity, say=telling.progress)


def _desk() -> Checked:
    with configured.newsroom() as newsroom:
        noted = newsroom.database.read_now(keeping.last)
        return Checked(tuple(verifying.findings(newsroom, known=noted.head if noted else None)))


def _verdict(found: Checked) -> str:
    if found.findings:
        return f"{len(found.findings)} faults"
    if found.manifest is None:
        return "whole: rows, files and audit fit each other"
    about = found.manifest.about
    rows = sum(found.manifest.rows.values())
    return f"whole: {rows} rows, {found.manifest.media} files, as they were at {about.made_at.isoformat()}"


def _as_json(found: Checked) -> dict[str, object]:
    about = found.manifest.as_json() if found.manifest else None
    if about is not None:
        del about["members"]
    return {"findings": telling.as_json(found.findings), "backup": about}
