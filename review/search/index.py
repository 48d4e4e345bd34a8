"""The index and its keeping: what changed is owed in the act that changes it and written later, many tips at once.

Writing it at once would make each insert ten times slower (docs/performance.md). On SQLite the index is an FTS5 table
without content, on PostgreSQL a table of tsvectors; both hold words that are folded here, so that both find the same.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from review import changes
from review.models import PersonRow, SearchDue, Tip, TipVersion, table
from review.search.words import indexed
from review.statements import upsert
from review.workflow import TipStatus

AT_ONCE = 50  # so that no act waits long for its turn
LONGEST = 100_000  # characters of a tip that are read
_FORGET = {
    "sqlite": text("DELETE FROM tip_fts WHERE rowid = :tip_id"),
    "postgresql": text("DELETE FROM tip_fts WHERE tip_id = :tip_id"),
}
_ADD = {
    "sqlite": text("INSERT INTO tip_fts (rowid, words) VALUES (:tip_id, :words)"),
    "postgresql": text("INSERT INTO tip_fts (tip_id, words) VALUES (:tip_id, to_tsvector('simple', :words))"),
}
_OWE_ALL = text(
    "INSERT INTO search_due (tip_id, at) SELECT id, :now FROM tip WHERE status <> 'composing' ON CONFLICT DO NOTHING"
)


def owe(session: Session, tip_id: int, *, now: datetime) -> None:
    """Have a tip's words written into the index soon."""
    upsert(session, table("search_due"), [{"tip_id": tip_id, "at": now}], key=("tip_id",), keep=())
    changes.wake(session, "search")


def owe_all(session: Session, *, now: datetime) -> None:
    """Have every tip indexed: after a restore or a move, which bring the rows and not the index."""
    session.execute(_OWE_ALL.bindparams(now=now.replace(tzinfo=None) if _is_sqlite(session) else now))
    changes.wake(session, "search")


def forget(session: Session, tip_id: int) -> None:
    """Take a tip out of the index at once: nothing of it may be found any more."""
    session.execute(_FORGET[session.get_bind().dialect.name], {"tip_id": tip_id})


def keep_up(session: Session, *, limit: int = AT_ONCE) -> int:
    """Write so many owed tips into the index, oldest first; returns how many were done."""
    due = select(SearchDue).order_by(col(SearchDue.tip_id)).limit(limit).with_for_update(skip_locked=True)
    rows = session.exec(due).all()
    if not rows:
        return 0
    numbers = [row.tip_id for row in rows]
    dialect = session.get_bind().dialect.name
    session.execute(_FORGET[dialect], [{"tip_id": number} for number in numbers])
    words = [{"tip_id": number, "words": said} for number, said in _words(session, numbers)]
    if words:
        session.execute(_ADD[dialect], words)
    for row in rows:
        session.delete(row)
    session.flush()
    return len(numbers)


def _words(session: Session, numbers: Sequence[int]) -> list[tuple[int, str]]:
    """Return the words of each of these tips that is still here."""
    query = (
        select(col(Tip.id), col(Tip.reference), col(TipVersion.text), col(PersonRow.name))
        .join(TipVersion, (col(TipVersion.tip_id) == col(Tip.id)) & (col(TipVersion.version) == col(Tip.version)))
        .join(PersonRow, col(PersonRow.id) == col(Tip.sender_id))
        .where(col(Tip.id).in_(numbers), col(Tip.status) != TipStatus.COMPOSING)
    )
    return [
        (number or 0, indexed(said[:LONGEST], by=name, reference=reference or ""))
        for number, reference, said, name in session.exec(query)
    ]


def _is_sqlite(session: Session) -> bool:
    return bool(session.get_bind().dialect.name == "sqlite")
