"""What goes some hours after the rows of deleted tips: files, words in the search index, pages in the journal.

A backup that began before still finds the files. They may be shared: one that any row names, also meanwhile, stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import text
from sqlmodel import Session, col, delete, or_, select

from review.db import Database
from review.files import GRACE
from review.media import MediaStore
from review.models import Attachment, Dialogue, ReleasedFile, RightsRequest
from review.personal import Wish
from review.rights import requests, traces

RELEASED_AT_ONCE = 200
MERGED_AT_ONCE, LEAST_CHANGES = 500, 2
PRACTICE, PRACTICE_LASTS = "practice", timedelta(hours=1)  # as bot.conversation.practice names it and lets it last


@dataclass(frozen=True, slots=True)
class Due:
    """Files that may go now, and whose request it is."""

    request_id: int
    person_id: int
    files: tuple[str, ...]


def due(session: Session, *, now: datetime) -> list[Due]:
    """Return the requests whose files have waited long enough."""
    query = select(RightsRequest).where(col(RightsRequest.done_at).is_(None), RightsRequest.asked_at <= now - GRACE)
    rows = session.exec(query.order_by(col(RightsRequest.id)))
    return [Due(row.id or 0, row.person_id, tuple(row.details["files"])) for row in rows if "files" in row.details]


def sweep(database: Database, media: MediaStore, *, now: datetime) -> int:
    """Remove what is due and close its requests where nothing else is left to do; returns how many were served.

    Blocks on the store, so it is called off the loop; raises OSError where the store is down, and goes on next time.
    """
    served = database.read_now(lambda session: due(session, now=now))
    for one in served:
        for key in one.files:
            remove(database, media, key)
        database.act_now(partial(_finish, one=one, now=now))
    if served:
        rewrite_index(database)
        truncate_log(database)
    return len(served)


def sweep_released(database: Database, media: MediaStore, *, now: datetime) -> int:
    """Remove files that were let go long enough ago, some of them; returns how many were looked at.

    Blocks on the store; raises OSError where it is down, and goes on next time.
    """
    query = select(ReleasedFile).where(ReleasedFile.not_before <= now).order_by(col(ReleasedFile.not_before))
    rows = database.read_now(lambda session: list(session.exec(query.limit(RELEASED_AT_ONCE))))
    for key in {row.key for row in rows}:
        remove(database, media, key)
    gone = delete(ReleasedFile).where(col(ReleasedFile.id).in_([row.id for row in rows]))
    if rows:
        database.act_now(lambda session: session.execute(gone))
    return len(rows)


def remove(database: Database, media: MediaStore, key: str) -> None:
    """Remove a file no row names; one that is named while it goes is put back."""
    try:
        data = media.get(key)
    except FileNotFoundError:
        return
    if _is_named(database, key):
        return
    media.remove(key)
    if _is_named(database, key):
        media.put(data)


def end_practice(session: Session, *, now: datetime) -> None:
    """Forget what was written in practice that was left lying; what stood before is taken up again."""
    query = select(Dialogue).where(Dialogue.name == PRACTICE, Dialogue.updated_at < now - PRACTICE_LASTS)
    for row in session.exec(query):
        before = row.details.get("before") or {"name": "", "step": "", "screen": row.screen, "details": {}}
        invitation = {key: row.details[key] for key in ("invitation",) if key in row.details}
        row.name, row.step, row.screen = before["name"], before["step"], before["screen"]
        row.details = {**invitation, **before["details"]}
        session.add(row)


def rewrite_index(database: Database) -> None:
    """Merge SQLite's search index, in which the words of deleted tips stand until then, some pages at a time."""
    if database.is_server:
        return
    pages = -MERGED_AT_ONCE  # the first, below zero, takes the whole index in
    while database.act_now(partial(_merge, pages=pages)):
        pages = MERGED_AT_ONCE


def _merge(session: Session, pages: int) -> bool:
    """Merge so many pages and tell whether there may be more (sqlite.org/fts5.html#the_merge_command)."""
    count = text("SELECT total_changes()")
    before = session.execute(count).scalar_one()
    session.execute(text("INSERT INTO tip_fts (tip_fts, rank) VALUES ('merge', :pages)"), {"pages": pages})
    return bool(session.execute(count).scalar_one() - before >= LEAST_CHANGES)


def truncate_log(database: Database) -> None:
    """Empty SQLite's journal, in which deleted rows still stand; a server sees to its own."""
    if database.is_server:
        return
    connection = database.reading.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _finish(session: Session, one: Due, *, now: datetime) -> None:
    """Look once more for raw updates that came in late, and end the request unless people still have to act."""
    row = requests.get(session, one.request_id)
    traces.blank_mentions(session, _references(session, row))
    row.details = {name: items for name, items in row.details.items() if name != "files"}
    session.add(row)
    if not row.details and row.done_at is None:
        requests.close(session, row, by=None, door="desk", now=now)


def _references(session: Session, row: RightsRequest) -> Sequence[str]:
    return traces.references_of(session, row.person_id) if row.wish is Wish.DELETE else ()


def _is_named(database: Database, key: str) -> bool:
    query = select(Attachment.id).where(or_(col(Attachment.original) == key, col(Attachment.copy_key) == key)).limit(1)
    return database.read_now(lambda session: session.exec(query).first() is not None)
