"""The copy of a SQLite file that is kept before its schema is changed: the way back to the version before.

A server has its own means, and every database has `tinbai backup`; this one costs nobody a thought.
"""

import logging
import os
import secrets
import time
from pathlib import Path

from sqlalchemy import Engine

from review import disk
from review.db import sqlite_driver, sqlite_file

log = logging.getLogger(__name__)
KEPT_SECONDS = 30 * 24 * 3600  # as backups: what is deleted is gone from copies after this time (promises, T18)
UNFINISHED_SECONDS = 3600  # another process may be at it
UNFINISHED = ".incomplete"


def keep(engine: Engine, revision: str) -> Path | None:
    """Copy the database as it is at `revision` beside itself; returns the copy, None where none was made.

    Without room for it the upgrade goes on all the same, and the log says so: an upgrade is one transaction.
    """
    source = sqlite_file(str(engine.url))
    if source is None:
        return None
    size = sum(path.stat().st_size for path in (source, source.with_name(f"{source.name}-wal")) if path.exists())
    if disk.free(source.parent) < size + disk.FULL:
        log.warning("no copy of the database is kept before the upgrade: %d MB are needed", size // disk.MEGABYTE + 1)
        return None
    copy = source.with_name(f"{source.name}.before-upgrade-from-{revision}")
    _copied(source, copy)
    log.info("the database as it was is kept as %s", copy.name)
    return copy


def forget(engine: Engine, *, now: float | None = None) -> None:
    """Delete copies that are older than backups may be, and what a killed upgrade left half done."""
    source = sqlite_file(str(engine.url))
    now = now or time.time()
    for path in source.parent.glob(f"{source.name}.before-upgrade-*") if source else ():
        kept = UNFINISHED_SECONDS if path.name.endswith(UNFINISHED) else KEPT_SECONDS
        if path.stat().st_mtime < now - kept:
            path.unlink(missing_ok=True)


def _copied(source: Path, copy: Path) -> None:
    """Write the copy whole or not at all, readable for the desk alone."""
    unfinished = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}{UNFINISHED}")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = sqlite_driver().connect(source, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        connection.close()
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.rename(copy)
