"""One bad update never delays another by more than one retry, and never vanishes (promise P3)."""

import logging
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from telegram.error import TelegramError

from bot.telegram.receive import fetch
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.chaos.updates import CANARY, a_text, as_sent, good_of_every_kind, spoiled, unreadable
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage, opened_stage

MIXED, CLEAN = size(5, 200), 5  # people whose chats hold bad updates too, and people whose do not
FIRST = 700_001_000
FIRST_NUMBER = 1000
GOOD, BAD, UNREADABLE = size(40, 1000), size(100, 10_000), size(8, 300)
PATIENT_AFTER = 15
MOST_SECONDS = 3600  # on the virtual clock, until the last dead letter

pytestmark = pytest.mark.chaos


@ON_BOTH_IN_FULL
async def test_bad_updates_delay_nobody_and_are_set_aside(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "telegram")  # as the command does; its DEBUG holds what is said
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        for number in range(MIXED + CLEAN):
            await Correspondent(stage, FIRST + number, f"CTV {number}").joins()
        kept = stage.count("inbox")
        updates, owed = a_mixture()
        for update in updates:
            stage.telegram.queue.put(as_sent(update))

        await stage.settles()
        at_once = Counter(chat for chat, _ in good_tips(stage))
        waited = await until_nothing_waits(stage)

        told = Figures(capsys, "poison")
        told.lost = len(set(owed) - set(good_tips(stage))) + kept + distinct(updates) - stage.count("inbox")
        told.doubled = len(good_tips(stage)) - len(set(good_tips(stage)))
        dead = stage.count("inbox", "state = 'dead'")
        told.others = {"dead letters": dead, "until the last": f"{waited} s"}
        told.told(f"{GOOD} good among {BAD} spoiled and {UNREADABLE} unreadable")
        assert all(at_once[chat] == each for chat, each in Counter(chat for chat, _ in owed).items() if is_clean(chat))
        assert [tip for tip in good_tips(stage) if tip in set(owed)] == sorted(owed)
        assert stage.count("inbox", "state = 'dead' AND raw = ''") == 0
        assert dead >= min(UNREADABLE, 5)
        assert CANARY not in caplog.text


@ON_BOTH_IN_FULL
async def test_an_update_without_a_number_is_kept_and_passed(database_url: str, tmp_path: Path) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        numbers: list[Any] = [None, "x", 2.5, [], 10**30]
        for number in numbers:
            stage.telegram.queue.put(as_sent({"update_id": number, **a_text(FIRST, 1, f"{CANARY} {number}")}))

        with pytest.raises(TelegramError, match="numbers"):
            await fetch(stage.newsroom, stage.poller, None, seconds=0)

        assert stage.count("inbox", f"raw LIKE '%{CANARY}%'") == 5


@pytest.mark.parametrize("kind", ["truncated", "html"])
@ON_BOTH_IN_FULL
async def test_an_answer_spoiled_on_its_way_is_asked_for_again(database_url: str, tmp_path: Path, kind: str) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        stage.telegram.faults.add({"kind": kind, "method": "getupdates", "count": 2})
        stage.telegram.queue.put(a_text(FIRST, 1, "Tin một"))

        with pytest.raises(TelegramError, match="no update"):
            await fetch(stage.newsroom, stage.poller, None, seconds=0)
        assert stage.count("inbox") == 0
        await stage.settles()

        assert stage.count("inbox", "state = 'done'") == 1
        assert stage.count("inbox") == 1


def distinct(updates: list[dict[str, Any]]) -> int:
    """Return how many updates there are, those counted once of which so much was taken away that they are the same."""
    return len({orjson.dumps(as_sent(update)) for update in updates})


def is_clean(chat: int) -> bool:
    return chat >= FIRST + MIXED


def a_mixture() -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    """Return updates, and which (chat, number) of them are good."""
    luck = chance("poison")
    kinds = ["good"] * GOOD + ["bad"] * BAD + ["unreadable"] * UNREADABLE
    luck.shuffle(kinds)
    updates, owed = [], []
    for number, kind in enumerate(kinds, FIRST_NUMBER):
        if kind == "good":
            owed.append((FIRST + luck.randrange(MIXED + CLEAN), number))
            updates.append(a_text(*owed[-1], f"Tốt {number}"))
        elif kind == "bad":
            kinds_of_bad = good_of_every_kind(FIRST + luck.randrange(MIXED), 10_000_000 + number)
            updates.append(spoiled(luck.choice(kinds_of_bad), luck))
        else:
            updates.append(unreadable(luck))
    return updates, owed


async def until_nothing_waits(stage: Stage) -> int:
    """Let time pass until every update is done or dead; returns the seconds."""
    passed = 0
    while stage.count("inbox", "state = 'new'"):
        assert passed < MOST_SECONDS, "an update waits for ever"
        seconds = 1 if passed < PATIENT_AFTER else PATIENT_AFTER
        await stage.time_passes(seconds=seconds)
        passed += seconds
    return passed


def good_tips(stage: Stage) -> list[tuple[int, int]]:
    """Return (chat, number) of the good messages that became part of a tip, chat by chat as they came."""
    query = "SELECT chat_id, message_id FROM tip_message WHERE text LIKE 'Tốt %' ORDER BY chat_id, id"
    rows = stage.database.read_now(lambda session: session.connection().exec_driver_sql(query.replace("%", "%%")).all())
    return [(row[0], row[1]) for row in rows]
