"""The queue: a filtered list with a tip beside it. The rows of others' acts are redrawn from the same address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from review import access, changes, network, saved_views
from review.access import Person
from review.clock import desk_date
from review.console import tip_page
from review.console.addresses import LARGEST, number
from review.console.gate import SeesQueue
from review.console.pages import Page, ThisPage
from review.console.tip_page import TipPage
from review.db import Session
from review.errors import TipNotFound
from review.lists import colleagues, tips
from review.lists.choosing import Age, Chosen, Mark, Order, View, member, with_words
from review.lists.counting import Count
from review.lists.rows import TipRow, TipRows
from review.network import UnitView
from review.port import Entry
from review.sessions import SignedIn
from review.workflow import Verb

router = APIRouter()
LONGEST_CODE = 60
LONGEST_LINE = 200
LONGEST_QUERY = 2000  # a line in the search box may stand in it, encoded
FILTER = ("view", "topic", "unit", "genre", "sender", "age", "mark", "order", "q")
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue; `others` are rows on the reader's screen that the filter no longer holds."""

    chosen: Chosen
    list: TipRows
    others: tuple[TipRow, ...]
    counts: dict[View, Count]
    topics: Sequence[Entry]
    genres: Sequence[Entry]
    units: Sequence[UnitView]
    sender: str
    views: Sequence[saved_views.View]
    selecting: "Selecting | None"
    changes: int


@dataclass(frozen=True, slots=True)
class Selecting:
    """What the form for several tips offers those who decide: reasons to reject with, and colleagues."""

    reasons: Sequence[Entry]
    colleagues: Sequence[tuple[int, str]]


def chosen_by(
    *,
    view: str = "",
    topic: str = "",
    unit: str = "",
    genre: str = "",
    sender: str = "",
    age: str = "",
    mark: str = "",
    order: str = "",
    q: str = "",
) -> Chosen:
    """Read the filter of an address; a value nobody offers counts as none. Words are looked for among all tips."""
    line = " ".join(q[:LONGEST_LINE].split())
    chosen = Chosen(
        view=member(View, view) or (View.ALL if line else View.WAITING),
        topic=topic[:LONGEST_CODE],
        unit=unit[:LONGEST_CODE],
        genre=genre[:LONGEST_CODE],
        sender=number(sender),
        age=member(Age, age),
        mark=member(Mark, mark),
        order=member(Order, order) or Order.NEWEST,
    )
    return with_words(chosen, line) if line else chosen


def chosen_in(query: str) -> Chosen:
    """Read the filter of a list that a form was opened from; whatever else stands in there is dropped."""
    given = {name: values[-1] for name, values in parse_qs(query[:LONGEST_QUERY]).items()}
    return chosen_by(**{name: given[name] for name in FILTER if name in given})


@router.get("/")
async def home(_signed: SeesQueue) -> Response:
    return RedirectResponse("/queue", 303)


@router.get("/queue")
async def queue(
    page: ThisPage,
    signed: SeesQueue,
    chosen: Annotated[Chosen, Depends(chosen_by)],
    tip: Annotated[str, Query(max_length=20)] = "",
    below: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    shown: Annotated[list[Annotated[int, Field(le=LARGEST, ge=-LARGEST)]], Query(max_length=MOST_SHOWN)] = [],  # noqa: B006 - FastAPI copies the default
) -> Response:
    """Show the list with one tip beside it: the one the address names, else the first; telephones show one of both."""
    return await shown_page(page, signed, chosen, tip=tip, below=below, shown=shown)


async def shown_page(
    page: Page,
    signed: SignedIn,
    chosen: Chosen,
    *,
    tip: str = "",
    below: int | None = None,
    shown: Sequence[int] = (),
    done: object = None,
) -> Response:
    """Return the page of the list under a filter; `done` is what became of a selection before."""

    def read(session: Session) -> tuple[QueuePage, TipPage | None]:
        found = _list(session, chosen, page, signed.person, below, shown)
        first = found.list.rows[0].reference if found.list.rows and below is None else ""
        return found, _tip(session, tip or first, page, signed.person)

    found, opened = await page.newsroom.database.read(read)
    return page.html(
        "queue.html",
        queue=found,
        tip=opened,
        is_opened=bool(tip),
        tabs=[(tab, found.counts[tab]) for tab in View],
        back=chosen.query(),
        below=below,
        done=done,
    )


def _list(
    session: Session, chosen: Chosen, page: Page, by: Person, below: int | None, shown: Sequence[int]
) -> QueuePage:
    latest = changes.latest(session)
    day = desk_date(page.now, page.newsroom.rules.zone)
    rows = tips.page(session, chosen, by=by, now=page.now, below=below)
    present = {row.id for row in rows.rows}
    return QueuePage(
        chosen=chosen,
        list=rows,
        others=tips.some(session, [other for other in shown if other not in present], now=page.now),
        counts=tips.counts(session, chosen, by=by, now=page.now),
        topics=network.entries(session, "topic", day),
        genres=network.entries(session, "genre", day),
        units=network.units(session, day),
        sender=colleagues.name_of(session, chosen.sender),
        views=saved_views.of(session, by),
        selecting=_selecting(session, day, by),
        changes=latest,
    )


def _selecting(session: Session, day: date, by: Person) -> Selecting | None:
    """Return what may be done with several tips at once; None for those who do not decide."""
    if not access.may(by, Verb.CLAIM):
        return None
    others = [(number, name) for number, name in colleagues.moderators(session) if number != by.id]
    return Selecting(network.entries(session, "reason", day), others)


def _tip(session: Session, reference: str, page: Page, by: Person) -> TipPage | None:
    """Return the tip beside the list; none where it is gone, since the list still helps."""
    try:
        return tip_page.read(session, reference, newsroom=page.newsroom, by=by, now=page.now) if reference else None
    except TipNotFound:
        return None
