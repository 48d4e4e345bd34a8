"""Sending as the server does it, row by row of docs/standin.md: who can be reached, what is refused, what is kept."""

import json
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal.budgets import Limits
from tests.bot.scene import BEGAN, GROUP, LAN, MINH, PHOTO, TOKEN, Scene, a_scene, send, upload, why_not

OTHER_BOT = "7000000002:another-token"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


@pytest.fixture
async def metered() -> AsyncIterator[Scene]:
    async with a_scene(Limits()) as opened:
        yield opened


async def test_r20_both_service_messages_tell_of_a_migration(scene: Scene) -> None:
    await scene.stage("migrate", chat_id=GROUP, new_id=-1008)

    messages = [update["message"] for update in await scene.done("getUpdates")]

    assert [message.get("migrate_to_chat_id") for message in messages] == [-1008, None]
    assert messages[1]["migrate_from_chat_id"] == GROUP
    answer = await scene.call("sendMessage", chat_id=GROUP, text="thẻ")
    assert answer["parameters"] == {"migrate_to_chat_id": -1008}


async def test_r22_of_a_group_the_bot_gets_what_is_for_it_until_it_is_an_admin(scene: Scene) -> None:
    card = await send(scene, GROUP)
    says = scene.telegram.stage.says
    says(GROUP, LAN, "nói chuyện với nhau")
    says(GROUP, LAN, "/ton")
    says(GROUP, LAN, "@tinbai_bot ơi")
    says(GROUP, LAN, "về thẻ này", reply_to=card["message_id"])
    scene.telegram.stage.promotes_bot(GROUP, MINH)
    says(GROUP, LAN, "ai cũng thấy")

    updates = await scene.done("getUpdates")

    texts = [update["message"]["text"] for update in updates if "message" in update]
    assert texts == ["/ton", "@tinbai_bot ơi", "về thẻ này", "ai cũng thấy"]


async def test_r23_a_topic_must_exist_and_be_open(scene: Scene) -> None:
    forum = {"chat_id": GROUP, "name": "Tin đường phố"}
    assert await scene.refused("createForumTopic", **forum) == "Bad Request: the chat is not a forum"
    await scene.stage("groups", id=GROUP, title="Bàn duyệt", is_forum=True)
    assert await scene.refused("createForumTopic", **forum) == "Bad Request: not enough rights to create a topic"
    scene.telegram.stage.promotes_bot(GROUP, MINH)
    topic = await scene.done("createForumTopic", **forum)
    number = topic["message_thread_id"]

    assert (await send(scene, GROUP, message_thread_id=number))["is_topic_message"] is True
    assert await why_not(scene, GROUP, message_thread_id=1) == "Bad Request: message thread not found"
    await scene.done("closeForumTopic", chat_id=GROUP, message_thread_id=number)
    assert await why_not(scene, GROUP, message_thread_id=number) == "Bad Request: TOPIC_CLOSED"
    await scene.done("reopenForumTopic", chat_id=GROUP, message_thread_id=number)
    await send(scene, GROUP, message_thread_id=number)
    await scene.done("deleteForumTopic", chat_id=GROUP, message_thread_id=number)
    assert await why_not(scene, GROUP, message_thread_id=number) == "Bad Request: message thread not found"
    assert not scene.telegram.world.chats[GROUP].messages


