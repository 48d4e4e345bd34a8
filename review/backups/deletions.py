"""Who was deleted or withdrew, in a list beside the backups: a desk restored from an older one does it again.

The list holds numbers and moments, nothing of a person. It is read from the requests of the desk, and no line of it is
ever dropped: a backup of any age may be the one that is restored.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from review import people
from review.backups.archive import CannotDo
from review.clock import SKEW
from review.models import PersonRow, RightsRequest
from review.personal import Wish
from review.rights import leaving
from review.rights.tombstones import DELETED
from review.settings import DeskRules

NAME = "deletions.jsonl"
FINAL = (Wish.DELETE, Wish.WITHDRAW)


class BadList(CannotDo):
    """A list of deletions that cannot be read."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Somebody left: who by number, `since` when their row was there, so that the number means them; and when.

    `keeps_name` tells of a withdrawal whether the name may stay on published articles.
    """

    person: int
    since: datetime
    wish: Wish
    at: datetime
    keeps_name: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Noted:
    """A list: what is known of the time until a moment."""

    until: datetime
    deletions: frozenset[Deletion] = frozenset()


@dataclass(frozen=True, slots=True)
class Repeated:
    """How many people were deleted, and withdrawn, once more."""

    deleted: int = 0
    withdrawn: int = 0


def newest(session: Session) -> int:
    """Return the number of the newest request that belongs into the list, 0 where there is none."""
    return session.exec(select(func.max(RightsRequest.id)).where(col(RightsRequest.wish).in_(FINAL))).one() or 0


def known(session: Session, *, now: datetime) -> Noted:
    """Return everything the desk knows of deletions and withdrawals."""
    query = (
        select(RightsRequest, PersonRow)
        .join(PersonRow, col(PersonRow.id) == col(RightsRequest.person_id))
        .where(col(RightsRequest.wish).in_(FINAL))
    )
    return Noted(now, frozenset(_deletion(row, person) for row, person in session.exec(query)))


def write(folder: Path, noted: Noted) -> Path:
    """Put the list into a folder, beside what it holds already; it changes in one step and is readable by us alone.

    Raises BadList where what is there is no list, OSError.
    """
    path = folder / NAME
    both = [noted, *([read(path)] if path.exists() else [])]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{NAME}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in _lines(joined(both)))
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def read(path: Path) -> Noted:
    """Return the list in a file; raises BadList, OSError."""
    try:
        head, *lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        return Noted(_moment(head["until"]), frozenset(_read(line) for line in lines))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadList(f"{path.name} is no list of deletions, or is damaged; restore with another copy of it") from error


def joined(lists: Iterable[Noted]) -> Noted:
    """Return one list of several, as recent as the most recent."""
    several = list(lists)
    every = frozenset[Deletion]().union(*(noted.deletions for noted in several))
    return Noted(max(noted.until for noted in several), every)


def repeat(
    session: Session, deletions: Iterable[Deletion], *, made_at: datetime, now: datetime, rules: DeskRules
) -> Repeated:
    """Delete and withdraw in a restored desk who had left after the backup was made; who is gone already is left alone.

    A deletion is final and repeated whenever it was; a withdrawal only where it came after the backup, since people
    may have come back before. Roles that somebody had at the backup are taken first: staff are released before they go.
    """
    deleted = withdrawn = 0
    for one in sorted(deletions, key=lambda deletion: (deletion.at, deletion.person)):
        if not _is_there(session, one) or (one.wish is Wish.WITHDRAW and one.at <= made_at - SKEW):
            continue
        person = people.get(session, one.person)
        for role in person.roles:
            people.revoke(session, person.id, role, by=None, now=now)
        person = people.get(session, one.person)
        if one.wish is Wish.DELETE:
            leaving.delete(session, person, door="cli", now=now, rules=rules)
            deleted += 1
        elif not leaving.has_withdrawn(session, person.id):
            leaving.withdraw(session, person, keeps_name=one.keeps_name, door="cli", now=now, rules=rules)
            withdrawn += 1
    return Repeated(deleted, withdrawn)


def _is_there(session: Session, one: Deletion) -> bool:
    """Tell whether the number is that of the same person, and they are not deleted yet."""
    row = session.get(PersonRow, one.person)
    return row is not None and row.created_at == one.since and row.standing_reason != DELETED


def _deletion(row: RightsRequest, person: PersonRow) -> Deletion:
    return Deletion(row.person_id, person.created_at, row.wish, row.asked_at, keeps_name=person.byline != "unit")


def _lines(noted: Noted) -> Iterable[str]:
    yield json.dumps({"until": noted.until.isoformat()})
    for one in sorted(noted.deletions, key=lambda deletion: (deletion.at, deletion.person)):
        values = {"person": one.person, "since": one.since.isoformat(), "wish": one.wish.value}
        yield json.dumps({**values, "at": one.at.isoformat(), "keeps_name": one.keeps_name})


def _read(line: Mapping[str, object]) -> Deletion:
    person, keeps_name = line["person"], line["keeps_name"]
    wish = Wish(str(line["wish"]))
    if not isinstance(person, int) or not isinstance(keeps_name, bool) or wish not in FINAL:
        raise ValueError("no line of a list of deletions")
    return Deletion(person, _moment(line["since"]), wish, _moment(line["at"]), keeps_name=keeps_name)


def _moment(given: object) -> datetime:
    at = datetime.fromisoformat(str(given))
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at
