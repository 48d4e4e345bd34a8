"""Who looks at which tip: told to the others while the page is open, and forgotten by itself."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

from review import onlookers
from review.access import Person
from review.console import events
from review.console.watching import Watching
from review.db import Session
from review.models import DeskSetting
from tests.console.desk import Desk


async def always() -> bool:
    return True


def watching(desk: Desk, person: Person, tip: int = 0) -> Watching:
    return Watching(desk.database, desk.clock, person, tip)


async def told(stream: AsyncIterator[str]) -> dict[str, list[str]]:
    async for event in stream:
        if event.startswith("event: onlookers"):
            found: dict[str, list[str]] = json.loads(event.partition("data: ")[2])
            return found
    raise AssertionError("the stream has ended")


def present(desk: Desk) -> onlookers.Onlookers:
    return desk.database.read_now(lambda session: onlookers.present(session, now=desk.clock()))


async def test_the_others_see_who_looks_and_when_they_leave(desk: Desk, minh: Person, ha: Person) -> None:
    tip = desk.tip(desk.a_tip()).id or 0
    at_has = events.stream(desk.database, 99, always, watching(desk, ha))
    minhs = watching(desk, minh, tip)
    await minhs.keep()

    assert await told(at_has) == {str(tip): ["Minh"]}
    minhs.end()
    assert await told(at_has) == {}


async def test_nobody_is_told_of_themselves(desk: Desk, minh: Person) -> None:
    tip = desk.tip(desk.a_tip()).id or 0
    mine, another_page = watching(desk, minh, tip), watching(desk, minh, tip)
    await mine.keep()
    await another_page.keep()

    assert desk.database.read_now(mine.others) == {}
    assert present(desk) == {tip: ((minh.id, "Minh"),)}


async def test_an_open_page_writes_twice_a_minute_and_not_more(desk: Desk, minh: Person) -> None:
    tip = desk.tip(desk.a_tip()).id or 0
    page = watching(desk, minh, tip)
    said = []
    for _ in range(60):
        await page.keep()
        said.append(page.said_at)
        desk.clock.at += timedelta(seconds=1)

    assert len(set(said)) == 2


async def test_what_a_page_that_died_has_said_is_over_in_a_minute_and_cleared_by_the_next(
    desk: Desk, minh: Person, ha: Person
) -> None:
    tip = desk.tip(desk.a_tip()).id or 0
    await watching(desk, minh, tip).keep()
    desk.clock.at += onlookers.LOOK

    assert present(desk) == {}
    await watching(desk, ha, tip).keep()

    words = [row for row in desk.rows(DeskSetting) if row.name.startswith(onlookers.PREFIX)]
    assert [json.loads(row.value)["person"] for row in words] == [ha.id]


async def test_a_tip_that_is_none_is_not_looked_at(desk: Desk, minh: Person) -> None:
    page = watching(desk, minh, 999_999)

    await page.keep()

    assert present(desk) == {}


def test_a_word_in_another_form_is_overlooked(desk: Desk) -> None:
    def write(session: Session) -> None:
        session.add(DeskSetting(name=onlookers.PREFIX + "x", value="[1]"))

    desk.database.act_now(write)

    assert present(desk) == {}
