"""Downtime of any length: what was due happens once, what is lost is named with its exact window (promise P11)."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.receive import poll
from review import silence
from review.access import Role
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, opened_stage

EPISODES = size(8, 150)
DOWN = (30, 160, 600, 3600, 5 * 3600, 23 * 3600, 26 * 3600, 80 * 3600)  # seconds; a press lives 150, a message a day
FIRST = 700_020_000

pytestmark = pytest.mark.chaos


@ON_BOTH_IN_FULL
async def test_downtime_skips_nothing_doubles_nothing_and_names_what_is_lost(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, told = chance("downtime"), Figures(capsys, "downtime")
    gaps: list[tuple[datetime, datetime]] = []
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan, minh = Correspondent(stage, FIRST, "Lan"), Staff(stage, FIRST + 1, "Minh")
        chief = Staff(stage, FIRST + 2, "Quản trị", role=Role.ADMIN)
        for person in (lan, minh, chief):
            await person.joins()
        begun, said, lengths = stage.now, 0, list(DOWN)
        luck.shuffle(lengths)
        for number in range(EPISODES):
            reference = await lan.sends(f"Tin {number}: phường mở bàn hướng dẫn.")
            await minh.presses_on_card(reference, luck.choice(["Duyệt", "Nhận"]))
            hears(stage)
            away = lengths[number % len(lengths)]
            went = stage.now
            said += passes_unheard(stage, lan, away, parts=luck.randint(1, 4), number=number)
            await stage.settles()
            hears(stage)
            await stage.time_passes(seconds=30)
            if away > silence.KEPT.total_seconds():
                gaps.append((went, stage.now - timedelta(seconds=30) - silence.KEPT))
            if stage.count("tip", "status = 'composing'"):
                await lan.presses("Xong")
                await lan.presses("Gửi Ban Biên tập")

        expired = expired_unheard(stage)
        kept = stage.count("tip_message", "text LIKE 'Lúc vắng%'")
        told.lost = said - kept - expired
        told.doubled = stage.count("outbox", "kind = 'approved'") - stage.count("decision", "verb = 'approve'")
        days = (stage.now - begun) / timedelta(days=1)
        told.others = {"expired at Telegram": expired, "gaps named": len(gaps)}
        told.told(f"{EPISODES} times away in {days:.0f} days")
        assert stage.count("outbox", "kind = 'approved' AND state = 'sent'") == stage.count(
            "decision", "verb = 'approve'"
        )
        assert stage.count("outbox", "state = 'new'") == 0
        assert named(stage) == gaps
        assert sum("có thể đã mất" in text for text in chief.sees()) == len(gaps)


def passes_unheard(stage: Stage, lan: Correspondent, seconds: int, *, parts: int, number: int) -> int:
    """Let time pass with the desk away while Lan writes; returns how many messages she wrote."""
    for part in range(parts):
        stage.telegram.clock.advance(seconds / (parts + 1))
        stage.telegram.stage.says(lan.chat, lan.account, f"Lúc vắng {number} {part}")
    stage.telegram.clock.advance(seconds / (parts + 1))
    return parts


def expired_unheard(stage: Stage) -> int:
    """Return how many of the messages written while the desk was away Telegram has dropped after its day."""
    offered = stage.telegram.queue._offered
    numbers = [number for e in stage.telegram.ledger.since(what="expired") for number in e.details["update_ids"]]
    return sum(str(offered[number].get("message", {}).get("text", "")).startswith("Lúc vắng") for number in numbers)


def hears(stage: Stage) -> None:
    """Note that Telegram was heard, as the poller does after each answer."""
    stage.database.act_now(lambda session: silence.hear(session, now=stage.now))


def named(stage: Stage) -> list[tuple[datetime, datetime]]:
    """Return the windows the admin was told of, in order."""
    query = "SELECT details FROM outbox WHERE kind = 'silence' ORDER BY id"
    rows = stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalars().all())
    return [(moment(row, "from"), moment(row, "until")) for row in rows]


def moment(details: Any, name: str) -> datetime:
    given = json.loads(details) if isinstance(details, str) else details  # SQLite gives JSON as text
    return datetime.fromisoformat(given[name])


@ON_BOTH_IN_FULL
async def test_the_poller_notes_when_it_was_heard(database_url: str, tmp_path: Path) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan = Correspondent(stage, FIRST, "Lan")
        stage.telegram.world.person(lan.account, "Lan")
        stage.telegram.stage.says(lan.chat, lan.account, "Chào")
        polling = asyncio.create_task(poll(stage.newsroom, stage.poller))
        try:
            async with asyncio.timeout(60):
                while stage.database.read_now(silence.last_heard) is None:
                    await asyncio.sleep(0.01)
        finally:
            polling.cancel()

        assert stage.database.read_now(silence.last_heard) == stage.now
        assert stage.count("inbox") == 1
