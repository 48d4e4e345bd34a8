"""The queue: a filtered list with a tip beside it. The rows of others' acts are redrawn from the same address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from review import changes, network
from review.access import Person
from review.clock import desk_date
from review.console import tip_page
from review.console.addresses import LARGEST
from review.console.gate import Room, SeesQueue
from review.console.pages import Page, ThisPage
from review.console.tip_page import TipPage
from review.db import Session
from review.errors import TipNotFound
from review.lists import tips
from review.lists.choosing import Age, Chosen, Mark, Order, View, member, with_words
from review.lists.counting import Count
from review.lists.rows import TipRow, TipRows
from review.network import UnitView
from review.port import Entry

router = APIRouter()
LONGEST_CODE = 60
LONGEST_LINE = 200
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue; `others` are rows on the reader's screen that the filter no longer holds."""

    chosen: Chosen
    list: TipRows
    others: tuple[TipRow, ...]
    counts: dict[View, Count]
    topics: Sequence[Entry]
    units: Sequence[UnitView]
    changes: int


def chosen_by(
    view: str = "", topic: str = "", unit: str = "", age: str = "", mark: str = "", order: str = "", q: str = ""
) -> Chosen:
    """Read the filter of an address; a value nobody offers counts as none. Words are looked for among all tips."""
    line = " ".join(q[:LONGEST_LINE].split())
    chosen = Chosen(
        view=member(View, view) or (View.ALL if line else View.WAITING),
        topic=topic[:LONGEST_CODE],
        unit=unit[:LONGEST_CODE],
        age=member(Age, age),
        mark=member(Mark, mark),
        order=member(Order, order) or Order.NEWEST,
    )
    return with_words(chosen, line) if line else chosen


@router.get("/")
async def home(_signed: SeesQueue) -> Response:
    return RedirectResponse("/queue", 303)


@router.get("/queue")
async def queue(
    room: Room,
    page: ThisPage,
    signed: SeesQueue,
    chosen: Annotated[Chosen, Depends(chosen_by)],
    tip: Annotated[str, Query(max_length=20)] = "",
    below: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    shown: Annotated[list[Annotated[int, Field(le=LARGEST, ge=-LARGEST)]], Query(max_length=MOST_SHOWN)] = [],  # noqa: B006 - FastAPI copies the default
) -> Response:
    """Show the list with one tip beside it: the one the address names, else the first; telephones show one of both."""

    def read(session: Session) -> tuple[QueuePage, TipPage | None]:
        found = _list(session, chosen, page, signed.person, below, shown)
        first = found.list.rows[0].reference if found.list.rows and below is None else ""
        return found, _tip(session, tip or first, page, signed.person)

    found, opened = await room.database.read(read)
    return page.html(
        "queue.html",
        queue=found,
        tip=opened,
        is_opened=bool(tip),
        tabs=[(tab, found.counts[tab]) for tab in View],
        back=chosen.query(),
        below=below,
    )


def _list(
    session: Session, chosen: Chosen, page: Page, by: Person, below: int | None, shown: Sequence[int]
) -> QueuePage:
    number = changes.latest(session)
    day = desk_date(page.now, page.newsroom.rules.zone)
    rows = tips.page(session, chosen, by=by, now=page.now, below=below)
    present = {row.id for row in rows.rows}
    return QueuePage(
        chosen=chosen,
        list=rows,
        others=tips.some(session, [other for other in shown if other not in present], now=page.now),
        counts=tips.counts(session, chosen, by=by, now=page.now),
        topics=network.entries(session, "topic", day),
        units=network.units(session, day),
        changes=number,
    )


def _tip(session: Session, reference: str, page: Page, by: Person) -> TipPage | None:
    """Return the tip beside the list; none where it is gone, since the list still helps."""
    try:
        return tip_page.read(session, reference, newsroom=page.newsroom, by=by, now=page.now) if reference else None
    except TipNotFound:
        return None
