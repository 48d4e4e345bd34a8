"""What comes in: nothing is lost, nothing counts twice, and what cannot be handled stands aside in sight."""

import json

import httpx
import pytest
from fastapi import FastAPI
from telegram.error import Conflict

from bot.telegram import webhook
from bot.telegram.receive import fetch
from review import inbox
from review.access import Role
from review.newsroom import Newsroom
from review.settings import SettingsError
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."
SECRET = "a-secret-word"


def an_update(lan: Correspondent, number: int, text: str) -> dict[str, object]:
    user = {"id": lan.account, "is_bot": False, "first_name": "Lan"}
    chat = {"id": lan.account, "type": "private"}
    return {"message": {"message_id": number, "date": 1794459120, "chat": chat, "from": user, "text": text}}


async def test_redelivered_doubled_and_reordered_updates_have_one_effect(stage: Stage, lan: Correspondent) -> None:
    first, second = an_update(lan, 901, "Tin một"), an_update(lan, 902, "Tin hai")
    for update in (second, first, first, {**second, "update_id": 5}, first):
        stage.telegram.queue.put(dict(update))

    await stage.settles()

    assert stage.count("tip") == 1
    assert stage.count("tip_message") == 2


async def test_what_cannot_be_parsed_stands_aside_and_others_go_on(stage: Stage, lan: Correspondent) -> None:
    admin = Staff(stage, 700000301, "Quản trị", role=Role.ADMIN)
    await admin.joins()
    broken = an_update(lan, 903, "x")
    broken["message"]["date"] = "hôm qua"  # type: ignore[index]  # broken on purpose
    stage.telegram.queue.put(broken)
    await stage.settles()

    for _ in range(5):
        await stage.time_passes(minutes=5)
    await stage.looks()
    await lan.says(TEXT)

    assert lan.was_told("Đã nhận: ")
    (dead,) = stage.database.read_now(inbox.dead_letters)
    assert '"hôm qua"' not in dead.raw
    assert "h\\u00f4m qua" in dead.raw
    assert admin.was_told("Có 1 tin nhắn đến chưa xử lý được", "/status")


@pytest.mark.parametrize(
    "update",
    [
        {"poll": {"id": "1"}},
        {"message": []},
        {"message": {"message_id": "a"}},
        {"callback_query": {"id": 5}},
        {"edited_message": None},
        {"something_new": {"x": 1}},
    ],
)
async def test_strange_updates_never_stop_the_line(stage: Stage, lan: Correspondent, update: dict[str, object]) -> None:
    stage.telegram.queue.put(update)

    await lan.says(TEXT)

    assert lan.was_told("Đã nhận: ")
    assert stage.count("inbox", "state = 'new' AND failures = 0") == 0


async def test_other_groups_and_bots_are_passed_over_and_not_kept(stage: Stage, lan: Correspondent) -> None:
    group = stage.telegram.world.group(-100999, "Nhóm khác", [lan.account], [])
    stage.telegram.stage.says(group.data["id"], lan.account, "Chuyện riêng của nhóm")
    robot = {"id": 4242, "is_bot": True, "first_name": "robot"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 4242, "type": "private"}, "from": robot, "text": "spam"}
    stage.telegram.queue.put({"message": message})

    await stage.settles()

    assert stage.count("tip") == 0
    assert stage.count("inbox", "raw LIKE '%spam%' OR raw LIKE '%ri\\u00eang c%' ESCAPE '!'") == 0


async def test_a_second_poller_is_told_of_the_conflict_and_nothing_is_lost(stage: Stage, lan: Correspondent) -> None:
    stage.telegram.queue.webhook = {"url": "https://elsewhere.example.org"}

    with pytest.raises(Conflict, match="webhook is active"):
        await fetch(stage.newsroom, stage.poller, None, seconds=0)

    stage.telegram.queue.webhook = {"url": ""}
    await lan.says(TEXT)
    assert stage.count("tip") == 1


def a_hook(stage: Stage, secret: str = SECRET) -> httpx.AsyncClient:
    from dataclasses import replace  # noqa: PLC0415 - only here

    settings = replace(stage.newsroom.settings, telegram_webhook_secret=secret)
    newsroom = Newsroom(settings, stage.database, stage.newsroom.media, stage.newsroom.words, stage.newsroom.clock)
    app = webhook.before(FastAPI(), newsroom)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk")


async def test_the_webhook_answers_only_after_the_update_is_kept(stage: Stage, lan: Correspondent) -> None:
    async with a_hook(stage) as client:
        answer = await client.post(
            webhook.PATH,
            json={"update_id": 77, **an_update(lan, 904, TEXT)},
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        )

    assert (answer.status_code, answer.content) == (200, b"")
    assert stage.count("inbox", "update_id = 77") == 1


@pytest.mark.parametrize("secret", ["", "wrong", "a-secret-worD"])
async def test_a_wrong_secret_keeps_nothing(stage: Stage, lan: Correspondent, secret: str) -> None:
    before = stage.count("inbox")
    async with a_hook(stage) as client:
        answer = await client.post(
            webhook.PATH, json=an_update(lan, 905, TEXT), headers={"X-Telegram-Bot-Api-Secret-Token": secret}
        )

    assert (answer.status_code, answer.content) == (401, b"")
    assert stage.count("inbox") == before


async def test_an_update_that_comes_by_both_ways_is_kept_once(stage: Stage, lan: Correspondent) -> None:
    before = stage.count("inbox")
    update = an_update(lan, 906, TEXT) | {"update_id": 500_100_000, "new_field": -(10**21)}
    stage.telegram.queue.put(update)
    await stage.receives()

    async with a_hook(stage) as client:
        content = json.dumps(update)
        answer = await client.post(webhook.PATH, content=content, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})

    assert answer.status_code == 200
    assert stage.count("inbox") == before + 1


async def test_an_update_whose_chat_is_no_number_is_kept_and_holds_up_nobody(stage: Stage, lan: Correspondent) -> None:
    before = stage.count("inbox")
    for number, chat in enumerate([True, False, 1.5, "1", 1 << 62, None], 907):
        update = an_update(lan, number, TEXT)
        update["message"]["chat"]["id"] = chat  # type: ignore[index]  # broken on purpose
        stage.telegram.queue.put(update)
    stage.telegram.queue.put(an_update(lan, 920, TEXT))

    await stage.settles()

    assert stage.count("inbox") == before + 7
    assert stage.count("tip_message", "message_id = 920") == 1


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b'"text"', b"[" * 100_000, b"\xff\xfe"])
async def test_a_webhook_body_that_is_no_update_is_refused(stage: Stage, body: bytes) -> None:
    before = stage.count("inbox")
    async with a_hook(stage) as client:
        answer = await client.post(webhook.PATH, content=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})

    assert answer.status_code == 400
    assert stage.count("inbox") == before


async def test_a_webhook_without_a_secret_is_no_set_up(stage: Stage) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        a_hook(stage, secret="")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096,
        "\ud800 lẻ",
        "\x00\x07\x0b điều khiển",
        "\u202eđảo ngược",
        "<b>đậm</b> *sao* _gạch_ [x](y)",
        "👩‍👩‍👧‍👦" * 300,
    ],
)
async def test_odd_texts_are_stored_or_cleanly_refused(stage: Stage, lan: Correspondent, text: str) -> None:
    stage.telegram.queue.put(an_update(lan, 906, text))

    await stage.settles()

    assert stage.count("inbox", "state <> 'done'") == 0
    assert stage.count("outbox", "state = 'gone'") == 0
    assert lan.was_told("ĐANG SOẠN TIN")
