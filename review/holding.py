"""Held mode: a desk restored from a backup works but tells nobody anything, until an admin lets it go.

What was owed at the backup may have been sent before the crash, and what came afterwards is not in the backup; a person
decides when the desk speaks again. Whatever sends or pushes asks `is_held` first.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from review import audit, network, outbox, people
from review.access import Role

SETTING = "held"


@dataclass(frozen=True, slots=True)
class Held:
    """The window nothing is known of: from the moment of the backup to the moment of the restore."""

    backup_at: datetime
    restored_at: datetime


def hold(session: Session, held: Held, *, now: datetime) -> None:
    """Hold everything that leaves the desk."""
    window = {"backup_at": held.backup_at.isoformat(), "restored_at": held.restored_at.isoformat()}
    network.set_setting(session, SETTING, json.dumps(window))
    audit.record(session, "hold", "desk", by=None, door="cli", now=now, details=_window(held))


def is_held(session: Session) -> bool:
    """Tell whether nothing may leave the desk."""
    return bool(network.setting(session, SETTING))


def state(session: Session) -> Held | None:
    """Return the window of the restore the desk is held for, None where it is free."""
    window = network.setting(session, SETTING)
    if not window:
        return None
    given = json.loads(window)
    return Held(datetime.fromisoformat(given["backup_at"]), datetime.fromisoformat(given["restored_at"]))


def release(session: Session, *, by: int | None, door: str, now: datetime) -> Held | None:
    """Let the desk speak again, and tell the admins first what is missing; returns None where it was not held."""
    held = state(session)
    if held is None:
        return None
    network.set_setting(session, SETTING, "")
    audit.record(session, "release_held", "desk", by=by, door=door, now=now, details=_window(held))
    for admin in people.with_role(session, frozenset({Role.ADMIN})):
        outbox.enqueue(
            session,
            "restored",
            subject="desk",
            recipient=outbox.person(admin.id),
            lane=outbox.Lane.PRESS,  # before everything that was held back
            dedupe_key=f"restored:{held.restored_at.isoformat()}:{admin.id}",
            now=now,
            details={"from": held.backup_at.isoformat(), "until": held.restored_at.isoformat()},
        )
    return held


def _window(held: Held) -> str:
    return f"{held.backup_at.isoformat()}/{held.restored_at.isoformat()}"
