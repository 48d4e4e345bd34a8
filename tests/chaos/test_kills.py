"""Killed at random again and again, the desk loses nothing and doubles nothing (promise P1)."""

import asyncio
import os
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import DeskOnDisk, kill, tips_of

SEED = int(os.environ.get("SEED", "1"))
IS_FULL = os.environ.get("CAMPAIGN") == "full"
KILLS = 200 if IS_FULL else 20
TIPS = 6_667 if IS_FULL else 667  # three updates each
PEOPLE = 60
PATIENCE = 240.0


@pytest.mark.chaos
async def test_no_tip_is_lost_or_doubled_by_kills_at_random(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)
    telegram = StandIn(FREE)
    desk = DeskOnDisk(tmp_path, await telegram.start())
    desk.enrol(PEOPLE)
    updates = tips_of(PEOPLE, TIPS, chance)
    for person in range(PEOPLE):
        telegram.world.person(810_000_000 + person, f"CTV {person}")

    await _kill_again_and_again(desk, telegram, updates, chance)

    tips = desk.scalar("SELECT count(*) FROM tip WHERE status = 'received'")
    messages = desk.scalar("SELECT count(DISTINCT text) FROM tip_message")
    doubled = desk.scalar("SELECT count(*) FROM tip_message") - messages
    with capsys.disabled():
        lost, kinds = TIPS - tips, f"{TIPS} tips ({len(updates)} updates), {KILLS} kills, seed {SEED}"
        print(f"\nkills: lost {lost} doubled {doubled} of {kinds}")
    assert (tips, messages, doubled) == (TIPS, TIPS, 0)
    assert desk.scalar("SELECT count(*) FROM tip_version") == TIPS
    assert desk.scalar("SELECT count(*) FROM audit WHERE act = 'submit'") == TIPS
    assert desk.scalar("SELECT count(DISTINCT reference) FROM tip") == TIPS
    assert desk.scalar("SELECT count(*) FROM inbox WHERE state = 'dead'") == 0
    assert desk.scalar("PRAGMA integrity_check") == "ok"
    assert desk.scalar("SELECT count(*) FROM pragma_foreign_key_check()") == 0
    await telegram.stop()


async def _kill_again_and_again(
    desk: DeskOnDisk, telegram: StandIn, updates: list[dict[str, Any]], chance: random.Random
) -> None:
    """Offer the updates in portions, one portion before each kill, then let the desk finish."""
    portion = len(updates) // KILLS + 1
    for number in range(KILLS):
        for update in updates[number * portion : (number + 1) * portion]:
            telegram.queue.put(update)
        process = desk.start()
        await _until(partial(_has_called_since, telegram, len(telegram.ledger.calls())))
        await asyncio.sleep(chance.uniform(0.0, 0.5))  # the moment of death is what is random here
        kill(process)
    process = desk.start()
    try:
        await _until(lambda: not len(telegram.queue) and _is_idle(desk))
    finally:
        kill(process)


def _has_called_since(telegram: StandIn, number: int) -> bool:
    return len(telegram.ledger.calls()) > number


def _is_idle(desk: DeskOnDisk) -> bool:
    return bool(desk.scalar("SELECT count(*) FROM inbox WHERE state = 'new'") == 0)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)  # another process is at work; it cannot be awaited
