"""The durable inbox: raw updates are kept first, handled later, one at a time, one chat in order.

Plain grouped SQL: every message passes here twice. What keeps failing steps aside after one retry and is a dead
letter after five failures. `attempts` counts claims that ended without a word, so an update that kills the process is
found as well: after two it is handled alone, and its chat waits, since most such rows only stood beside the culprit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, literal_column, or_, select, update
from sqlmodel import Session, col, func

from review import changes, claims, failpoint
from review.errors import NotFound
from review.models import InboxRow, MailState, table
from review.statements import Statement, constant, insert_new, run

LEASE = timedelta(seconds=8)  # with a look every second a dead worker's rows are taken over within ten
MOST_ATTEMPTS = 5  # failures
MOST_DEATHS = 10  # claims that ended without a word; more, since whatever kills the process may hit an innocent row
STEPS_ASIDE_AFTER = 2  # failures: the first and one retry; later messages of the chat then go on
MOST_AT_ONCE = 200  # of one claim
MOST_OF_A_CHAT = 20  # of it, where others wait behind a flood
SUSPECT_AFTER = 2  # claims that ended without a word
NO_CHAT = 0  # what names no chat has no order, so nothing in it waits for anything else
WAITS = (1, 5, 30, 120)  # seconds before the second, third … attempt
KEPT = timedelta(days=7)
FORGOTTEN_AT_ONCE = 2_000  # so that nobody waits long for the writer's place
TABLE: Table = table("inbox")
_LETTER = (TABLE.c.id, TABLE.c.bot_id, TABLE.c.update_id, TABLE.c.chat_key, TABLE.c.raw, TABLE.c.failures)
_NEW = TABLE.c.state == constant(MailState.NEW)


def _due(attempts: ColumnElement[bool], most: int) -> Select[Any]:
    """Select so many due rows whose chat has no earlier one worked on, waiting for a retry or handled alone."""
    now, earlier = bindparam("now", type_=TABLE.c.not_before.type), TABLE.alias("earlier")
    blocks = select(earlier.c.id).where(
        earlier.c.chat_key == TABLE.c.chat_key,
        TABLE.c.chat_key != literal_column(str(NO_CHAT)),
        earlier.c.id < TABLE.c.id,
        earlier.c.state == constant(MailState.NEW),
        earlier.c.failures < literal_column(str(STEPS_ASIDE_AFTER)),
        or_(
            earlier.c.claimed_until >= now,
            earlier.c.not_before > now,
            earlier.c.attempts >= literal_column(str(SUSPECT_AFTER)),
        ),
    )
    is_free = or_(TABLE.c.claimed_until.is_(None), TABLE.c.claimed_until < now)
    query = select(*_LETTER).where(_NEW, TABLE.c.not_before <= now, is_free, attempts, ~blocks.exists())
    return query.order_by(TABLE.c.id).limit(literal_column(str(most)))


_SUSPECT = Statement(_due(TABLE.c.attempts >= literal_column(str(SUSPECT_AFTER)), 1))
_CALM_QUERY = _due(TABLE.c.attempts < literal_column(str(SUSPECT_AFTER)), MOST_AT_ONCE)
_CALM = Statement(_CALM_QUERY)
_BURY = Statement(
    TABLE.update().where(
        _NEW, TABLE.c.attempts >= literal_column(str(MOST_DEATHS)), TABLE.c.claimed_until < bindparam("now")
    )
)
_CLOSE = Statement(
    TABLE.update().where(
        TABLE.c.id == bindparam("number"),
        TABLE.c.state == constant(MailState.NEW),
        TABLE.c.claimed_by == bindparam("worker"),
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One raw update as it came: ASCII JSON, its SHA-256, and the chat whose order it belongs to."""

    bot_id: int
    update_id: int
    digest: str
    chat_key: int
    raw: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed row, or a dead one."""

    id: int
    bot_id: int
    update_id: int
    chat_key: int
    raw: str
    failures: int
    claimed_by: str | None = None
    error_class: str | None = None
    received_at: datetime | None = None


class ClaimLost(Exception):
    """The row is no longer this worker's."""


