"""In an outage one call at a time tries the line, and nobody is held for long."""

import asyncio
from collections import Counter

import pytest
from telegram.error import NetworkError, TelegramError
from telegram.request import RequestData

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from bot.telegram.breaker import TRIPPED_AFTER, Breaker, LineDown
from bot.telegram.failures import Meaning, understand
from bot.telegram.request import AiohttpRequest

TOKEN = "7000000001:a-token-for-the-stand-in-alone"


async def test_a_line_that_is_down_is_tried_by_one_at_a_time_and_found_up_at_once() -> None:
    telegram = StandIn(FREE, token=TOKEN, faults=[{"kind": "gateway", "method": "getMe", "count": None}])
    url = f"{await telegram.start()}/bot{TOKEN}/getMe"
    line = AiohttpRequest()
    await line.initialize()

    async def call() -> str:
        try:
            came = await line.post(url, RequestData([]))
        except TelegramError as error:
            return understand(error).meaning.value
        return "up" if isinstance(came, dict) else "odd"

    first = await asyncio.gather(*(call() for _ in range(TRIPPED_AFTER)))
    waiting = [asyncio.create_task(call()) for _ in range(50)]
    while telegram.ledger.count("ambiguous") == TRIPPED_AFTER:  # noqa: ASYNC110 - turns of the loop until one tries
        await asyncio.sleep(0)
    telegram.faults.clear()
    then = await asyncio.gather(*waiting)
    await line.shutdown()
    await telegram.stop()

    assert set(first) == {"perhaps"}
    assert telegram.ledger.count("ambiguous") == TRIPPED_AFTER + 1
    assert Counter(then) == {"perhaps": 1, "up": 49}


async def test_a_line_that_stays_down_sends_those_who_wait_away_unsent() -> None:
    breaker = Breaker()
    for _ in range(TRIPPED_AFTER):
        breaker.note(is_fault=True)
    async with breaker.turn():
        error = NetworkError("down")
        with pytest.raises(LineDown) as down:
            await in_a_moment(breaker)
        breaker.note(is_fault=False)
    error.__cause__ = down.value

    assert understand(error).meaning is Meaning.LATER


async def in_a_moment(breaker: Breaker) -> None:
    """Wait for a turn with less patience than the desk has."""
    async with breaker.turn(patience=0.01):
        raise AssertionError("it is another's turn")
