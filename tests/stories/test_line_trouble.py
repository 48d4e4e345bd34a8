"""Trouble on the line to Telegram only delays: it is no fault of a file, nor of the person a message is for."""

from dataclasses import replace

import pytest

from bot.telegram.commands import introduce
from bot.telegram.webhook import announce
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage, a_photo


async def test_a_file_is_fetched_after_an_hour_without_telegram(stage: Stage, lan: Correspondent) -> None:
    stage.telegram.faults.add({"kind": "html", "method": "getFile", "count": None})
    await lan.sends_photo(a_photo())
    for _ in range(24):
        await stage.time_passes(minutes=5)
    assert stage.count("attachment", "state = 'pending'") == 1

    stage.telegram.faults.clear()
    await stage.time_passes(minutes=5)

    assert stage.count("attachment", "state = 'stored'") == 1


async def test_a_file_that_telegram_refuses_is_given_up_and_said_so(stage: Stage, lan: Correspondent) -> None:
    refusal = {"kind": "error", "method": "getFile", "code": 400, "count": None}
    stage.telegram.faults.add(
        refusal | {"sentence": "Bad Request: wrong file_id or the file is temporarily unavailable"}
    )

    await lan.sends_photo(a_photo())
    for _ in range(6):
        await stage.time_passes(minutes=5)

    assert stage.count("attachment", "state = 'lost'") == 1


async def test_pages_in_place_of_a_file_and_then_refusals_do_not_lose_it(stage: Stage, lan: Correspondent) -> None:
    stage.telegram.faults.add({"kind": "html", "method": "/file", "count": 7})
    await lan.sends_photo(a_photo())
    for _ in range(6):
        await stage.time_passes(seconds=10)
    assert stage.count("attachment", "state = 'pending'") == 1

    stage.telegram.faults.clear()
    stage.telegram.faults.add({"kind": "error", "method": "getFile", "code": 400, "count": 4})
    for _ in range(6):
        await stage.time_passes(minutes=5)

    assert stage.count("attachment", "state = 'stored'") == 1


@ON_SQLITE
async def test_a_page_of_a_proxy_makes_nobody_unreachable(stage: Stage, lan: Correspondent) -> None:
    page = {"kind": "gateway", "method": "sendMessage", "code": 403}
    stage.telegram.faults.add(page)

    await lan.says("Phường mở bàn hướng dẫn.")
    await stage.time_passes(seconds=10)

    assert stage.count("account", "lost_at IS NOT NULL") == 0
    assert lan.buttons()


@ON_SQLITE
async def test_the_webhook_is_announced_as_soon_as_telegram_listens(stage: Stage) -> None:
    stage.telegram.faults.add({"kind": "error", "code": 502, "method": "setWebhook", "count": 2})
    newsroom = replace(stage.newsroom, settings=replace(stage.newsroom.settings, telegram_webhook_secret="of-a-test"))

    await announce(newsroom, pause=0.01)

    assert stage.telegram.queue.webhook["url"].endswith("/telegram/webhook")


@ON_SQLITE
async def test_a_webhook_that_is_refused_for_good_ends_nothing(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    settings = replace(stage.newsroom.settings, base_url="http://desk.example.org")

    await announce(replace(stage.newsroom, settings=settings), pause=0.01)

    assert "the webhook is refused: Bad webhook: an https url must be provided" in caplog.text
    assert stage.telegram.queue.webhook["url"] == ""


@ON_SQLITE
async def test_the_commands_are_set_although_the_first_call_fails(stage: Stage) -> None:
    stage.telegram.faults.add({"kind": "gateway", "method": "setMyCommands", "count": 3})

    await introduce(stage.worker._office, pause=0.01)

    places = {f"all_{kind}_chats:{language}" for kind in ("private", "group") for language in ("", "en")}
    assert set(stage.telegram.world.commands) == places


@ON_SQLITE
async def test_telegram_shows_in_both_languages_what_the_bot_is_for(stage: Stage) -> None:
    stage.telegram.world.commands["en"] = [{"command": "tips", "description": "from an earlier version"}]

    await introduce(stage.worker._office, pause=0.01)

    shown, commands = stage.telegram.world.shown, stage.telegram.world.commands
    assert shown["menu_button"] == {"type": "commands"}
    assert "mã mời" in shown["description:"]
    assert "invitation code" in shown["description:en"]
    assert "cộng tác viên" in shown["short_description:"]
    assert "correspondents" in shown["short_description:en"]
    assert [command["command"] for command in commands["all_private_chats:en"]][:2] == ["tips", "withdraw"]
    assert [command["command"] for command in commands["all_group_chats:"]] == ["ton", "tim", "trogiup"]
    assert [command["command"] for command in commands["all_group_chats:en"]] == ["waiting", "find", "help"]
    assert "en" not in commands, "groups would show what a private chat is for"
