"""What the desk holds about a person: in a few lines for the dialogue, and row by row to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from review import network, people, tip_view
from review.models import Account, Attachment, Consent, Draft, DraftSource, PersonRow, Tip, table
from review.personal import Agreed, MyData
from review.port import TipView
from review.rights import reach, requests
from review.rights.articles import PUBLIC
from review.workflow import TipStatus

INTERNAL = frozenset({"note", "draft_source", "login_link", "dialogue"})  # the desk's own, or nothing but numbers
# Secrets, how files are fetched, who of the desk acted, and third parties a message was forwarded from (telegram R27).
UNSAID = frozenset(
    {"token_hash", "file_ref", "unique_ref", "claimed_by", "by_id", "asked_by", "granted_by", "closed_by", "decided_by"}
) | {"forwarded_from"}


@dataclass(frozen=True, slots=True)
class FileOf:
    """A file to take away: its name in the archive, and the key of its bytes."""

    name: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about a person: each table's rows, their tips as pages show them, and their files."""

    mine: MyData
    rows: dict[str, list[dict[str, Any]]]
    tips: tuple[TipView, ...]
    files: tuple[FileOf, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def my_data(session: Session, person_id: int) -> MyData:
    """Return what is held, counted where it is long; raises PersonNotFound."""
    member = people.member(session, person_id)
    row = session.get_one(PersonRow, person_id)
    unit = network.unit(session, row.unit_id)
    accounts = session.exec(select(Account).where(Account.person_id == person_id).order_by(col(Account.id)))
    agreed = session.exec(select(Consent).where(Consent.person_id == person_id).order_by(col(Consent.id)))
    return MyData(
        name=row.name,
        pen_name=row.pen_name or "",
        byline=member.byline,
        unit_name=unit.name_full if unit else "",
        joined_at=row.enrolled_at or row.created_at,
        accounts=tuple(f"{account.door.title()}: {account.shown_name}" for account in accounts),
        agreed=tuple(Agreed(one.notice_version, one.given_at, one.withdrawn_at) for one in agreed),
        tips=_count(session, select(func.count()).where(*_sent(person_id))),
        published=_published(session, person_id),
        files=_count(session, _of_my_tips(select(func.count()), person_id)),
        open_requests=tuple(requests.seen(one) for one in requests.open_of(session, person_id)),
    )


def size_of(session: Session, person_id: int) -> int:
    """Return how many bytes a person's files have."""
    return _count(session, _of_my_tips(select(func.coalesce(func.sum(Attachment.size), 0)), person_id))


def dossier(session: Session, person_id: int, *, now: datetime) -> Dossier:
    """Read everything about a person; raises PersonNotFound."""
    tips = session.exec(select(Tip).where(*_sent(person_id)).order_by(col(Tip.id)))
    return Dossier(
        mine=my_data(session, person_id),
        rows=dict(_tables(session, person_id)),
        tips=tuple(tip_view.of(session, tip, now=now) for tip in tips),
        files=tuple(_files(session, person_id)),
    )


def _tables(session: Session, person_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    person = table("person")
    yield "person", _rows(session, person, person.c.id == person_id)
    for found, column in reach.tables():
        if found.name not in INTERNAL:
            yield found.name, _rows(session, found, reach.belongs_to(column, person_id))


def _rows(session: Session, found: sa.Table, which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    said = [column for column in found.columns if column.name not in UNSAID]
    query = sa.select(*said).where(which).order_by(*found.primary_key.columns)
    return [{name: _plain(value) for name, value in row.items()} for row in session.execute(query).mappings()]


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _files(session: Session, person_id: int) -> Iterator[FileOf]:
    query = _of_my_tips(select(Attachment), person_id).where(col(Attachment.original).is_not(None))
    for row in session.execute(query.order_by(col(Attachment.id))).scalars():
        yield FileOf(f"{row.id:06d}-{row.kind}{_ending(row)}", row.original, row.size or 0)


def _ending(row: Attachment) -> str:
    """Return the ending of a file's own name where it is a plain one, else one by its kind of contents."""
    given = row.name.rpartition(".")[2].casefold() if "." in row.name else ""
    kind = (row.media_type or "").rpartition("/")[2].replace("jpeg", "jpg")
    ending = given or kind
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= len("sqlite3") else ""


def _sent(person_id: int) -> tuple[Any, Any]:
    return Tip.sender_id == person_id, Tip.status != TipStatus.COMPOSING


def _of_my_tips(query: Any, person_id: int) -> Any:
    return (
        query.select_from(Attachment).join(Tip, col(Tip.id) == col(Attachment.tip_id)).where(Tip.sender_id == person_id)
    )


def _published(session: Session, person_id: int) -> int:
    query = (
        select(func.count(sa.distinct(col(Draft.id))))
        .select_from(Draft)
        .join(DraftSource, col(DraftSource.draft_id) == col(Draft.id))
        .join(Tip, col(Tip.id) == col(DraftSource.tip_id))
        .where(Tip.sender_id == person_id, col(Draft.status).in_(PUBLIC))
    )
    return _count(session, query)


def _count(session: Session, query: Any) -> int:
    return int(session.execute(query).scalar_one())
