"""`/reports/desk`: how the desk works, over a month, quarter or year; read from what was counted, never from tips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response
from markupsafe import Markup

from review import waiting
from review.clock import desk_date
from review.console.drawing import Pair, pairs
from review.console.gate import Room, SeesQueue
from review.console.pages import Page, ThisPage
from review.db import Session
from review.reports import desk
from review.reports.desk import DeskFigures, Stretch
from review.reports.period import FORM, Period, holding, period
from review.reports.written import FORMATS
from review.waiting import Waiting
from review.words import spoken_number

router = APIRouter()
SIZES = (1, 3, 12)
ONE = timedelta(days=1)
HOUR, DAY = 60, 24


@dataclass(frozen=True, slots=True)
class Reader:
    """How this page says periods and spans in the reader's language."""

    page: Page

    def period(self, found: Period) -> str:
        first = found.first
        if found.months == 1:
            return self.page.label("reports.month", thang=first.month, nam=first.year)
        if found.months > SIZES[1]:
            return self.page.label("desk.year", nam=first.year)
        return self.page.label("desk.quarter", quy=(first.month - 1) // 3 + 1, nam=first.year)

    def span(self, found: timedelta | None) -> str:
        """Say how long something took: minutes, hours, or days where it was long."""
        if found is None:
            return "–"
        minutes = max(round(found / timedelta(minutes=1)), 1)
        hours, rest = divmod(minutes, HOUR)
        if not hours:
            return self.page.label("desk.minutes", phut=minutes)
        if hours < DAY:
            return self.page.label("desk.hours", gio=hours, phut=rest)
        return self.page.label("desk.days", ngay=hours // DAY, gio=hours % DAY)

    def number(self, found: int) -> str:
        """Say how much waits; above what is looked at, that it is more."""
        most = found > waiting.MOST
        return spoken_number(min(found, waiting.MOST), self.page.locale) + ("+" if most else "")

    def chart(self, stretches: Sequence[Stretch], months: int) -> Markup:
        drawn = [
            Pair(
                self.short(stretch.first, months),
                self.page.label(
                    "desk.pair", ten=self.long(stretch.first, months), nhan=stretch.received, quyet=stretch.decided
                ),
                stretch.received,
                stretch.decided,
            )
            for stretch in stretches
        ]
        return pairs(drawn, title=self.page.label("desk.chart"))

    def short(self, first: date, months: int) -> str:
        """Say a stretch in a few characters: the day, the day a week begins, the month."""
        if months == 1:
            return str(first.day)
        return str(first.month) if months == SIZES[-1] else f"{first.day}/{first.month}"

    def long(self, first: date, months: int) -> str:
        if months == SIZES[-1]:
            return f"{first.month}/{first.year}"
        day = f"{first:%d/%m/%Y}"
        return day if months == 1 else self.page.label("desk.week", ngay=day)


@router.get("/reports/desk")
async def figures(
    room: Room,
    page: ThisPage,
    _signed: SeesQueue,
    named: Annotated[str, Query(alias="period", pattern=f"^({FORM.pattern})?$")] = "",
) -> Response:
    """Show a period, this month where none is named, and how much waits right now."""
    today = desk_date(page.now, room.rules.zone)
    chosen = period(named) if named else holding(today, 1)

    def read(session: Session) -> tuple[DeskFigures, Waiting]:
        return desk.figures(session, chosen), waiting.look(session, now=page.now, zone=room.rules.zone)

    found, now_waiting = await room.database.read(read)
    return page.html(
        "desk.html",
        figures=found,
        waits=now_waiting,
        period=chosen,
        before=holding(chosen.first - ONE, chosen.months),
        after=holding(chosen.after, chosen.months) if chosen.after <= today else None,
        sizes=[holding(min(today, chosen.after - ONE), months) for months in SIZES],
        forms=FORMATS,
        reader=Reader(page),
    )
