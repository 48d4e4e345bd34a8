"""Every method the desk calls meets every fault: it only delays, and doubles at most what was in doubt (promise P5)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.bot_api import FILE
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.chaos.troubled import Troubled, Way
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import opened_stage

Given = Mapping[str, Any]
METHODS = {
    "getUpdates": 0,
    "sendMessage": 0,
    "editMessageText": 0,
    "answerCallbackQuery": 0,
    "getFile": 1,
    FILE: 1,
    "sendPhoto": 1,
    "sendMediaGroup": 2,
}  # each with the photos a tip needs so that the method is called
FAULTS: dict[str, Given] = {
    "read timeout before accepting": {"kind": "hang_before", "seconds": 1.5},
    "read timeout after accepting": {"kind": "hang_after", "seconds": 1.5},
    "hung up": {"kind": "hang_up"},
    "reset before": {"kind": "reset_before"},
    "reset in the body": {"kind": "reset"},
    "truncated JSON": {"kind": "truncated"},
    "empty": {"kind": "empty"},
    "HTML under 200": {"kind": "html"},
    "502 with HTML": {"kind": "gateway"},
    "504 with HTML": {"kind": "gateway", "code": 504},
    "403 of a proxy": {"kind": "gateway", "code": 403},
    "a byte at a time": {"kind": "drip", "seconds": 0.0005},
    "bad gzip": {"kind": "bad_gzip"},
    "300 MB": {"kind": "huge"},
    "wrong length": {"kind": "wrong_length"},
    "late": {"kind": "delay", "seconds": 0.05},
    "clock jump": {"kind": "clock_jump", "seconds": 90.0},
    "ok:false under 200": {"kind": "not_ok", "code": 500},
    "401": {"kind": "error", "code": 401},
    "404": {"kind": "error", "code": 404},
    "409": {"kind": "error", "code": 409},
    "421": {"kind": "error", "code": 421},
    "429 for 1 s": {"kind": "error", "code": 429, "parameters": {"retry_after": 1}},
    "429 for 40 s": {"kind": "error", "code": 429, "parameters": {"retry_after": 40}},
    "429 for an hour": {"kind": "error", "code": 429, "parameters": {"retry_after": 3600}},
    "429 without parameters": {"kind": "error", "code": 429},
    "500": {"kind": "error", "code": 500},
    "503": {"kind": "error", "code": 503},
    "two in a row": {"kind": "truncated", "count": 2},
    "refused connections": {"kind": "refused", "seconds": 0.1},
}
CELLS = [(method, name) for method in METHODS for name in FAULTS]


@dataclass(frozen=True)
class Cell:
    """What came of one fault: what is missing, and how many messages more there were than without it."""

    missing: list[str]
    more: int
    in_doubt: int

    @property
    def doubled(self) -> int:
        return max(self.more - self.in_doubt, 0)


@pytest.mark.chaos
@ON_BOTH_IN_FULL
async def test_every_method_under_every_fault_only_delays(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = chance("faults").sample(CELLS, size(12, len(CELLS)))
    came: dict[tuple[str, str], Cell] = {}

    async with opened_stage(database_url, tmp_path) as stage:
        desk = Troubled.of(stage)
        lan, minh = Correspondent(desk, 700000101, "Lan"), Staff(desk, 700000201, "Minh")
        await lan.joins()
        await minh.joins()
        usual = {photos: await sends_of(Way(desk, lan, minh, photos, photos)) for photos in (0, 1, 2)}
        for number, (method, name) in enumerate(cells, start=10):
            way = Way(desk, lan, minh, number, METHODS[method])
            fault = {**FAULTS[name], "method": method}
            came[method, name] = await one_cell(way, fault, usual[way.photos])

    figures = Figures(capsys, "faults")
    figures.lost = sum(len(cell.missing) for cell in came.values())
    figures.doubled = sum(cell.doubled for cell in came.values())
    in_doubt = sum(cell.in_doubt for cell in came.values())
    figures.others["doubled within doubt"] = f"{sum(c.more for c in came.values() if c.more > 0)} of {in_doubt}"
    assert {pair: cell for pair, cell in came.items() if cell.missing or cell.doubled} == {}
    figures.told(f"{len(cells)} pairs of {len(METHODS)} methods and {len(FAULTS)} faults")


async def sends_of(way: Way) -> int:
    """Return how many messages a tip's way takes where nothing fails."""
    before = way.stage.sends()
    assert await way.goes() == []
    return way.stage.sends() - before


async def one_cell(way: Way, fault: Given, usual: int) -> Cell:
    """Walk one tip's way with one fault on it."""
    desk, telegram = way.stage, way.stage.telegram
    sends, doubt, amiss = desk.sends(), desk.in_doubt(), desk.amiss()
    if fault["kind"] == "refused":
        refusing = asyncio.create_task(telegram.refuse(fault["seconds"]))
        missing = await way.goes()
        await refusing
    else:
        struck = telegram.faults.add(fault)
        missing = await way.goes()
        telegram.faults.clear()
        missing += [] if struck.count == 0 else ["the fault itself"]
    missing += (desk.amiss() - amiss).elements()
    return Cell(missing, desk.sends() - sends - usual, desk.in_doubt() - doubt)
