"""Restoring: into an empty desk alone, in one transaction, brought up to date, and held until an admin releases it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import Session, col, update

from review import holding, migrations, verifying
from review.backups import deletions, sealing
from review.backups.archive import BadArchive, CannotDo
from review.backups.deletions import Noted, Repeated
from review.backups.manifest import Manifest
from review.backups.unpacking import Say, Unpacking
from review.clock import desk_date
from review.db import engine_for
from review.holding import Held
from review.media import MediaStore
from review.media.opening import store_of
from review.models import Attachment, Counter, FormVisit, InboxRow, LoginLink, OutboxRow, PersonalLink, WebSession
from review.search import index
from review.settings import Settings
from review.verifying import Finding

REFERENCES = "tip"  # the counter whose numbers people say aloud
SKIPPED = 500  # more than a desk gives out in a day
HARMLESS = frozenset({"file_missing", "file_damaged"})  # what was lost before the backup must not keep the rest away


class NotEmpty(CannotDo):
    """There is a desk already where one is to be restored."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A desk that works again, held; `findings` are faults it had when it was put away.

    `repeated` is how many had left after the backup, and have left again.
    """

    manifest: Manifest
    findings: tuple[Finding, ...]
    repeated: Repeated


def restore(
    settings: Settings, path: Path, identity: Path | None, *, now: datetime, say: Say, left: Noted | None = None
) -> Restored:
    """Restore a backup into the empty desk the settings name, all of it or nothing; `left` is who is to leave again.

    Raises NotEmpty, BadArchive, BadKey, SchemaNewer, OSError or DBAPIError.
    """
    media = store_of(settings)
    engine = engine_for(settings.database_url, writing=True)
    try:
        with sealing.opened(path, identity) as stream, engine.begin() as connection:
            if inspect(connection).get_table_names():
                raise NotEmpty("there is a desk already in this database; restore into an empty one")
            unpacking = Unpacking(connection, _kept_in(media), say)
            whole = unpacking.read(stream)
            _require_whole(unpacking.findings)
            migrations.bring(connection, "head")
            _settle(Session(connection), whole, settings, now)
            repeated = _repeat(Session(connection), left, whole, settings, now)
            missing = _missing(Session(connection), media)
        return Restored(whole, (*unpacking.findings, *missing), repeated)
    finally:
        engine.dispose()


def _kept_in(media: MediaStore) -> Callable[[str, bytes], None]:
    def keep(_key: str, data: bytes) -> None:
        media.put(data)

    return keep


def _require_whole(findings: list[Finding]) -> None:
    """Refuse an archive that is not what was put away."""
    for finding in findings:
        if finding.code not in HARMLESS:
            raise BadArchive(f"{finding.sentence} Nothing was restored; `tinbai verify` names every fault.")


def _settle(session: Session, whole: Manifest, settings: Settings, now: datetime) -> None:
    """Make a desk of the past fit for the present: silent, everybody signed out, no reference given twice.

    What a worker of the old desk had claimed is free again, since none of them lives.
    """
    for mail in (InboxRow, OutboxRow):
        session.execute(
            update(mail).where(col(mail.claimed_by).is_not(None)).values(claimed_by=None, claimed_until=None)
        )
    session.execute(update(Attachment).where(col(Attachment.state) == "pending").values(not_before=now))
    session.execute(update(WebSession).where(col(WebSession.revoked_at).is_(None)).values(revoked_at=now))
    for way in (FormVisit, PersonalLink):
        session.execute(update(way).where(col(way.revoked_at).is_(None)).values(revoked_at=now))
    session.execute(update(LoginLink).where(col(LoginLink.used_at).is_(None)).values(used_at=now))
    _skip_references(session, settings, now)
    index.owe_all(session, now=now)
    holding.hold(session, Held(whole.about.made_at, now), now=now)
    session.flush()


def _repeat(session: Session, left: Noted | None, whole: Manifest, settings: Settings, now: datetime) -> Repeated:
    """Let those leave again who had left after the backup; their files go with the next sweeping."""
    if left is None:
        return Repeated()
    made_at = whole.about.made_at
    repeated = deletions.repeat(session, left.deletions, made_at=made_at, now=now, rules=settings.rules)
    session.flush()
    return repeated


def _skip_references(session: Session, settings: Settings, now: datetime) -> None:
    """Leave a gap behind the numbers of today: some were given out after the backup, and people hold them."""
    day = desk_date(now, settings.time_zone)
    counter = session.get(Counter, (REFERENCES, day)) or Counter(name=REFERENCES, day=day, n=0)
    counter.n += SKIPPED
    session.add(counter)


def _missing(session: Session, media: MediaStore) -> list[Finding]:
    """Name the files that rows name and the store does not have, a hundred at most."""
    found: list[Finding] = []
    keys = verifying.named(session)
    while keys and len(found) < verifying.MOST_NAMED:
        found += [verifying.missing(key) for key in keys if not media.has(key)]
        keys = verifying.named(session, after=keys[-1])
    return found[: verifying.MOST_NAMED]
