"""The days of the desk are counted by themselves, so that the page of figures reads no tips."""

import asyncio
import logging
import time
from itertools import islice

from review import workdays
from review.db import Session, StoreUnavailable
from review.newsroom import Newsroom
from review.reports import desk_day, desk_keeping
from review.reports.desk_day import Day

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
AT_ONCE = 20
SHARE = 20  # of all time at most one part goes into counting, also where a day holds very many tips


async def keep_counting(newsroom: Newsroom) -> None:
    """Count what is due until cancelled; days from before there were figures follow each other with a breath."""
    while True:
        began, number = time.monotonic(), 0
        try:
            number = await count_due(newsroom)
        except StoreUnavailable as error:
            log.warning("counting: the database is not to be had (%s)", type(error.orig).__name__)
        is_behind = number == AT_ONCE
        await asyncio.sleep(max(0.0 if is_behind else EVERY_SECONDS, (time.monotonic() - began) * SHARE))


async def count_due(newsroom: Newsroom) -> int:
    """Count some of the days that are due and return how many those were."""
    now, zone = newsroom.clock(), newsroom.rules.zone
    days = await newsroom.database.read(lambda s: list(islice(desk_keeping.due(s, now=now, zone=zone), AT_ONCE)))
    for day in days:

        def count(session: Session) -> Day:
            return desk_day.count(session, day, zone=zone, calendar=workdays.calendar(session))  # noqa: B023 - awaited before the next day

        def keep(session: Session, counted: Day) -> None:
            desk_keeping.keep(session, day, counted, now=now)  # noqa: B023 - as above

        counted = await newsroom.database.read(count)
        await newsroom.database.act(lambda session: keep(session, counted))  # noqa: B023 - as above
    return len(days)
