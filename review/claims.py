"""Who gets the rows that several processes want at once, one chat and one recipient in order.

On SQLite a claim has the database to itself. On a server each chat or recipient is locked for the transaction that
claims from it: nobody waits, whoever comes second leaves that chat to the first. Only after the lock is it read what is
due, so that what the one before committed is seen. Rows that a transaction still holds (a worker that was cut off) are
passed over with everything behind them.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import Table, bindparam, select, text
from sqlmodel import Session


class Claimable(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=Claimable)
TRY = text("SELECT k FROM unnest(CAST(:keys AS text[])) AS k WHERE pg_try_advisory_xact_lock(:space, hashtext(k))")


def claimable(
    session: Session, table: Table, due: Callable[[], Sequence[R]], key: Callable[[R], Hashable]
) -> Sequence[R]:
    """Return what of `due` this transaction may claim, in its order; on a server locked until the COMMIT."""
    found = due()
    if not found or session.get_bind().dialect.name != "postgresql":
        return found
    keys = _locked_keys(session, table, {str(key(row)) for row in found})
    mine = [row for row in due() if str(key(row)) in keys]
    return _unbroken(mine, _locked_rows(session, table, [row.id for row in mine]), key)


def _locked_keys(session: Session, table: Table, keys: Collection[str]) -> set[str]:
    values = {"keys": sorted(keys), "space": sum(map(ord, table.name))}
    return set(session.connection().execute(TRY, values).scalars())


def _locked_rows(session: Session, table: Table, numbers: Sequence[int]) -> set[int]:
    chosen = select(table.c.id).where(table.c.id.in_(bindparam("numbers", expanding=True)), table.c.state == "new")
    query = chosen.with_for_update(skip_locked=True)
    return set(session.connection().execute(query, {"numbers": list(numbers)}).scalars())


def _unbroken(rows: Sequence[R], locked: Collection[int], key: Callable[[R], Hashable]) -> list[R]:
    """Drop the rows that are not locked and, of their chat, all that come after."""
    broken: set[Hashable] = set()
    kept = []
    for row in rows:
        if row.id not in locked:
            broken.add(key(row))
        elif key(row) not in broken:
            kept.append(row)
    return kept
