"""`tinbai backup`: put the running desk away in one sealed file."""

import argparse
import json
from pathlib import Path

from bot.commands import settings as configured
from bot.commands import telling
from bot.commands.telling import Failed
from review.backups import deletions, keeping, making
from review.backups.deletions import BadList, Noted
from review.backups.making import Made
from review.clock import utc_now
from review.db import Database, StoreUnavailable
from review.settings import Settings, SettingsError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "put the desk away in one file, while it runs: rows, files and a manifest, sealed to a public key"
    parser = commands.add_parser("backup", help=description, description=description)
    parser.add_argument(
        "--to", type=Path, default=None, help="the folder (default: BACKUP_DIR; only there old ones go)"
    )
    parser.add_argument("--in-clear", action="store_true", help="do not seal it: whoever has the file reads all of it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    settings = configured.given()
    if not settings.backup_recipient and not options.in_clear:
        raise SettingsError(
            "BACKUP_RECIPIENT", "no public key to seal to (age-keygen makes one); --in-clear goes without."
        )
    try:
        with telling.in_one_sentence():
            made = backed_up(settings, options.to, in_clear=options.in_clear)
    except Failed as error:
        return telling.failed(error)
    _print(made, is_json=options.json)
    return 0


def backed_up(settings: Settings, to: Path | None, *, in_clear: bool) -> Made:
    """Make a backup and note it; sweeps what dead ones left, and in BACKUP_DIR removes the oldest."""
    now, folder = utc_now(), to or settings.backup_dir
    keeping.sweep(folder, now=now)
    made = making.make(
        settings, folder, to=None if in_clear else settings.backup_recipient, now=now, say=telling.progress
    )
    noted = _note(settings, made)
    if noted is not None:
        _list_beside(folder, noted)
    if to is None:
        for path in keeping.prune(folder, settings.backup_keep):
            telling.progress(f"removed {path.name}")
    return made


def _list_beside(folder: Path, noted: Noted) -> None:
    try:
        deletions.write(folder, noted)
    except (OSError, BadList) as error:
        telling.progress(f"the list of deletions beside the backup was not written: {error}")


def _note(settings: Settings, made: Made) -> Noted | None:
    """Note the backup in the desk and return who has left; the backup is none the worse where that fails."""
    database = Database(settings.database_url)
    try:
        database.act_now(lambda session: keeping.note(session, made))
        return database.read_now(lambda session: deletions.known(session, now=utc_now()))
    except StoreUnavailable:
        telling.progress("the desk did not take note of the backup; the file is whole")
        return None
    finally:
        database.close()


def _print(made: Made, *, is_json: bool) -> None:
    about, rows = made.manifest.about, sum(made.manifest.rows.values())
    if is_json:
        values = {**made.manifest.as_json(), "file": str(made.path), "size": made.size}
        del values["members"]
        print(json.dumps(values, indent=2))
        return
    print(f"{made.path}\n{rows} rows, {made.manifest.media} files, {made.size} bytes, schema {about.schema}")
    print(f"audit up to row {about.audit.number}, {about.audit.hash}")
    if made.manifest.missing:
        print(f"{made.manifest.missing} files named by rows were not there; `tinbai verify` names them")
