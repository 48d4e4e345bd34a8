"""The line holds against any faithful Bot API: a message becomes a draft and its sender is told, in all its habits."""

import asyncio
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.telegram import door
from review.access import Role
from review.db import Session
from review.desk.house_keys import GROUP_SETTING
from review.invitations import Invited
from review.network import set_setting
from review.newsroom import Newsroom, open_newsroom
from review.people import begin_enrolment, complete_enrolment
from review.settings import load
from tests.stories.another_api import AnotherApi, Json, listening
from tests.stories.habits import Habits
from tests.stories.stage import a_photo

LAN: Json = {"id": 700000101, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
MINH: Json = {"id": 700000201, "is_bot": False, "first_name": "Minh", "language_code": "vi"}
PRIVATE: Json = {"id": LAN["id"], "type": "private", "first_name": "Lan"}
GROUP = -1_007_000_000_001
PHOTO = a_photo()
TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
CALLED = {"getme", "setmycommands", "getupdates", "sendmessage", "editmessagetext", "answercallbackquery"}
CALLED |= {"getfile", "sendphoto", "deletemycommands", "setmydescription", "setmyshortdescription", "setchatmenubutton"}
MOST_POLLS = 40  # some dozen are needed; a server that never waits is not to be asked all the time
HABITS = {
    "none": Habits(),
    "another version": Habits(adds_fields=True, is_pretty=True),
    "as little as allowed": Habits(leaves_out=True, answers_true=True),
    "chunked and packed": Habits(is_chunked=True, is_packed=True),
    "a connection each": Habits(hangs_up=True),
    "impatient": Habits(is_impatient=True),
    "refusing under 200, loudly": Habits(refuses_with_200=True, shouts=True, misses_once=True),
    "refusing loudly": Habits(shouts=True, misses_once=True),
    "never waiting": Habits(polls_at_once=True),
    "large numbers with gaps": Habits(first_update=2**52, step=1009, first_message=2**31),
    "falling numbers": Habits(counts_down=True),
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
async def test_a_message_becomes_a_draft_and_its_sender_is_told(habits: Habits, migrated: Path, tmp_path: Path) -> None:
    api = AnotherApi(habits)
    shutil.copy(migrated, tmp_path / "tinbai.sqlite3")
    async with listening(api) as address:
        newsroom = a_newsroom(tmp_path, address)
        desk = asyncio.gather(door.receive(newsroom), door.work(newsroom))
        try:
            await the_line(api, newsroom)
        finally:
            desk.cancel()
            await asyncio.gather(desk, return_exceptions=True)
            newsroom.close()

    assert set(api.methods) <= CALLED
    assert api.methods["getupdates"] < MOST_POLLS
    assert api.bodies == {"application/x-www-form-urlencoded", "multipart/form-data"}
    assert PHOTO not in api.files["sent"]  # a copy of ours, never the original


async def the_line(api: AnotherApi, newsroom: Newsroom) -> None:
    """Lan sends a tip with a photo, Minh looks at the photo and approves on the card, Lan is told."""
    await api.says(PRIVATE, LAN, TEXT)
    await api.shows(PRIVATE, LAN, PHOTO)
    await fetched(newsroom)
    for label in ("Xong", "Gửi Ban Biên tập"):
        message, data = await api.until(partial(api.button, LAN["id"], label))
        await api.presses(LAN, message, data)
    await api.until(lambda: api.told(LAN["id"], "Đã nhận tin T-"))
    card, data = await api.until(lambda: api.button(GROUP, "Ảnh (1)"))
    await api.presses(MINH, card, data)
    await api.until(lambda: "sent" in api.files)
    card, data = await api.until(lambda: api.button(GROUP, "Duyệt"))

    query = await api.presses(MINH, card, data)

    await api.until(lambda: query in api.answers)
    assert "B-" in api.answers[query]["text"]
    await api.until(lambda: api.told(LAN["id"], "được duyệt"))


async def fetched(newsroom: Newsroom) -> None:
    """Wait until the photo is stored: what is not cannot be shown yet."""
    stored = text("SELECT count(*) FROM attachment WHERE state = 'stored'")
    async with asyncio.timeout(60):
        while not await newsroom.database.read(lambda s: s.connection().execute(stored).scalar_one()):  # noqa: ASYNC110 - a table cannot be awaited
            await asyncio.sleep(0.01)


def a_newsroom(folder: Path, address: str) -> Newsroom:
    """Open a desk with Lan and Minh on it."""
    settings = {
        "DATA_DIR": str(folder),
        "TELEGRAM_TOKEN": "7000000001:a-token-for-another-api",
        "TELEGRAM_API_BASE": address,
        "TELEGRAM_BUDGETS": "none",
        "QUIET_HOURS": "none",
    }
    newsroom = open_newsroom(replace(load(settings, dotenv=None), undo_seconds=0))
    newsroom.database.act_now(lambda session: _people(session, newsroom))
    return newsroom


def _people(session: Session, newsroom: Newsroom) -> None:
    now = newsroom.clock()
    set_setting(session, GROUP_SETTING, str(GROUP))
    for user, role in ((LAN, Role.CORRESPONDENT), (MINH, Role.MODERATOR)):
        invited = Invited(0, role, "p-binh-mau" if role is Role.CORRESPONDENT else None, user["first_name"])
        account = {"account_id": user["id"], "chat_id": user["id"]}
        member = begin_enrolment(
            session, invited, door="telegram", name=user["first_name"], locale="vi", now=now, **account
        )
        complete_enrolment(session, member, now=now)
