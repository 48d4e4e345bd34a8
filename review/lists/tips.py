"""The queue as a list: a page of rows, how many each tab holds, and which tip comes next."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, or_, select, union_all
from sqlmodel import Session, col

from review.access import Person
from review.lists import matches
from review.lists.choosing import SEEN, Chosen, Order, View
from review.lists.conditions import conditions
from review.lists.counting import Count, counted
from review.lists.rows import PAGE, TipRow, TipRows, shown
from review.models import Tip
from review.workflow import UNDECIDED, TipStatus

WINDOW = 1000  # counts look at no more than this many tips of a status that waits
HISTORY = 100  # and at no more than this many of one that is decided: the page says "100+"


def page(session: Session, chosen: Chosen, *, by: Person, now: datetime, below: int | None = None) -> TipRows:
    """Return the first tips that fit, in their order; with `below`, those that come after the one of that number."""
    if chosen.phrases:
        return matches.page(session, chosen, by=by, now=now, below=below)
    if chosen.is_sifted:
        return _sifted(session, chosen, by, now, below)
    numbers = list(session.execute(_numbers(chosen, by, now, below, PAGE + 1)).scalars())
    return TipRows(shown(session, numbers[:PAGE], now=now), numbers[PAGE - 1] if len(numbers) > PAGE else None)


def _sifted(session: Session, chosen: Chosen, by: Person, now: datetime, below: int | None) -> TipRows:
    """Look through so many tips for what no index holds; a short page goes on behind the last."""
    looked_at = _numbers(replace(chosen, mark=None, genre=""), by, now, below, WINDOW).subquery()
    fitting = select(looked_at.c.id).join(Tip, col(Tip.id) == looked_at.c.id).where(*conditions(chosen, by, now))
    numbers = list(session.execute(fitting.order_by(_along(chosen, looked_at.c.id)).limit(PAGE + 1)).scalars())
    if len(numbers) > PAGE:
        return TipRows(shown(session, numbers[:PAGE], now=now), numbers[PAGE - 1])
    last = func.max(looked_at.c.id) if chosen.order is Order.OLDEST else func.min(looked_at.c.id)
    number, end = session.execute(select(func.count(), last).select_from(looked_at)).one()
    return TipRows(shown(session, numbers, now=now), end if number == WINDOW else None)


def some(session: Session, numbers: Sequence[int], *, now: datetime) -> tuple[TipRow, ...]:
    """Return the rows of these tips as they now are, whatever their status."""
    query = select(col(Tip.id)).where(col(Tip.id).in_(numbers[:WINDOW]), col(Tip.status).in_(SEEN))
    return shown(session, list(session.execute(query.order_by(col(Tip.id).desc())).scalars()), now=now)


def counts(session: Session, chosen: Chosen, *, by: Person, now: datetime) -> dict[View, Count]:
    """Return how many tips each tab holds under the same filter, counted among the newest of each status."""
    if chosen.phrases:
        return matches.counts(session, chosen, by=by, now=now)
    anybody, mine = replace(chosen, view=View.ALL), replace(chosen, view=View.MINE)
    found = {status: _counted(session, anybody, status, by, now) for status in SEEN}
    held = select(col(Tip.id)).where(col(Tip.status).in_(mine.statuses), *conditions(mine, by, now))
    tabs = {View(status.value): number for status, number in found.items()}
    tabs[View.WAITING] = sum((found[status] for status in UNDECIDED), Count())
    tabs[View.MINE] = counted(session, held, window=WINDOW)
    tabs[View.ALL] = sum(found.values(), Count())
    return tabs


def next_waiting(session: Session, after: int, *, by: Person, now: datetime) -> str | None:
    """Return the reference of the next tip somebody may decide on: the next older one, else the newest, else None."""
    free = or_(col(Tip.claimed_by).is_(None), col(Tip.claimed_by) == by.id, col(Tip.claimed_until) < now)
    query = select(col(Tip.reference)).where(
        col(Tip.status) == TipStatus.RECEIVED, col(Tip.sender_id) != by.id, col(Tip.id) != after, free
    )
    newest_first = query.order_by(col(Tip.id).desc()).limit(1)
    return session.execute(newest_first.where(col(Tip.id) < after)).scalar() or session.execute(newest_first).scalar()


def record(session: Session, sender_id: int) -> dict[TipStatus, int]:
    """Return what became of a correspondent's newest tips, by status."""
    newest: Any = select(col(Tip.status).label("status")).where(
        col(Tip.sender_id) == sender_id, col(Tip.status).in_(SEEN)
    )
    window = newest.order_by(col(Tip.id).desc()).limit(WINDOW).subquery()
    return {
        TipStatus(status): n for status, n in session.execute(select(window.c.status, func.count()).group_by("status"))
    }


def joined_to(session: Session, tip_id: int) -> tuple[str, ...]:
    """Return the references of the tips that were merged into this one."""
    query = select(col(Tip.reference)).where(col(Tip.duplicate_of) == tip_id, col(Tip.status) == TipStatus.DUPLICATE)
    return tuple(reference or "" for reference in session.execute(query.order_by(col(Tip.id))).scalars())


def _numbers(chosen: Chosen, by: Person, now: datetime, below: int | None, most: int) -> Any:
    """Select the numbers of the first so many tips: status by status, since an index holds each in order.

    What somebody has in hand is found by its holder, what somebody sent by its sender.
    """
    fitting = conditions(chosen, by, now)
    if below is not None:
        fitting.append(col(Tip.id) > below if chosen.order is Order.OLDEST else col(Tip.id) < below)
    if chosen.view is View.MINE or chosen.sender:
        return _first(chosen, select(col(Tip.id)).where(_status_in(chosen.statuses), *fitting), most)
    parts = [
        select(_first(chosen, select(col(Tip.id)).where(col(Tip.status) == status, *fitting), most).subquery().c.id)
        for status in sorted(chosen.statuses)
    ]
    together = union_all(*parts).subquery()
    return select(together.c.id).order_by(_along(chosen, together.c.id)).limit(most)


def _first(chosen: Chosen, numbers: Any, most: int) -> Any:
    return numbers.order_by(_along(chosen, col(Tip.id))).limit(most)


def _along(chosen: Chosen, number: Any) -> Any:
    return number.asc() if chosen.order is Order.OLDEST else number.desc()


def _counted(session: Session, chosen: Chosen, status: TipStatus, by: Person, now: datetime) -> Count:
    """Count by the index where one holds all that is wanted; else among the newest of a status, and say so."""
    window = WINDOW if status in UNDECIDED else HISTORY
    of_status: Any = select(col(Tip.id)).where(col(Tip.status) == status)
    if chosen.sender:
        of_status = select(col(Tip.id)).where(_status_in({status}))
    fitting = conditions(chosen, by, now)
    if chosen.is_indexed:
        return counted(session, of_status.where(*fitting), window=window)
    looked_at = of_status.order_by(col(Tip.id).desc()).limit(window + 1).subquery()
    kept = select(looked_at.c.id).join(Tip, col(Tip.id) == looked_at.c.id).where(*fitting).subquery()
    seen, fits = session.execute(select(_size(looked_at), _size(kept))).one()
    return Count(min(fits, window), seen > window)


def _size(rows: Any) -> Any:
    return select(func.count()).select_from(rows).scalar_subquery()


def _status_in(statuses: Collection[TipStatus]) -> Any:
    """Ask for statuses so that the index of senders is taken, which has few rows, and not that of statuses."""
    return func.lower(col(Tip.status), type_=String).in_([status.value for status in statuses])
