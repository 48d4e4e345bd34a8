"""Who is looking at which tip right now: each open page leaves word of it for a minute and renews it while it is open.

The word stands in the desk's settings, as leases do, so that every process sees it; nothing of it is kept.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session

from review import changes
from review.models import table
from review.statements import upsert

TABLE, PERSON = table("desk_setting"), table("person")
PREFIX = "looking:"
LOOK = timedelta(seconds=60)
RENEWED_EVERY = LOOK / 2
WAKE = "onlookers"
Onlookers = Mapping[int, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True)
class _Look:
    page: str
    person_id: int
    tip_id: int
    until: datetime


def look(session: Session, page: str, *, person_id: int, tip_id: int, now: datetime) -> None:
    """Leave word that somebody has a tip before them on an open page; words of pages that are gone are cleared away."""
    known = {seen.page: seen for seen in _looks(session)}
    gone = [seen.page for seen in known.values() if seen.until <= now and seen.page != page]
    _clear(session, gone)
    said = {"person": person_id, "tip": tip_id, "until": (now + LOOK).astimezone(UTC).isoformat()}
    upsert(session, TABLE, [{"name": PREFIX + page, "value": json.dumps(said)}], key=("name",), keep=())
    if page not in known or known[page].until <= now or gone:
        changes.wake(session, WAKE)


def leave(session: Session, page: str) -> None:
    """Take the word of a page back."""
    _clear(session, [page])
    changes.wake(session, WAKE)


def present(session: Session, *, now: datetime) -> Onlookers:
    """Return who looks at which tip: number and name of each person, by the number of the tip."""
    looks = [seen for seen in _looks(session) if seen.until > now]
    if not looks:
        return {}
    query = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_({seen.person_id for seen in looks}))
    names = {row.id: row.name for row in session.connection().execute(query)}
    found: dict[int, dict[int, str]] = {}
    for seen in looks:
        if seen.person_id in names:
            found.setdefault(seen.tip_id, {})[seen.person_id] = names[seen.person_id]
    return {tip: tuple(sorted(people.items())) for tip, people in found.items()}


def _looks(session: Session) -> Iterator[_Look]:
    query = select(TABLE.c.name, TABLE.c.value).where(TABLE.c.name.startswith(PREFIX)).order_by(TABLE.c.name)
    for name, value in session.connection().execute(query).all():
        seen = _read(name.removeprefix(PREFIX), value)
        if seen is not None:
            yield seen


def _read(page: str, value: str) -> _Look | None:
    """Read a word; one that another version wrote in another form is overlooked."""
    try:
        said = json.loads(value)
        return _Look(page, int(said["person"]), int(said["tip"]), datetime.fromisoformat(said["until"]))
    except (KeyError, TypeError, ValueError):
        return None


def _clear(session: Session, pages: list[str]) -> None:
    if pages:
        names = [PREFIX + page for page in pages]
        session.connection().execute(delete(TABLE).where(TABLE.c.name.in_(names)))
