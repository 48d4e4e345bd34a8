"""The drafts by status, newest first."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response

from review import changes
from review.console.addresses import LARGEST
from review.console.gate import Room, SeesDrafts
from review.console.pages import ThisPage
from review.db import Session
from review.lists import drafts
from review.lists.counting import Count
from review.lists.drafts import DraftRows, Shelf

router = APIRouter()


@router.get("/drafts")
async def listed(
    room: Room,
    page: ThisPage,
    _signed: SeesDrafts,
    shelf: Shelf = Shelf.OPEN,
    below: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """Show one tab of the drafts."""

    def read(session: Session) -> tuple[int, DraftRows, Mapping[Shelf, Count]]:
        return changes.latest(session), drafts.page(session, shelf, below=below), drafts.counts(session)

    number, rows, counts = await room.database.read(read)
    return page.html("drafts.html", shelf=shelf, below=below, changes=number, list=rows, counts=counts)
