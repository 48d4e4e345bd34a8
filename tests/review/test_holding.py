from datetime import datetime, timedelta

from sqlmodel import select

from review import audit, holding, outbox
from review.access import Role, Standing
from review.db import Database, Session
from review.holding import Held
from review.models import AuditRow, OutboxRow, PersonRow, RoleGrant


def held(now: datetime) -> Held:
    return Held(now - timedelta(hours=9), now)


def an_admin(session: Session, now: datetime) -> int:
    row = PersonRow(name="Quản trị", standing=Standing.ACTIVE, created_at=now)
    session.add(row)
    session.flush()
    session.add(RoleGrant(person_id=row.id or 0, role=Role.ADMIN, granted_at=now))
    return row.id or 0


def owe(session: Session, key: str, now: datetime, lane: outbox.Lane = outbox.Lane.REPLY) -> None:
    outbox.enqueue(session, "reply", subject="desk", recipient="person:1", lane=lane, dedupe_key=key, now=now)


def test_a_desk_is_free_until_it_is_held(database: Database, now: datetime) -> None:
    assert database.read_now(holding.state) is None

    database.act_now(lambda session: holding.hold(session, held(now), now=now))

    assert database.read_now(holding.is_held)
    assert database.read_now(holding.state) == held(now)


def test_releasing_tells_the_admins_the_exact_window_before_anything_else(database: Database, now: datetime) -> None:
    admin = database.act_now(lambda session: an_admin(session, now))
    database.act_now(lambda session: owe(session, "owed-before", now))
    database.act_now(lambda session: holding.hold(session, held(now), now=now))

    database.act_now(lambda session: holding.release(session, by=admin, door="cli", now=now))

    first = database.act_now(lambda session: outbox.claim(session, worker="w", now=now))[0]
    assert (first.kind, first.recipient) == ("restored", f"person:{admin}")
    assert first.details == {"from": held(now).backup_at.isoformat(), "until": now.isoformat()}
    assert not database.read_now(holding.is_held)


def test_a_release_is_in_the_audit_with_who_and_the_window(database: Database, now: datetime) -> None:
    admin = database.act_now(lambda session: an_admin(session, now))
    database.act_now(lambda session: holding.hold(session, held(now), now=now))

    database.act_now(lambda session: holding.release(session, by=admin, door="cli", now=now))

    acts = database.read_now(lambda s: [(row.act, row.by_id) for row in s.exec(select(AuditRow).order_by("id"))])
    assert acts == [("hold", None), ("release_held", admin)]
    assert database.read_now(audit.verify) is None


def test_a_free_desk_cannot_be_released(database: Database, now: datetime) -> None:
    assert database.act_now(lambda session: holding.release(session, by=None, door="cli", now=now)) is None

    assert database.read_now(lambda session: session.exec(select(OutboxRow)).all()) == []
    assert database.read_now(lambda session: session.exec(select(AuditRow)).all()) == []
