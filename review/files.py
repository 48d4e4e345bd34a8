"""Attachments: which files are still to be fetched, what became of them, and where their bytes lie."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from review import changes, outbox
from review.models import Attachment, ReleasedFile, Tip
from review.workflow import TipStatus

MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=120)
STORE_WAIT = timedelta(seconds=30)  # before a store that is full or down is tried again
GRACE = timedelta(hours=6)  # before a file that was let go is taken away: longer than a backup takes
WAITS = (2, 10, 60, 300)  # seconds before the second, third … attempt (telegram R72)
LINE_ATTEMPTS = 300  # some 24 hours of a messenger out of reach, which is no fault of the file
LINE_WAITS = (*[3] * 20, 300)  # seconds, so that the end of a short trouble is soon noticed
LARGEST = 20 * 1024 * 1024  # what the public Bot API hands out (telegram R70)


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A file that a door has still to fetch."""

    id: int
    tip_id: int
    door: str
    ref: str
    kind: str
    size: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Stored:
    """The keys of a fetched file: the original, kept back, and the copy others see, None where there is none."""

    original: str
    media_type: str
    size: int
    copy_key: str | None = None
    width: int | None = None
    height: int | None = None


def claim(session: Session, *, door: str, now: datetime, limit: int = 8) -> list[ToFetch]:
    """Lease files that are due; the attempt is counted before it is made."""
    query = (
        select(Attachment)
        .where(Attachment.state == "pending", Attachment.door == door, Attachment.not_before <= now)
        .order_by(col(Attachment.id))
        .limit(limit)
        .with_for_update(skip_locked=True)  # on a server: what another process is claiming is left to it
    )
    rows = session.exec(query).all()
    for row in rows:
        row.attempts, row.not_before = row.attempts + 1, now + LEASE
        session.add(row)
    session.flush()
    return [ToFetch(r.id or 0, r.tip_id, r.door, r.file_ref, r.kind, r.size, r.attempts) for r in rows]


def fetched(session: Session, file_id: int, stored: Stored, *, now: datetime) -> bool:
    """Name the stored bytes and tell whether anybody still wants them: the tip may be gone by now.

    The tip's card and pages are redrawn by whoever follows its changes.
    """
    row = session.get(Attachment, file_id)
    if row is None:
        return False
    row.state, row.stored_at, row.error_class = "stored", now, None
    row.original, row.media_type, row.size = stored.original, stored.media_type, stored.size
    row.copy_key, row.width, row.height = stored.copy_key, stored.width or row.width, stored.height or row.height
    if row.kind == "photo" and stored.copy_key is None:
        _be_a_file(session, row)
    session.add(row)
    session.flush()
    _redraw(session, row, now)
    return True


def failed(
    session: Session, file: ToFetch, *, error_class: str, is_final: bool, now: datetime, is_on_the_line: bool = False
) -> bool:
    """Try again later, or give the file up; returns True when it is given up.

    What the messenger refuses counts as often as it says the same in a row: trouble on the line before it is forgotten.
    """
    most, waits = (LINE_ATTEMPTS, LINE_WAITS) if is_on_the_line else (MOST_ATTEMPTS, WAITS)
    row = session.get(Attachment, file.id, populate_existing=True)
    is_another = row is not None and not is_on_the_line and row.error_class != error_class
    attempts = 1 if is_another else file.attempts
    gives_up = is_final or attempts >= most
    wait = timedelta(seconds=waits[min(attempts, len(waits)) - 1])
    values = {"state": "lost" if gives_up else "pending", "error_class": error_class, "not_before": now + wait}
    session.exec(update(Attachment).where(col(Attachment.id) == file.id).values(attempts=attempts, **values))
    row = session.get(Attachment, file.id, populate_existing=True)
    if gives_up and row is not None:
        _redraw(session, row, now)
        _tell_sender(session, row, now)
    return gives_up


def postponed(session: Session, file: ToFetch, *, error_class: str, now: datetime) -> None:
    """Wait for our own store, as if the file had never been tried."""
    values = {"attempts": file.attempts - 1, "error_class": error_class, "not_before": now + STORE_WAIT}
    session.exec(update(Attachment).where(col(Attachment.id) == file.id).values(**values))


def keys_of(session: Session, tips: Collection[int]) -> set[str]:
    """Return the keys of all files of these tips."""
    query = select(col(Attachment.original), col(Attachment.copy_key)).where(col(Attachment.tip_id).in_(tips))
    return {key for pair in session.exec(query) for key in pair if key}


def release(session: Session, keys: Collection[str], *, now: datetime) -> None:
    """Let files go that rows of before have named; what another row names when their time comes stays."""
    session.add_all(ReleasedFile(key=key, not_before=now + GRACE) for key in sorted(keys))
    session.flush()


def waiting(session: Session, tip_id: int) -> int:
    """Return how many files of a tip are still being fetched."""
    query = select(Attachment.id).where(Attachment.tip_id == tip_id, Attachment.state == "pending")
    return len(session.exec(query).all())


def next_due(session: Session, *, door: str) -> datetime | None:
    """Return when the next file of a door falls due, None where none waits."""
    query = select(Attachment.not_before).where(Attachment.state == "pending", Attachment.door == door)
    return session.exec(query.order_by(col(Attachment.not_before)).limit(1)).first()


def _be_a_file(session: Session, row: Attachment) -> None:
    """Show as a file what said it was a photo and nobody can open; its bytes are kept as they came."""
    row.kind = "document"
    moved = {"photos": col(Tip.photos) - 1, "files": col(Tip.files) + 1}
    session.exec(update(Tip).where(col(Tip.id) == row.tip_id, col(Tip.photos) > 0).values(**moved))


def _redraw(session: Session, row: Attachment, now: datetime) -> None:
    """Show the sender of an unfinished tip that a file has arrived, and whoever looks at the tip."""
    changes.note(session, f"tip:{row.tip_id}", now=now)
    tip = session.get(Tip, row.tip_id)
    if tip is not None and tip.status is TipStatus.COMPOSING:
        outbox.enqueue(
            session,
            "living",
            subject=f"tip:{tip.id}",
            recipient=outbox.person(tip.sender_id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"living:{tip.id}:file{row.id}:{row.state}",
            now=now,
        )


def _tell_sender(session: Session, row: Attachment, now: datetime) -> None:
    tip = session.get(Tip, row.tip_id)
    if tip is None:
        return
    is_big = row.error_class == "too_big"
    details = {
        "kind": row.kind,
        "sent_at": now.isoformat(),
        "megabytes": math.ceil((row.size or LARGEST) / 1024 / 1024) if is_big else 0,
    }
    outbox.enqueue(
        session,
        "file_failed",
        subject=f"tip:{tip.id}",
        recipient=outbox.person(tip.sender_id),
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"file_failed:{row.id}",
        now=now,
        details=details,
    )
