"""`/calendar`: when the desk works, the holidays of a year, and the desk's own hours and days."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Response

from review import workdays
from review.clock import desk_date
from review.console import said
from review.console.acting import DOOR, act
from review.console.gate import ManagesRules, Room, SeesQueue
from review.console.pages import ThisPage
from review.db import Session
from review.workdays import SpecialDay
from review.working_time import Calendar

router = APIRouter(prefix="/calendar")
Year = Annotated[int, Query(ge=2000, le=2099)]
WORKS = {"off": False, "work": True, "usual": None}


@router.get("")
async def calendar(room: Room, page: ThisPage, _signed: SeesQueue, year: Year | None = None) -> Response:
    """Show the calendar of a year, this one where none is named."""
    chosen = year or desk_date(page.now, room.rules.zone).year

    def read(session: Session) -> tuple[Calendar, tuple[SpecialDay, ...]]:
        return workdays.calendar(session), workdays.special_days(session, chosen)

    found, days = await room.database.read(read)
    return page.html(
        "calendar.html",
        calendar=found,
        hours=workdays.hours_text(found),
        days=days,
        year=chosen,
        is_announced=workdays.is_announced(chosen),
        answer_hours=room.rules.answer_hours,
    )


@router.post("/hours")
async def hours(
    page: ThisPage,
    signed: ManagesRules,
    hours: Annotated[str, Form(max_length=100)],
    code: Annotated[list[int], Form(max_length=7)] = [],  # noqa: B006 - FastAPI copies the default
) -> Response:
    """Set the working hours and the days of the week."""

    def do(session: Session) -> None:
        workdays.set_hours(session, hours, by=signed.person.id, door=DOOR, now=page.now)
        workdays.set_weekdays(session, code, by=signed.person.id, door=DOOR, now=page.now)

    await act(page, signed, "set_calendar", "desk", do)
    return said.then("/calendar", "calendar.kept")


@router.post("/day")
async def special_day(
    page: ThisPage,
    signed: ManagesRules,
    day: Annotated[date, Form()],
    works: Annotated[Literal["off", "work", "usual"], Form()],
    name: Annotated[str, Form(max_length=workdays.LONGEST_NAME)] = "",
) -> Response:
    """Have the desk rest or work on a day, or take back what it had decided."""

    def do(session: Session) -> None:
        workdays.set_day(session, day, works=WORKS[works], name=name, by=signed.person.id, door=DOOR, now=page.now)

    await act(page, signed, "set_calendar", "desk", do)
    return said.then(f"/calendar?year={day.year}" if 2000 <= day.year < 2100 else "/calendar", "calendar.kept")  # noqa: PLR2004 - years the page shows
