"""What changes is told to open pages: by subject only, from where they were, and no longer than the session."""

import json
from collections.abc import AsyncIterator

from review.console import events
from tests.console.desk import Desk


async def always() -> bool:
    return True


async def next_change(stream: AsyncIterator[str]) -> tuple[int, list[str]]:
    async for event in stream:
        if "data:" in event:
            lines = dict(line.split(": ", 1) for line in event.strip().splitlines())
            return int(lines["id"]), json.loads(lines["data"])
    raise AssertionError("the stream has ended")


async def test_a_change_behind_another_door_is_told_by_its_subject_alone(desk: Desk) -> None:
    stream = events.stream(desk.database, 0, always)
    tip = desk.a_tip("Nội dung chỉ ở trang của tin")

    number, subjects = await next_change(stream)

    assert number > 0
    assert subjects == [f"tip:{desk.tip(tip).id}"]


async def test_a_page_that_comes_back_is_told_only_what_it_missed(desk: Desk) -> None:
    desk.a_tip()
    number, _ = await next_change(events.stream(desk.database, 0, always))
    later = desk.a_tip()

    _, subjects = await next_change(events.stream(desk.database, number, always))

    assert subjects == [f"tip:{desk.tip(later).id}"]


async def test_the_stream_wakes_with_the_commit_and_does_not_wait_for_its_beat(desk: Desk) -> None:
    stream = events.stream(desk.database, 0, always)
    assert (await anext(stream)).startswith("retry")
    assert await anext(stream) == ":\n\n"

    desk.a_tip()

    _, subjects = await next_change(stream)
    assert subjects


async def test_the_stream_ends_with_the_session(desk: Desk) -> None:
    async def over() -> bool:
        return False

    told = [event async for event in events.stream(desk.database, 0, over)]

    assert told == ["retry: 2000\n\n"]
