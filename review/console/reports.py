"""The month in plain figures, and its papers as files."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from review.clock import desk_date
from review.console.gate import Room, SeesQueue
from review.console.pages import ThisPage
from review.errors import NotFound
from review.exports.forms import DOCX_TYPE
from review.lists import figures
from review.reports import papers
from review.reports.written import FORMATS, write

router = APIRouter()
DECEMBER = 12
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": DOCX_TYPE,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
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
    return page.html(
        "reports.html", figures=found, begins=begins, before=before, after=after, papers=papers.PAPERS, forms=FORMATS
    )


@router.get("/reports/papers/{name}.{extension}")
async def paper(name: str, extension: str, period: str, room: Room, page: ThisPage, signed: SeesQueue) -> Response:
    """Offer a paper as a file; that it was handed out is kept, so that its check sum is recognised."""
    if extension not in FORMATS:
        raise NotFound("there is no such form")
    zone = room.rules.zone
    made = await room.database.read(lambda session: papers.make(session, name, period, zone=zone))
    await room.database.act(
        lambda session: papers.hand_out(session, name, made, unit="", by=signed.person.id, door="console", now=page.now)
    )
    data = await asyncio.to_thread(write, made, extension, organisation=room.settings.organisation)
    named = f'attachment; filename="{name}-{made.period_name}.{extension}"'
    return Response(data, media_type=MEDIA_TYPES[extension], headers={"Content-Disposition": named})


def _after(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == DECEMBER else (year, month + 1)


def _before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, DECEMBER) if month == 1 else (year, month - 1)


def _named(year: int, month: int) -> str:
    return f"{year}-{month:02d}"
