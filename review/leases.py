"""Leases between processes: who alone does a task, who is alive, and what becomes of the work of the dead.

Times are those the processes pass in. A clock that is wrong by less than the lease does no harm; one that is further
ahead takes work from the living, which a receipt of Telegram or the re-check of a claim then undoes: keep clocks right.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session

from review import changes, outbox
from review.models import table
from review.statements import insert_new

LEASE = timedelta(seconds=7)  # with a look every two seconds the dead are followed within ten
TABLE = table("desk_setting")
PREFIX = "lease:"
WORKER = "worker:"


@dataclass(frozen=True, slots=True)
class Holder:
    """A process: its name, and the machine on which its number can be looked up."""

    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """A task, who holds it, and until when unless it is renewed."""

    task: str
    holder: Holder
    until: datetime


IsDead = Callable[[Holder], bool]


def take(session: Session, task: str, holder: Holder, *, now: datetime, is_dead: IsDead) -> bool:
    """Hold a task alone, or go on holding it, for one lease; returns False while somebody else does.

    `is_dead` tells of holders that are known to have ended, so that nobody waits for their lease.
    """
    said = session.connection().execute(select(TABLE.c.value).where(TABLE.c.name == PREFIX + task)).scalar()
    held = _read(task, said) if said else None
    if held and held.holder != holder and held.until > now and not is_dead(held.holder):
        return False
    value = _written(Lease(task, holder, now + LEASE))
    if said is None:
        return insert_new(session, TABLE, [{"name": PREFIX + task, "value": value}]) == 1
    seen = update(TABLE).where(TABLE.c.name == PREFIX + task, TABLE.c.value == said)
    return session.connection().execute(seen.values(value=value)).rowcount == 1


def give_up(session: Session, task: str, holder: Holder) -> None:
    """Let the next one have a task at once."""
    for lease in running(session):
        if lease.task == task and lease.holder == holder:
            _end(session, lease)


def running(session: Session) -> Iterator[Lease]:
    """Return every lease there is, those that have ended included."""
    query = select(TABLE.c.name, TABLE.c.value).where(TABLE.c.name.startswith(PREFIX)).order_by(TABLE.c.name)
    for name, value in session.connection().execute(query).all():
        lease = _read(name.removeprefix(PREFIX), value)
        if lease is not None:
            yield lease


def live(session: Session, holder: Holder, *, now: datetime) -> None:
    """Leave word that a worker lives."""
    take(session, WORKER + holder.name, holder, now=now, is_dead=lambda _holder: False)


def bury(session: Session, *, now: datetime) -> int:
    """Free the notices dead workers had claimed, for whoever comes first; returns how many workers that were.

    Updates need no freeing: their own claims end within ten seconds, and count as ended without a word.
    """
    dead = [lease for lease in running(session) if lease.task.startswith(WORKER) and lease.until <= now]
    for lease in dead:
        leave(session, lease.holder)
    return len(dead)


def leave(session: Session, holder: Holder) -> None:
    """Free the notices a worker had claimed and forget the worker."""
    outbox.free(session, holder.name)
    give_up(session, WORKER + holder.name, holder)
    changes.wake(session, "outbox")


def _end(session: Session, lease: Lease) -> None:
    session.connection().execute(
        delete(TABLE).where(TABLE.c.name == PREFIX + lease.task, TABLE.c.value == _written(lease))
    )


def _written(lease: Lease) -> str:
    until = lease.until.astimezone(UTC).isoformat()
    return json.dumps({"holder": lease.holder.name, "place": lease.holder.place, "until": until})


def _read(task: str, value: str) -> Lease | None:
    """Read a lease; one that another version wrote in another form has no holder and ends at once."""
    try:
        said = json.loads(value)
        return Lease(task, Holder(said["holder"], said["place"]), datetime.fromisoformat(said["until"]))
    except (KeyError, TypeError, ValueError):
        return None