def keep(session: Session, arrivals: Sequence[Arrival], *, now: datetime) -> int:
    """Store what is new of `arrivals`; a redelivered update is passed over. Returns how many were new."""
    if not arrivals:
        return 0
    rows = [
        {
            "bot_id": a.bot_id,
            "update_id": a.update_id,
            "digest": a.digest,
            "chat_key": a.chat_key,
            "raw": a.raw,
            "state": MailState.NEW,
            "attempts": 0,
            "failures": 0,
            "not_before": now,
            "received_at": now,
        }
        for a in arrivals
    ]
    new = insert_new(session, TABLE, rows)
    changes.wake(session, "inbox")
    failpoint.here("inbox.before_commit")
    return new


def claim(session: Session, *, worker: str, now: datetime, limit: int = 100) -> list[Letter]:
    """Lease due rows to `worker`, oldest first and one chat in order.

    Rows that twice ended without a word come first and one at a time, with nothing beside them: so what kills the
    process stands alone, and a row that only stood beside it when it was killed is soon done.
    """
    _bury(session, now)
    letters = claims.claimable(
        session,
        TABLE,
        lambda: [Letter(*row) for row in run(session, _SUSPECT, now=now).rows] or _fairly(session, now, limit),
        lambda letter: letter.chat_key,
    )
    if letters:
        query = update(InboxRow).where(col(InboxRow.id).in_([letter.id for letter in letters]))
        session.execute(
            query.values(attempts=InboxRow.attempts + 1, claimed_by=worker, claimed_until=now + LEASE),
            execution_options={"synchronize_session": False},
        )
    return [replace(letter, claimed_by=worker) for letter in letters]


def _fairly(session: Session, now: datetime, limit: int) -> list[Letter]:
    """Return what is due; where one chat has sent so much that others are not seen behind it, they come as well."""
    letters = [Letter(*row) for row in run(session, _CALM, now=now).rows]
    sent = Counter(letter.chat_key for letter in letters)
    crowded = {chat for chat, number in sent.items() if number > MOST_OF_A_CHAT}
    if not crowded or len(letters) < MOST_AT_ONCE:
        return letters[:limit]
    others = _CALM_QUERY.where(TABLE.c.chat_key.not_in(crowded))
    found = [Letter(*row) for row in session.connection().execute(others, {"now": now}).all()]
    for chat in crowded:
        found += [letter for letter in letters if letter.chat_key == chat][:MOST_OF_A_CHAT]
    return sorted(found, key=lambda letter: letter.id)[:limit]


def done(session: Session, letter: Letter, *, worker: str, now: datetime, blank: bool = False) -> None:
    """Mark the row handled in the transaction of its effect; `blank` forgets its content at once.

    Raises ClaimLost when another worker has it meanwhile, which rolls the effect back.
    """
    values: dict[str, object] = {"state": MailState.DONE, "handled_at": now, "claimed_by": None, "claimed_until": None}
    if blank:
        values |= {"raw": "", "chat_key": 0}
    if run(session, _CLOSE, number=letter.id, worker=worker, **values).count != 1:
        raise ClaimLost


def forget_chat(session: Session, chat_key: int) -> None:
    """Forget what a chat has sent and that it was there; the digests stay, against redelivery."""
    session.execute(
        update(InboxRow).where(col(InboxRow.chat_key) == chat_key).values(raw="", chat_key=0),
        execution_options={"synchronize_session": False},
    )


def failed(session: Session, letter: Letter, *, error_class: str, now: datetime) -> bool:
    """Give the row back for a later attempt, or set it aside as a dead letter; returns True when it is dead.

    A row that another worker has meanwhile is left to it.
    """
    failures = letter.failures + 1
    is_dead = failures >= MOST_ATTEMPTS
    wait = timedelta(seconds=WAITS[min(failures, len(WAITS)) - 1])
    noted = session.execute(
        update(InboxRow)
        .where(col(InboxRow.id) == letter.id, *_still_held(letter.claimed_by))
        .values(
            state=MailState.DEAD if is_dead else MailState.NEW,
            error_class=error_class,
            attempts=0,
            failures=failures,
            not_before=now + wait,
            claimed_by=None,
            claimed_until=None,
        ),
        execution_options={"synchronize_session": False},
    )
    return is_dead and noted.rowcount == 1  # type: ignore[attr-defined]  # an UPDATE's result has a rowcount


