"""Backups by themselves: whoever works for the desk starts `tinbai backup` when one is due, as a process of its own.

A process of its own keeps the dialogues quick and the memory of the desk small, and its death harms nobody.
"""

import asyncio
import logging
import sys
from datetime import timedelta

from review.backups import keeping
from review.db import StoreUnavailable
from review.newsroom import Newsroom

log = logging.getLogger(__name__)
LOOK_SECONDS = 600.0


async def keep_backups(newsroom: Newsroom) -> None:
    """Make a backup whenever one is due, until cancelled; a desk without BACKUP_RECIPIENT makes none by itself."""
    while newsroom.settings.backup_recipient:
        await backup_if_due(newsroom)
        await asyncio.sleep(LOOK_SECONDS)


async def backup_if_due(newsroom: Newsroom) -> bool:
    """Make a backup where it is due and return whether it became one."""
    every = timedelta(hours=newsroom.settings.backup_hours)
    try:
        is_due = await newsroom.database.act(lambda session: keeping.claim(session, every=every, now=newsroom.clock()))
    except StoreUnavailable as error:
        log.warning("backup: the database is not to be had (%s)", type(error.orig).__name__)
        return False
    try:
        return is_due and await _backup()
    except OSError as error:  # no process could be started; the desk goes on without this backup
        log.error("backup: cannot be started: %s", error.strerror)  # noqa: TRY400 - one sentence says it
        return False


async def _backup() -> bool:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "backup", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        log.error("backup: ended with %d: %s", process.returncode, last)
        return False
    log.info("backup: done")
    return True
