"""How long the desk was deaf: when Telegram was last heard is kept, and a silence that cost something is named.

The messenger keeps what nobody fetches for a day. Whoever was away for longer has lost the messages from when it was
last heard until a day before it was heard again; the admins are told that window, once.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from review import network, outbox, people
from review.access import Role

SETTING = "heard_at"
EVERY = timedelta(seconds=20)
PRESSES = timedelta(seconds=150)  # as long as the messenger keeps a press (telegram.md R2)
KEPT = timedelta(hours=24)  # by the messenger (telegram.md R1)


def last_heard(session: Session) -> datetime | None:
    """Return when the messenger was last heard, to twenty seconds; None for a desk that never did."""
    kept = network.setting(session, SETTING)
    return datetime.fromisoformat(kept) if kept else None


def hear(session: Session, *, now: datetime) -> None:
    """Note that the messenger was heard, and tell what a silence has cost.

    After 150 seconds presses are lost, which the group is told; after a day messages are, which the admins are told.
    """
    last = last_heard(session)
    network.set_setting(session, SETTING, now.isoformat())
    if last is not None and now - last > PRESSES:
        _tell_group(session, last, now)
    if last is not None and now - last > KEPT:
        _tell_admins(session, last, now - KEPT, now=now)


def _tell_group(session: Session, since: datetime, now: datetime) -> None:
    outbox.enqueue(
        session,
        "offline",
        subject="desk",
        recipient=outbox.GROUP,
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"offline:{since.isoformat()}",
        now=now,
        details={"from": since.isoformat(), "until": now.isoformat()},
    )


def _tell_admins(session: Session, since: datetime, until: datetime, *, now: datetime) -> None:
    for admin in people.with_role(session, frozenset({Role.ADMIN})):
        outbox.enqueue(
            session,
            "silence",
            subject="desk",
            recipient=outbox.person(admin.id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"silence:{since.isoformat()}:{admin.id}",
            now=now,
            details={"from": since.isoformat(), "until": until.isoformat()},
        )
