"""The month in plain figures; royalties and papers come with the reports of a later version."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from review.clock import desk_date
from review.console.gate import Room, SeesQueue
from review.console.pages import ThisPage
from review.lists import figures

router = APIRouter()
DECEMBER = 12
A_MONTH = r"(20[0-9]{2})-(0[1-9]|1[0-2])"


@router.get("/reports")
async def month(
    room: Room, page: ThisPage, _signed: SeesQueue, month: Annotated[str, Query(pattern=f"^({A_MONTH})?$")] = ""
) -> Response:
    """Show what came in during one month, this one where none is named."""
    zone = room.rules.zone
    today = desk_date(page.now, zone)
    year, number = (int(part) for part in month.split("-")) if month else (today.year, today.month)
    begins, ends = datetime(year, number, 1, tzinfo=zone), datetime(*_after(year, number), 1, tzinfo=zone)
    found = await room.database.read(lambda session: figures.received(session, begins, ends))
    before, after = _named(*_before(year, number)), _named(*_after(year, number))
    return page.html("reports.html", figures=found, begins=begins, before=before, after=after)


def _after(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == DECEMBER else (year, month + 1)


def _before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, DECEMBER) if month == 1 else (year, month - 1)


def _named(year: int, month: int) -> str:
    return f"{year}-{month:02d}"
