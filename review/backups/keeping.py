"""Backups over time: when the next is due, what the last one noted, which old ones go, and what the dead left."""

import fcntl
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, update

from review import network
from review.audit import Head
from review.backups.making import INCOMPLETE, Made
from review.models import DeskSetting

LAST, BEGUN = "last_backup", "backup_begun"
NAME = re.compile(r"tinbai-\d{8}-\d{6}\.tar(\.age)?")
AGAIN = timedelta(hours=6)
YOUNG = 60.0  # seconds in which a file that was just opened may not be locked yet


@dataclass(frozen=True, slots=True)
class Noted:
    """The last backup, as the desk noted it: when, which file, and the end of the audit's chain at that moment."""

    at: datetime
    file: str
    head: Head


def note(session: Session, made: Made) -> None:
    """Remember a backup that is whole: for the pages, and to find a tail of the audit that was cut off."""
    about = made.manifest.about
    values = {"at": about.made_at.isoformat(), "file": made.path.name}
    network.set_setting(session, LAST, json.dumps({**values, "number": about.audit.number, "hash": about.audit.hash}))


def last(session: Session) -> Noted | None:
    """Return the last backup, None where there was none."""
    noted = network.setting(session, LAST)
    if not noted:
        return None
    given = json.loads(noted)
    return Noted(datetime.fromisoformat(given["at"]), given["file"], Head(given["number"], given["hash"]))


def claim(session: Session, *, every: timedelta, now: datetime) -> bool:
    """Take on the next backup where it is due; of several processes one does. A failed one is due again later.

    A moment far in the future was noted by a clock that was wrong, and holds nothing up.
    """
    begun, noted = network.setting(session, BEGUN), last(session)
    if noted is not None and abs(now - noted.at) < every:
        return False
    if begun is None:
        network.set_setting(session, BEGUN, now.isoformat())
        return True
    if abs(now - datetime.fromisoformat(begun)) < min(every, AGAIN):
        return False
    mine = update(DeskSetting).where(col(DeskSetting.name) == BEGUN, col(DeskSetting.value) == begun)
    return bool(session.execute(mine.values(value=now.isoformat())).rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def sweep(folder: Path, *, now: datetime) -> list[Path]:
    """Remove what backups that died have left; one that is being written holds a lock, and stays."""
    return [path for path in folder.glob(f"*{INCOMPLETE}") if _is_left_behind(path, now) and _removed(path)]


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups; their names tell their order."""
    whole = sorted(path for path in folder.glob("tinbai-*") if NAME.fullmatch(path.name))
    return [path for path in whole[: max(len(whole) - keep, 0)] if _removed(path)]


def _is_left_behind(path: Path, now: datetime) -> bool:
    try:
        if now.timestamp() - path.stat().st_mtime < YOUNG:
            return False
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _removed(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
