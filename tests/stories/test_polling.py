"""Receiving for as long as a server lives: what was silent for a week begins to count anew (R5)."""

import asyncio

from bot.telegram.receive import poll
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage


async def until(holds: "asyncio.Future[None] | None", stage: Stage, updates: int) -> None:
    async with asyncio.timeout(60):
        while stage.count("inbox") < updates or stage.telegram.queue._poll is holds:  # noqa: ASYNC110 - a task of its own, to be looked at
            await asyncio.sleep(0.01)


@ON_SQLITE
async def test_r5_after_a_week_of_silence_lower_numbers_are_not_taken_for_old_ones(
    stage: Stage, quan: Correspondent
) -> None:
    telegram = stage.telegram
    telegram.world.person(quan.account, quan.name)
    polling = asyncio.create_task(poll(stage.newsroom, stage.poller))
    telegram.stage.says(quan.chat, quan.account, "trước")
    await until(None, stage, updates=1)

    before = telegram.queue._poll
    telegram.clock.advance(7 * 24 * 3600)
    await until(before, stage, updates=1)
    telegram.queue.restart_ids(telegram.queue._next_id - 5)
    telegram.stage.says(quan.chat, quan.account, "sau")
    await until(None, stage, updates=2)
    polling.cancel()

    assert stage.count("inbox") == 2
