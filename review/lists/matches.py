"""The queue narrowed to words: what the index finds, as a page of rows and as counts.

A page looks at so many finds; where the filter passes most of them over it is short, and goes on behind the last one.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from review.access import Person
from review.lists.choosing import Chosen, Order, View
from review.lists.conditions import conditions
from review.lists.counting import Count
from review.lists.rows import PAGE, TipRows, shown
from review.models import Tip
from review.search import finding
from review.workflow import UNDECIDED, TipStatus

LOOKED_AT = 400  # finds of one page, and of the counts


def page(session: Session, chosen: Chosen, *, by: Person, now: datetime, below: int | None) -> TipRows:
    """Return the newest tips that hold the words, or the best of the newest tips on one page."""
    is_best = chosen.order is Order.BEST
    if is_best:
        found = finding.best(session, chosen.phrases, most=PAGE)
    else:
        found = finding.newest(session, chosen.phrases, below=below, most=LOOKED_AT)
    fitting = set(session.execute(select(col(Tip.id)).where(*_among(found, chosen, by, now))).scalars())
    numbers = [number for number in found if number in fitting]
    rows = shown(session, numbers[:PAGE], now=now)
    if is_best:
        return TipRows(rows, None)
    if len(numbers) > PAGE:
        return TipRows(rows, numbers[PAGE - 1])
    return TipRows(rows, found[-1] if len(found) == LOOKED_AT else None)


def counts(session: Session, chosen: Chosen, *, by: Person, now: datetime) -> dict[View, Count]:
    """Return how many of the newest finds each tab holds."""
    numbers = finding.newest(session, chosen.phrases, below=None, most=LOOKED_AT)
    is_more = len(numbers) == LOOKED_AT
    anybody, mine = replace(chosen, view=View.ALL), replace(chosen, view=View.MINE)
    query = select(col(Tip.status), func.count()).where(*_among(numbers, anybody, by, now)).group_by(col(Tip.status))
    tabs = {View(status.value): Count(0, is_more) for status in anybody.statuses}
    tabs |= {View(TipStatus(status).value): Count(number, is_more) for status, number in session.execute(query)}
    held = select(func.count()).select_from(Tip).where(*_among(numbers, mine, by, now))
    tabs[View.MINE] = Count(int(session.execute(held).scalar_one()), is_more)
    tabs[View.WAITING] = sum((tabs[View(status.value)] for status in UNDECIDED), Count())
    tabs[View.ALL] = sum((tabs[View(status.value)] for status in anybody.statuses), Count())
    return tabs


def _among(numbers: list[int], chosen: Chosen, by: Person, now: datetime) -> list[ColumnElement[bool]]:
    return [col(Tip.id).in_(numbers), col(Tip.status).in_(chosen.statuses), *conditions(chosen, by, now)]