async def test_r34_an_album_of_n_counts_n(metered: Scene) -> None:
    media = json.dumps([{"type": "photo", "media": f"attach://p{n}"} for n in range(10)])
    files = {f"p{n}": PHOTO for n in range(10)}

    for _ in range(2):
        assert (await upload(metered, "sendMediaGroup", files, chat_id=str(GROUP), media=media))["ok"]
    answer = await metered.client.post(
        f"{metered.address}/bot{TOKEN}/sendMessage", json={"chat_id": GROUP, "text": "thẻ"}
    )

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(answer.json()["parameters"]["retry_after"]) == "60"
    assert answer.json()["description"] == "Too Many Requests: retry after 60"


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("blocked", "Forbidden: bot was blocked by the user"),
        ("deactivated", "Forbidden: user is deactivated"),
        ("never_started", "Forbidden: bot can't initiate conversation with a user"),
        ("is_bot", "Forbidden: the bot can't send messages to the bot"),
    ],
)
async def test_r35_r36_r38_a_person_who_is_out_of_reach(scene: Scene, gone: str, sentence: str) -> None:
    await scene.stage("people", id=LAN, gone=gone)

    assert await why_not(scene) == sentence
    assert not scene.telegram.world.chats[LAN].messages


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_r37_a_group_that_lost_the_bot(scene: Scene, kind: str) -> None:
    await scene.stage("groups", id=GROUP, title="Bàn duyệt", type=kind)

    await scene.stage("kick", chat_id=GROUP, by=MINH)
    assert await why_not(scene, GROUP) == f"Forbidden: bot was kicked from the {kind} chat"
    await scene.stage("groups", id=GROUP, title="Bàn duyệt", added_by=MINH)
    await scene.done("leaveChat", chat_id=GROUP)
    assert await why_not(scene, GROUP) == f"Forbidden: bot is not a member of the {kind} chat"
    scene.telegram.world.chats[GROUP].gone = "deleted"
    assert await why_not(scene, GROUP) == "Forbidden: the group chat was deleted"


async def test_r44_a_press_can_be_made_to_live_15_seconds_only(scene: Scene) -> None:
    scene.telegram.world.press_life = 15.0
    await scene.stage("updates", callback_query={"id": "77", "from": {"id": LAN, "first_name": "Lan"}, "data": "x"})

    assert await scene.done("answerCallbackQuery", callback_query_id="77") is True
    scene.telegram.clock.advance(16)
    assert "query is too old" in await scene.refused("answerCallbackQuery", callback_query_id="77")


async def test_r50_rights_are_kept_kind_by_kind(scene: Scene) -> None:
    await scene.stage("groups", id=GROUP, title="Bàn duyệt", denied=["photos"])
    answer = await upload(scene, "sendPhoto", {"photo": PHOTO}, chat_id=str(GROUP))
    assert answer["description"] == "Bad Request: not enough rights to send photos to the chat"

    await scene.stage("groups", id=GROUP, title="Bàn duyệt", denied=["everything"])
    assert await why_not(scene, GROUP) == "Bad Request: have no write access to the chat"


async def test_r51_r61_what_an_album_may_hold(scene: Scene) -> None:
    async def album(*kinds: str) -> dict[str, Any]:
        media = json.dumps([{"type": kind, "media": f"attach://p{n}"} for n, kind in enumerate(kinds)])
        files = {f"p{n}": PHOTO for n in range(len(kinds))}
        return await upload(scene, "sendMediaGroup", files, chat_id=str(LAN), media=media)

    assert len((await album("photo", "video"))["result"]) == 2
    mixed = "Bad Request: can't use the media of the specified type in the album"
    assert (await album("photo", "document"))["description"] == mixed
    assert (await album(*["photo"] * 11))["ok"] is False
    assert len(scene.telegram.world.chats[LAN].messages) == 2


async def test_r52_r72_file_ids_that_are_none(scene: Scene) -> None:
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await scene.refused("sendPhoto", chat_id=LAN, photo="AgACnothing") == wrong
    lost = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await scene.refused("getFile", file_id="AgACnothing") == lost


async def test_r53_a_malformed_token_is_404_another_s_401(scene: Scene) -> None:
    for token, status in (("rubbish", 404), ("0:x", 404), (OTHER_BOT, 401)):
        answer = await scene.client.get(f"{scene.address}/bot{token}/getMe")
        assert (answer.status_code, answer.json()["error_code"]) == (status, status)
    assert (await scene.client.get(f"{scene.address}/file/bot{OTHER_BOT}/photos/file_1.jpg")).status_code == 401


