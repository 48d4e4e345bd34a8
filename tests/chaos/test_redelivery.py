"""Redelivered, doubled, renumbered, old, by two ways at once: an update has one effect (promise P4)."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.telegram import webhook
from bot.telegram.receive import fetch
from review import inbox
from review.access import Role
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo, opened_stage

STORIES = size(1, 40)
MOST_TIMES = size(2, 5)
EVERY = size(3, 1)  # so many steps the desk is struck
SECRET = "a-word-of-the-test"
TABLES = (
    "tip",
    "tip_message",
    "tip_version",
    "decision",
    "question",
    "attachment",
    "draft",
    "audit",
    "outbox",
    "person",
)
TOLD_ONCE = ("tip", "tip_message", "tip_version", "decision")
CALM = 3.1  # seconds between two questions with one offset, else the server makes us wait (R7)
NEW_NUMBERS = range(2_000_001, 1_000_000_001)  # where Telegram begins anew after a week of silence

pytestmark = pytest.mark.chaos


@dataclass
class Redelivery:
    """Gives the desk what it has had already, again and again, and counts what that changes."""

    stage: Stage
    luck: random.Random
    hook: httpx.AsyncClient
    deliveries: int = 0
    changed: list[str] = field(default_factory=list)

    async def strikes(self, after: str) -> None:
        """Deliver earlier updates one to five times, in any order, under any number, polled and pushed at once."""
        await self.stage.time_passes(minutes=1)  # so that nothing of its own falls due meanwhile
        before = self.state(TABLES)
        for update in self._chosen():
            for _ in range(self.luck.randint(1, MOST_TIMES)):
                await self._delivers(update)
        await self._drains()
        self.changed += [f"{after}: {table}" for table, rows in self.state(TABLES).items() if rows != before[table]]

    def state(self, tables: tuple[str, ...]) -> dict[str, list[Any]]:
        return {table: self.rows(table) for table in tables} | {"sent": [self.stage.sent_count()]}

    def rows(self, table: str) -> list[Any]:
        query = f"SELECT * FROM {table} ORDER BY id"  # noqa: S608 - the test's own words
        return list(self.stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).all()))

    def _chosen(self) -> list[dict[str, Any]]:
        """Return the newest updates and some older ones, shuffled."""
        known = list(self.stage.telegram.queue._offered.values())
        older = self.luck.sample(known, min(len(known), 2))
        chosen = known[-2:] + older
        self.luck.shuffle(chosen)
        return chosen

    async def _delivers(self, update: dict[str, Any]) -> None:
        self.deliveries += 1
        queue, content = self.stage.telegram.queue, {k: v for k, v in update.items() if k != "update_id"}
        match self.luck.choice(["again", "renumbered", "pushed", "at once"]):
            case "again":
                queue.put_again([update])
            case "renumbered":
                await self._drains()
                queue.restart_ids(self.luck.choice(NEW_NUMBERS))
                queue.put(content)
            case "pushed":
                await self._pushes(update)
            case _:
                queue.put_again([update])
                self.stage.telegram.clock.advance(CALM)
                await asyncio.gather(self.stage.settles(), self._pushes(update))

    async def _drains(self) -> None:
        """Take and confirm everything, since Telegram begins new numbers only after silence."""
        stage = self.stage
        stage.telegram.clock.advance(CALM)
        await stage.settles()
        while len(stage.telegram.queue):
            stage.telegram.clock.advance(CALM)
            stage.offset = await fetch(stage.newsroom, stage.poller, stage.offset, seconds=0)

    async def _pushes(self, update: dict[str, Any]) -> None:
        answer = await self.hook.post(webhook.PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answer.status_code == httpx.codes.OK


@pytest.fixture
async def redelivery(database_url: str, tmp_path: Path) -> AsyncIterator[Redelivery]:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        settings = replace(stage.newsroom.settings, telegram_webhook_secret=SECRET)
        app = webhook.before(FastAPI(), replace(stage.newsroom, settings=settings))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk") as hook:
            yield Redelivery(stage, chance("redelivery"), hook)


@ON_BOTH_IN_FULL
async def test_whatever_comes_again_changes_nothing(redelivery: Redelivery, capsys: pytest.CaptureFixture[str]) -> None:
    stage, steps = redelivery.stage, 0
    for number in range(STORIES):
        for name, step in a_story(stage, number):
            await step()
            steps += 1
            if steps % EVERY == 0:
                await redelivery.strikes(name)

    told = Figures(capsys, "redelivery", doubled=len(redelivery.changed))
    tips = stage.count("tip", "status <> 'composing'")
    told.lost = 3 * STORIES - tips
    told.others = {"deliveries too many": redelivery.deliveries, "changed": redelivery.changed or "nothing"}
    told.told(f"{tips} tips in {steps} steps")


@ON_BOTH_IN_FULL
async def test_a_week_old_message_makes_no_second_tip(redelivery: Redelivery) -> None:
    stage = redelivery.stage
    for _, step in a_story(stage, 0):
        await step()
    before = redelivery.state(TOLD_ONCE)
    kept = {row[4] for row in redelivery.rows("tip_message")}
    old = [update for update in stage.telegram.queue._offered.values() if update.get("message", {}).get("text")]
    old = [update for update in old if update["message"]["message_id"] in kept]
    await stage.time_passes(days=8)
    stage.database.act_now(lambda session: inbox.forget(session, now=stage.now))
    assert stage.count("inbox") == 0

    stage.telegram.queue.put_again(old)
    await stage.settles()

    after = redelivery.state(TOLD_ONCE)
    assert stage.count("inbox") == len(old) > 0
    assert {table: after[table] for table in TOLD_ONCE} == {table: before[table] for table in TOLD_ONCE}


Step = Callable[[], Awaitable[Any]]


def a_story(stage: Stage, number: int) -> list[tuple[str, Step]]:
    """Return the steps of three people through everything a desk does."""
    lan = Correspondent(stage, 700_002_000 + number, "Lan")
    minh = Staff(stage, 700_003_000 + number, "Minh")
    ha = Staff(stage, 700_004_000 + number, "Hà", role=Role.EDITOR)
    first: list[int] = []

    async def starts() -> None:
        first.append(await lan.says("Sáng nay phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến."))

    async def ticks() -> None:
        await minh.presses_on_card(lan.last_reference(), "Hỏi thêm")
        await minh.presses_data(stage.group, *_button_beginning(minh, stage.group, "v1:t:", ":tick.Q01"))

    return [
        ("join", lan.joins),
        ("staff join", minh.joins),
        ("editor joins", ha.joins),
        ("help", lambda: lan.says("/trogiup")),
        ("text", starts),
        ("edit", lambda: lan.edits(first[0], "Sáng nay phường Bình Mẫu mở hai bàn hướng dẫn.")),
        ("album", lambda: lan.sends_album([a_photo("red"), a_photo("blue"), a_photo("green")], "Ba ảnh")),
        ("done", lambda: lan.presses("Xong")),
        ("what about", lambda: lan.presses("Nội dung")),
        ("this", lambda: lan.presses("Chính quyền số, trực tuyến")),
        ("send", lambda: lan.presses("Gửi Ban Biên tập")),
        ("claim", lambda: minh.presses_on_card(lan.last_reference(), "Nhận")),
        ("tick", ticks),
        ("ask", lambda: minh.presses_on_card(lan.last_reference(), "Gửi câu hỏi")),
        ("answer", lambda: lan.says("Đây là câu trả lời.")),
        ("is answer", lambda: lan.presses("Trả lời câu hỏi")),
        ("approve", lambda: minh.presses_on_card(lan.last_reference(), "Duyệt")),
        ("second tip", lambda: lan.sends("Chiều nay phường trả kết quả tại nhà.")),
        ("withdraw", lambda: lan.says("/rut")),
        ("which one", lambda: lan.presses(lan.last_reference())),
        ("yes", lambda: lan.presses("Rút tin")),
        ("third tip", lambda: lan.sends("Tối nay có cuộc họp tổ dân phố.")),
        ("reject", lambda: minh.presses_on_card(lan.last_reference(), "Không dùng")),
        ("unfinished", lambda: lan.says("Một tin dở dang")),
        ("cancel", lambda: lan.says("/huy")),
        ("unfinished again", lambda: lan.says("Lại một tin dở dang")),
        ("language", lambda: lan.says("/ngonngu")),
        ("english", lambda: lan.presses("English")),
    ]


def _button_beginning(minh: Staff, chat: int, begins: str, ends: str) -> tuple[int, str]:
    for message_id, rows in reversed(minh._keyboards(chat)):
        for row in rows:
            for button in row:
                data = button.get("callback_data", "")
                if data.startswith(begins) and data.endswith(ends):
                    return message_id, data
    raise AssertionError("no such button")
