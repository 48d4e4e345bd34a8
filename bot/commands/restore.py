"""`tinbai restore`: a backup into an empty desk, which then keeps silent until `tinbai release`."""

import argparse
import json
from pathlib import Path

from bot.commands import settings as configured
from bot.commands import telling
from bot.commands.telling import Failed
from review.backups import restoring
from review.clock import utc_now

NEXT = "The desk is held: it works, and nobody hears from it. Look at it, then: tinbai release"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "restore a backup into an empty DATA_DIR or DATABASE_URL; the desk is held until it is released"
    parser = commands.add_parser("restore", help=description, description=description)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--identity", type=Path, default=None, help="the file with the private key (age)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        with telling.in_one_sentence():
            return _restore(options)
    except Failed as error:
        return telling.failed(error)


def _restore(options: argparse.Namespace) -> int:
    settings = configured.given()
    done = restoring.restore(settings, options.file, options.identity, now=utc_now(), say=telling.progress)
    about, rows = done.manifest.about, sum(done.manifest.rows.values())
    if options.json:
        values = {"rows": rows, "files": done.manifest.media, "made_at": about.made_at.isoformat()}
        print(json.dumps({**values, "findings": telling.as_json(done.findings)}, indent=2))
        return 0
    print(f"restored: {rows} rows, {done.manifest.media} files, as they were at {about.made_at.isoformat()}")
    telling.lines(done.findings)
    print(NEXT)
    return 0
