"""What moderators look up from their group: how much waits and what longest, and tips by their words.

A row of the outbox names tips by number alone, so that nothing of a tip is kept where it was shown.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from review import access, people
from review.access import Person
from review.errors import NotAllowed
from review.lists import tips
from review.lists.choosing import Age, Chosen, Order, View, with_words
from review.lists.rows import TipRow
from review.workflow import Verb

MOST_WAITING = 5
MOST_FOUND = 8
LONGEST_LINE = 200
OLDEST = Chosen(view=View.RECEIVED, order=Order.OLDEST)
OVERDUE = replace(OLDEST, age=Age.OVERDUE)


def moderator(session: Session, *, door: str, account_id: int) -> Person:
    """Return who asks; raises NotAllowed unless they may decide on tips."""
    person = people.find(session, door=door, account_id=account_id)
    if person is None:
        raise NotAllowed("the role table does not know this account", verb="look")
    access.require(person, Verb.CLAIM)
    return person


def waiting(session: Session, *, by: Person, now: datetime) -> dict[str, Any]:
    """Return how many tips wait by status, and which are overdue or have been here longest."""
    everything = tips.counts(session, Chosen(), by=by, now=now)
    late = tips.page(session, OVERDUE, by=by, now=now).rows
    present = {row.id for row in late}
    oldest = [row for row in tips.page(session, OLDEST, by=by, now=now).rows if row.id not in present]
    return {
        "received": str(everything[View.RECEIVED]),
        "needs_info": str(everything[View.NEEDS_INFO]),
        "late": str(tips.counts(session, OVERDUE, by=by, now=now)[View.RECEIVED]) if late else "",
        "overdue": _numbers(late, MOST_WAITING),
        "oldest": _numbers(oldest, MOST_WAITING),
    }


def found(session: Session, line: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """Return the newest tips that a line finds, as the box above the queue does."""
    chosen = with_words(Chosen(view=View.ALL), " ".join(line[:LONGEST_LINE].split()))
    page = tips.page(session, chosen, by=by, now=now)
    is_more = len(page.rows) > MOST_FOUND or page.older is not None
    return {"tips": _numbers(page.rows, MOST_FOUND), "is_more": is_more}


def _numbers(rows: Sequence[TipRow], most: int) -> list[int]:
    return [row.id for row in rows[:most]]