async def test_r63_after_logging_out_nothing_is_answered_for_ten_minutes(scene: Scene) -> None:
    await scene.done("logOut")

    assert await scene.refused("getMe") == "Logged out"
    scene.telegram.clock.advance(601)
    assert (await scene.done("getMe"))["username"] == "tinbai_bot"


async def test_r70_a_file_that_claims_more_than_20_mib_is_too_big(scene: Scene) -> None:
    sent = scene.telegram.stage.sends_file(LAN, LAN, "video", b"x", file_size=20 * 1024 * 1024 + 1)

    assert await scene.refused("getFile", file_id=sent["video"]["file_id"]) == "Bad Request: file is too big"


async def test_r71_getfile_and_the_download_give_back_what_was_sent(scene: Scene) -> None:
    sent = (await upload(scene, "sendPhoto", {"photo": PHOTO}, chat_id=str(LAN)))["result"]["photo"]
    largest = sent[-1]

    file = await scene.done("getFile", file_id=largest["file_id"])
    answer = await scene.client.get(f"{scene.address}/file/bot{TOKEN}/{file['file_path']}")

    assert answer.content == PHOTO
    assert (largest["width"], largest["height"]) == struct.unpack(">HH", PHOTO[9:11] + PHOTO[7:9])
    assert {name: file[name] for name in ("file_unique_id", "file_size")} == {
        "file_unique_id": largest["file_unique_id"],
        "file_size": len(PHOTO),
    }


async def test_r73_a_photo_over_10_mb_is_too_large(scene: Scene) -> None:
    answer = await upload(scene, "sendPhoto", {"photo": bytes(10 * 1024 * 1024 + 1)}, chat_id=str(LAN))

    assert answer["error_code"] == 413


async def test_what_the_bot_must_never_do_stands_in_the_ledger(scene: Scene) -> None:
    number = scene.telegram.stage.says(LAN, LAN, "của Lan")["message_id"]
    given = {"chat_id": GROUP, "from_chat_id": LAN, "message_id": number}

    await scene.done("copyMessage", **given)
    forwarded = await scene.done("forwardMessage", **given)

    assert forwarded["forward_origin"]["sender_user"]["id"] == LAN
    assert [call.details["method"] for call in scene.telegram.ledger.calls()] == ["copymessage", "forwardmessage"]


async def test_pins_commands_and_members_are_kept(scene: Scene) -> None:
    card = await send(scene, GROUP)
    await scene.done("pinChatMessage", chat_id=GROUP, message_id=card["message_id"])
    await scene.done("setMyCommands", commands=[{"command": "tin", "description": "Tin của tôi"}])

    assert (await scene.done("getChat", chat_id=GROUP))["pinned_message"]["message_id"] == card["message_id"]
    assert (await scene.done("getMyCommands"))[0]["command"] == "tin"
    admins = await scene.done("getChatAdministrators", chat_id=GROUP)
    assert [admin["user"]["id"] for admin in admins] == [MINH]
    assert (await scene.done("getChatMember", chat_id=GROUP, user_id=LAN))["status"] == "member"
    assert await scene.refused("getChatMember", chat_id=GROUP, user_id=5) == "Bad Request: user not found"


async def test_a_raw_update_makes_its_chat_known_so_that_it_can_be_answered(scene: Scene) -> None:
    person = {"id": 42, "is_bot": False, "first_name": "Lạ"}
    message = {"message_id": 9, "date": int(BEGAN), "chat": {"id": 42, "type": "private"}, "from": person, "text": "a"}

    await scene.stage("updates", message=message)

    assert (await send(scene, 42, reply_parameters={"message_id": 9}))["message_id"] == 10


@pytest.mark.parametrize("update", [{"message": 5}, {"message": {"chat": {"id": "x"}}}, {"callback_query": []}, {}])
async def test_a_malformed_raw_update_is_queued_all_the_same(scene: Scene, update: dict[str, Any]) -> None:
    await scene.stage("updates", **update)

    assert (await scene.done("getUpdates"))[0].items() >= update.items()
