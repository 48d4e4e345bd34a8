"""`tinbai restore`: a backup into an empty desk, which then keeps silent until `tinbai release`."""

import argparse
import json
from pathlib import Path

from bot.commands import settings as configured
from bot.commands import telling
from bot.commands.telling import Failed
from review.backups import deletions, restoring
from review.backups.deletions import Noted
from review.backups.restoring import Restored
from review.clock import utc_now
from review.settings import Settings

NEXT = "The desk is held: it works, and nobody hears from it. Look at it, then: tinbai release"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "restore a backup into an empty DATA_DIR or DATABASE_URL; the desk is held until it is released"
    parser = commands.add_parser("restore", help=description, description=description)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--identity", type=Path, default=None, help="the file with the private key (age)")
    parser.add_argument(
        "--deletions",
        type=Path,
        action="append",
        default=[],
        help=f"a list of who left (default: {deletions.NAME} beside the backup and in BACKUP_DIR)",
    )
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
    left = _left(settings, options.file, options.deletions)
    done = restoring.restore(settings, options.file, options.identity, now=utc_now(), say=telling.progress, left=left)
    if left is not None:
        deletions.write(settings.backup_dir, left)  # a backup of any age may be restored here one day
    about, rows = done.manifest.about, sum(done.manifest.rows.values())
    if options.json:
        values = {"rows": rows, "files": done.manifest.media, "made_at": about.made_at.isoformat()}
        values |= {"deleted": done.repeated.deleted, "withdrawn": done.repeated.withdrawn}
        values["left_until"] = left.until.isoformat() if left else None
        print(json.dumps({**values, "findings": telling.as_json(done.findings)}, indent=2))
        return 0
    print(f"restored: {rows} rows, {done.manifest.media} files, as they were at {about.made_at.isoformat()}")
    telling.lines(done.findings)
    print(_said(done, left))
    print(NEXT)
    return 0


def _left(settings: Settings, backup: Path, named: list[Path]) -> Noted | None:
    """Return who has left, from the lists that are named or lie where they belong; None where there is none.

    Raises BadList, and OSError for a named one that is not there.
    """
    usual = dict.fromkeys(folder / deletions.NAME for folder in (backup.parent, settings.backup_dir))
    lists = [deletions.read(path) for path in named or [path for path in usual if path.exists()]]
    return deletions.joined(lists) if lists else None


def _said(done: Restored, left: Noted | None) -> str:
    if left is None:
        return (
            f"no list of deletions ({deletions.NAME}) was found: whoever left since the backup was made is back. "
            "Restore anew with --deletions where there is one; otherwise repeat what lies in the window by hand."
        )
    deleted, withdrawn = done.repeated.deleted, done.repeated.withdrawn
    return f"left again: {deleted} deleted, {withdrawn} withdrawn, from a list up to {left.until.isoformat()}"
