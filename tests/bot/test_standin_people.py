"""Presses, reactions, rights and other bots, row by row of docs/standin.md."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal.budgets import Limits
from tests.bot.scene import GROUP, LAN, MINH, TOKEN, Scene, a_scene, send, why_not

OTHER_BOT = "7000000002:another-token"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


@pytest.mark.parametrize(("shows", "seen"), [("message", "một"), ("inaccessible", None), ("nothing", "no message")])
async def test_r17_a_press_may_show_its_message_or_not(scene: Scene, shows: str, seen: str | None) -> None:
    number = (await send(scene))["message_id"]

    await scene.stage("press", chat_id=LAN, from_id=LAN, message_id=number, data="x", shows=shows)
    (update,) = await scene.done("getUpdates")

    message = update["callback_query"].get("message", {"text": "no message"})
    assert message.get("text") == seen
    assert update["callback_query"]["data"] == "x"


async def test_r18_one_press_may_come_twice_with_ids_of_its_own(scene: Scene) -> None:
    number = (await send(scene))["message_id"]

    first, second = (scene.telegram.stage.presses(LAN, LAN, number, "x") for _ in range(2))

    assert first != second
    assert len(await scene.updates()) == 2


async def test_r19_an_anonymous_admin_speaks_as_the_group_and_presses_as_themselves(scene: Scene) -> None:
    card = (await send(scene, GROUP))["message_id"]

    await scene.stage("send", chat_id=GROUP, from_id=MINH, text="/ton", anonymous=True)
    await scene.stage("press", chat_id=GROUP, from_id=MINH, message_id=card, data="x")
    said, pressed = await scene.done("getUpdates")

    assert said["message"]["from"]["id"] == 1087968824
    assert said["message"]["sender_chat"]["id"] == GROUP
    assert pressed["callback_query"]["from"]["id"] == MINH


async def test_r21_a_restricted_bot_learns_it_and_is_refused(scene: Scene) -> None:
    await scene.stage("restrict", chat_id=GROUP, by=MINH, denied=["text messages"])
    (update,) = await scene.done("getUpdates")

    assert update["my_chat_member"]["new_chat_member"]["status"] == "restricted"
    assert await why_not(scene, GROUP) == "Bad Request: not enough rights to send text messages to the chat"


async def test_r12_reactions_come_only_where_they_were_asked_for(scene: Scene) -> None:
    number = (await send(scene))["message_id"]
    react = {"chat_id": LAN, "from_id": LAN, "message_id": number, "emoji": "👍"}

    await scene.stage("react", **react)
    await scene.done("getUpdates", allowed_updates=["message_reaction"])
    await scene.stage("react", **react | {"emoji": ""})
    (update,) = await scene.done("getUpdates", offset=-1)

    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == []


async def test_the_bot_reacts_once_to_a_message_that_is_there(scene: Scene) -> None:
    number = scene.telegram.stage.says(LAN, LAN, "một")["message_id"]
    thumb = {"type": "emoji", "emoji": "👍"}
    given = {"chat_id": LAN, "message_id": number}

    assert await scene.done("setMessageReaction", **given, reaction=[thumb]) is True
    assert "REACTION_INVALID" in await scene.refused("setMessageReaction", **given, reaction=[thumb, thumb])
    assert "message to react not found" in await scene.refused("setMessageReaction", chat_id=LAN, message_id=99)


async def test_r32_too_many_unsent_messages_of_one_chat_are_refused_after_three_seconds() -> None:
    limits = Limits(None, None, None, unsent=2)
    async with a_scene(limits) as scene:
        scene.telegram.faults.add({"kind": "delay", "count": 2, "seconds": 2.0, "method": "sendMessage"})
        calls = [asyncio.create_task(scene.call("sendMessage", chat_id=LAN, text=f"{n}")) for n in range(3)]
        while scene.telegram.api._backlog._unsent[LAN] < 3:  # noqa: ASYNC110 - turns of the loop until all have come
            await asyncio.sleep(0)

        scene.telegram.clock.advance(3)
        answers = await asyncio.gather(*calls)

    assert [answer["ok"] for answer in answers].count(True) == 2
    assert [answer["parameters"] for answer in answers if not answer["ok"]] == [{"retry_after": 60}]


async def test_r63_a_bot_is_not_closed_in_its_first_ten_minutes(scene: Scene) -> None:
    assert await scene.refused("close") == "Too Many Requests: retry after 600"
    scene.telegram.clock.advance(601)
    assert await scene.done("close") is True


async def test_two_bots_share_an_address_and_nothing_else(scene: Scene) -> None:
    other = scene.telegram.add_bot(OTHER_BOT, "ban_khac_bot")
    other.world.person(LAN, "Lan")

    async def of_other(method: str, **fields: Any) -> Any:
        answer = await scene.client.post(f"{scene.address}/bot{OTHER_BOT}/{method}", json=fields)
        return answer.json()["result"]

    await scene.stage(f"bots/{OTHER_BOT.partition(':')[0]}/send", chat_id=LAN, from_id=LAN, text="chào bot khác")
    scene.offers(1)

    assert (await of_other("getMe"))["username"] == "ban_khac_bot"
    assert (await scene.done("getMe"))["username"] == "tinbai_bot"
    assert [update["message"]["text"] for update in await of_other("getUpdates")] == ["chào bot khác"]
    assert len(await scene.updates()) == 1
    assert (await scene.client.get(f"{scene.address}/bot7000000003:third/getMe")).status_code == 401
    assert TOKEN != OTHER_BOT


async def test_several_messages_are_deleted_at_once_and_the_rest_is_passed_over(scene: Scene) -> None:
    numbers = [(await send(scene))["message_id"] for _ in range(2)]

    assert await scene.done("deleteMessages", chat_id=LAN, message_ids=[*numbers, 99]) is True
    assert not scene.telegram.world.chats[LAN].messages
    assert "identifiers are not specified" in await scene.refused("deleteMessages", chat_id=LAN, message_ids=[])


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ({"text": "a", "url": "http://localhost:8080/tips"}, "BUTTON_URL_INVALID"),
        ({"text": "a", "copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_r49_a_button_leads_to_the_open_net(scene: Scene, button: dict[str, Any], sentence: str) -> None:
    assert (await why_not(scene, reply_markup={"inline_keyboard": [[button]]})).endswith(sentence)


async def test_a_chat_action_must_be_one(scene: Scene) -> None:
    assert await scene.done("sendChatAction", chat_id=LAN, action="typing") is True
    assert "wrong parameter action" in await scene.refused("sendChatAction", chat_id=LAN, action="dancing")