def wait(session: Session, letter: Letter, *, worker: str, now: datetime) -> None:
    """Give a row back whose failure was the database's, to be tried again soon; nothing is counted against it."""
    mine = (col(InboxRow.id) == letter.id, col(InboxRow.state) == MailState.NEW, col(InboxRow.claimed_by) == worker)
    values = {"not_before": now + timedelta(seconds=WAITS[0]), "claimed_by": None, "claimed_until": None}
    session.execute(update(InboxRow).where(*mine).values(attempts=InboxRow.attempts - 1, **values))


def give_back(session: Session, letters: Iterable[Letter]) -> None:
    """Return rows that were claimed but not tried, as if they had never been claimed."""
    held: dict[str | None, list[int]] = {}
    for letter in letters:
        held.setdefault(letter.claimed_by, []).append(letter.id)
    for worker, ids in held.items():
        session.execute(
            update(InboxRow)
            .where(col(InboxRow.id).in_(ids), *_still_held(worker))
            .values(attempts=InboxRow.attempts - 1, claimed_by=None, claimed_until=None),
            execution_options={"synchronize_session": False},
        )


def dead_letters(session: Session, *, limit: int = 50) -> list[Letter]:
    """Return what was set aside, newest first, with its raw text."""
    query = select(InboxRow).where(col(InboxRow.state) == MailState.DEAD).order_by(col(InboxRow.id).desc()).limit(limit)
    return [_letter(row) for row in session.execute(query).scalars()]


def retry(session: Session, number: int, *, now: datetime) -> None:
    """Put a dead letter back to be handled as if it were new; raises NotFound where there is none."""
    query = update(InboxRow).where(col(InboxRow.id) == number, col(InboxRow.state) == MailState.DEAD)
    values = {"state": MailState.NEW, "attempts": 0, "failures": 0, "not_before": now, "error_class": None}
    result = session.execute(query.values(**values), execution_options={"synchronize_session": False})
    if result.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has a rowcount; the stub names the base
        raise NotFound("no dead letter has this number")
    changes.wake(session, "inbox")


def backlog(session: Session, *, now: datetime) -> tuple[int, timedelta]:
    """Return how many updates wait and how long the oldest has waited."""
    query = select(func.count(), func.min(col(InboxRow.received_at))).where(col(InboxRow.state) == MailState.NEW)
    number, oldest = session.execute(query).one()
    return number, now - oldest if oldest else timedelta()


def forget(session: Session, *, now: datetime) -> int:
    """Delete handled rows older than the retention of raw updates, so many of the oldest at once; returns how many."""
    oldest = select(InboxRow).order_by(col(InboxRow.id)).limit(FORGOTTEN_AT_ONCE).subquery()
    old = select(oldest.c.id).where(oldest.c.state == MailState.DONE, oldest.c.received_at < now - KEPT)
    result = session.execute(
        delete(InboxRow).where(col(InboxRow.id).in_(old)), execution_options={"synchronize_session": False}
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # as in done()


def _still_held(worker: str | None) -> tuple[ColumnElement[bool], ...]:
    return col(InboxRow.state) == MailState.NEW, col(InboxRow.claimed_by) == worker


def _bury(session: Session, now: datetime) -> None:
    """Set aside rows that used up their attempts without a word: they ended their process each time."""
    values = {"state": MailState.DEAD, "error_class": "ProcessDied", "claimed_by": None, "claimed_until": None}
    run(session, _BURY, now=now, **values)


def _letter(row: InboxRow) -> Letter:
    return Letter(
        id=row.id or 0,
        bot_id=row.bot_id,
        update_id=row.update_id,
        chat_key=row.chat_key,
        raw=row.raw,
        failures=row.failures,
        claimed_by=row.claimed_by,
        error_class=row.error_class,
        received_at=row.received_at,
    )
