"""The stand-in behaves as the server does, row by row of docs/standin.md, over real HTTP and with PTB's own Bot."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import ExtBot

from bot.rehearsal.budgets import FREE, Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.server import StandIn
from bot.telegram.request import AiohttpRequest

LAN = 700000101
GROUP = -1007000000001
TOKEN = "7000000001:a-token-for-the-stand-in-alone"
DAY = 24 * 3600.0


class Scene:
    """A stand-in, its address, a bot and a plain HTTP client."""

    def __init__(self, telegram: StandIn, address: str, bot: ExtBot[None], client: httpx.AsyncClient) -> None:
        self.telegram, self.address, self.bot, self.client = telegram, address, bot, client

    async def call(self, method: str, **fields: Any) -> dict[str, Any]:
        answer = await self.client.post(f"{self.address}/bot{TOKEN}/{method}", data=fields)
        found: dict[str, Any] = answer.json()
        return found

    async def updates(self, **fields: Any) -> list[int]:
        return [update["update_id"] for update in (await self.call("getUpdates", **fields))["result"]]

    def offers(self, number: int) -> list[int]:
        return [self.telegram.queue.put({"message": {"n": n}}) for n in range(number)]


async def a_scene(limits: Limits = FREE) -> AsyncIterator[Scene]:
    telegram = StandIn(limits, token=TOKEN, clock=StageClock(1_794_459_120.0))
    address = await telegram.start()
    telegram.world.person(LAN, "Lan")
    telegram.world.group(GROUP, "Bàn duyệt", [LAN], [])
    request = AiohttpRequest()
    bot = ExtBot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=request,
    )
    await bot.initialize()
    async with httpx.AsyncClient(timeout=60) as client:
        yield Scene(telegram, address, bot, client)
    await bot.shutdown()
    await telegram.stop()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async for opened in a_scene():
        yield opened


@pytest.fixture
async def metered() -> AsyncIterator[Scene]:
    async for opened in a_scene(Limits()):
        yield opened


async def test_r3_an_offset_confirms_what_lies_below_and_a_negative_one_clears(scene: Scene) -> None:
    ids = scene.offers(5)

    assert await scene.updates() == ids
    assert await scene.updates(offset=ids[2]) == ids[2:]
    assert await scene.updates(offset=-1) == ids[4:]


async def test_r4_an_offset_far_away_is_ignored(scene: Scene) -> None:
    ids = scene.offers(2)

    assert await scene.updates(offset=ids[-1] + 12) == ids
    assert await scene.updates(offset=1) == ids


async def test_r1_a_message_is_kept_a_day_and_a_press_150_seconds(scene: Scene) -> None:
    scene.telegram.queue.put({"callback_query": {"id": "1"}})
    (message,) = scene.offers(1)

    scene.telegram.clock.advance(151)
    assert await scene.updates() == [message]
    scene.telegram.clock.advance(DAY)
    assert await scene.updates() == []


async def test_r6_a_batch_is_at_most_a_hundred(scene: Scene) -> None:
    scene.offers(130)

    assert len(await scene.updates(limit=1000)) == 100


async def test_r9_the_waiting_poller_is_ended_by_the_second(scene: Scene) -> None:
    first = asyncio.create_task(scene.call("getUpdates", timeout=30))
    while scene.telegram.queue._poll is None:  # noqa: ASYNC110 - turns of the loop until the poll has arrived
        await asyncio.sleep(0)

    second = asyncio.create_task(scene.call("getUpdates", timeout=1))
    answer = await first

    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    scene.offers(1)
    assert len((await second)["result"]) == 1


async def test_r10_polling_beside_a_webhook_is_refused(scene: Scene) -> None:
    scene.telegram.queue.webhook = {"url": "https://example.org/hook"}

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await scene.bot.get_updates()


async def test_r31_r34_a_flooded_chat_is_told_to_wait(metered: Scene) -> None:
    for _ in range(20):
        await metered.bot.send_message(GROUP, "thẻ")

    with pytest.raises(RetryAfter):
        await metered.bot.send_message(GROUP, "thẻ")
    metered.telegram.clock.advance(61)
    await metered.bot.send_message(GROUP, "thẻ")


async def test_r35_a_person_who_blocked_the_bot_is_not_reached(scene: Scene) -> None:
    scene.telegram.stage.blocks(LAN)

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await scene.bot.send_message(LAN, "xin chào")


async def test_r39_an_unknown_chat_is_not_found(scene: Scene) -> None:
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await scene.bot.send_message(42, "xin chào")


async def test_r40_a_migrated_group_names_its_new_number(scene: Scene) -> None:
    scene.telegram.stage.migrates(GROUP, -1008)

    with pytest.raises(ChatMigrated) as moved:
        await scene.bot.send_message(GROUP, "thẻ")

    assert moved.value.new_chat_id == -1008


async def test_r41_r42_edits_are_checked_against_what_stands_there(scene: Scene) -> None:
    sent = await scene.bot.send_message(LAN, "một")
    await scene.bot.edit_message_text("hai", LAN, sent.message_id)

    with pytest.raises(BadRequest, match="is not modified"):
        await scene.bot.edit_message_text("hai", LAN, sent.message_id)
    with pytest.raises(BadRequest, match="to edit not found"):
        await scene.bot.edit_message_text("ba", LAN, 9999)


async def test_r43_a_message_of_three_days_ago_cannot_be_deleted(scene: Scene) -> None:
    sent = await scene.bot.send_message(LAN, "một")
    scene.telegram.clock.advance(3 * DAY)

    with pytest.raises(BadRequest, match="can't be deleted"):
        await scene.bot.delete_message(LAN, sent.message_id)


async def test_r44_a_press_is_answered_while_it_lives(scene: Scene) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Xong", callback_data="x")]])
    sent = await scene.bot.send_message(LAN, "một", reply_markup=markup)
    query = scene.telegram.stage.presses(LAN, LAN, sent.message_id, "x")

    await scene.bot.answer_callback_query(query, "được")
    scene.telegram.clock.advance(151)
    with pytest.raises(BadRequest, match="too old"):
        await scene.bot.answer_callback_query(query)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a" * 4097, "message is too long"), ("😀" * 2049, "message is too long"), ("   ", "non-empty")],
)
async def test_r46_r47_texts_are_measured_in_utf16_units(scene: Scene, text: str, sentence: str) -> None:
    answer = await scene.call("sendMessage", chat_id=LAN, text=text)

    assert sentence in answer["description"]
    assert not scene.telegram.world.chats[LAN].messages


async def test_r49_button_data_has_at_most_64_bytes(scene: Scene) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Xong", callback_data="đ" * 33)]])

    with pytest.raises(BadRequest, match=r"[Bb]utton_data_invalid"):
        await scene.bot.send_message(LAN, "một", reply_markup=markup)


async def test_r53_a_wrong_token_is_refused(scene: Scene) -> None:
    request = AiohttpRequest()
    stranger = ExtBot(
        "1:wrong-token-entirely", base_url=f"{scene.address}/bot", request=request, get_updates_request=request
    )

    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await request.shutdown()


async def test_r54_an_unknown_method_is_not_found(scene: Scene) -> None:
    assert (await scene.call("sendPigeon"))["description"] == "Not Found: method not found"


async def test_r61_an_album_takes_two_to_ten(scene: Scene) -> None:
    photo = b"\xff\xd8\xff photo"

    sent = await scene.bot.send_media_group(LAN, [InputMediaPhoto(photo), InputMediaPhoto(photo)])

    assert len({message.media_group_id for message in sent}) == 1
    with pytest.raises(BadRequest, match="as an album"):
        await scene.bot.send_media_group(LAN, [InputMediaPhoto(photo)] * 11)


async def test_r70_r71_a_file_is_given_for_an_hour_and_up_to_20_mib(scene: Scene) -> None:
    sent = scene.telegram.stage.sends_file(LAN, LAN, "document", b"xin chao", name="a.pdf")
    handle = await scene.bot.get_file(sent["document"]["file_id"])
    assert bytes(await handle.download_as_bytearray()) == b"xin chao"

    scene.telegram.clock.advance(3601)
    answer = await scene.client.get(str(handle.file_path))
    assert answer.status_code == 404
    big = scene.telegram.stage.sends_file(LAN, LAN, "video", bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match=r"[Ff]ile is too big"):
        await scene.bot.get_file(big["video"]["file_id"])


async def test_the_stage_plays_people_over_http(scene: Scene) -> None:
    async def stage(path: str, **body: Any) -> Any:
        return (await scene.client.post(f"{scene.address}/_stage/{path}", json=body)).json()

    await stage("people", id=5, name="Quân")
    (message,) = await stage("send", chat_id=5, from_id=5, text="xin chào")
    await stage("updates", update_id=77, message={"x": 1})

    assert await scene.updates() == [500000001, 77]
    shown = (await scene.client.get(f"{scene.address}/_stage/messages?chat_id=5")).json()
    assert shown["messages"][0]["message_id"] == message["message_id"]
    calls = (await scene.client.get(f"{scene.address}/_stage/calls")).json()
    assert {"offered", "delivered"} <= {entry["what"] for entry in calls}
    assert (await scene.client.post(f"{scene.address}/_stage/send", json={"chat_id": "x"})).status_code == 400
    assert (await scene.client.get(f"{scene.address}/_stage/nowhere")).status_code == 404


async def test_a_fault_strikes_as_often_as_it_was_set(scene: Scene) -> None:
    scene.telegram.faults.add({"kind": "error", "method": "sendMessage", "code": 500, "count": 1})

    assert (await scene.call("sendMessage", chat_id=LAN, text="một"))["error_code"] == 500
    assert (await scene.call("sendMessage", chat_id=LAN, text="một"))["ok"] is True


async def test_the_library_reads_chats_members_and_formatted_texts(scene: Scene) -> None:
    scene.telegram.world.person(5, "Minh")
    scene.telegram.world.group(GROUP, "Bàn duyệt", [], [5])

    sent = await scene.bot.send_message(GROUP, "<b>thẻ</b>", parse_mode="HTML")
    await scene.bot.pin_chat_message(GROUP, sent.message_id)
    chat = await scene.bot.get_chat(GROUP)
    (admin,) = await scene.bot.get_chat_administrators(GROUP)
    scene.telegram.stage.promotes_bot(GROUP, 5)
    (update,) = await scene.bot.get_updates(allowed_updates=["my_chat_member"])

    assert sent.entities[0].type == "bold"
    assert chat.pinned_message is not None
    assert admin.user.id == 5
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "administrator"
