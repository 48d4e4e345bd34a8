"""The stage under /_stage/ plays people, shows what there is and sets faults; what it cannot understand it says."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.rehearsal.faults import KINDS, Faults
from tests.bot.scene import GROUP, LAN, MINH, TOKEN, Scene, a_scene

PHOTO = base64.b64encode(b"\xff\xd8\xff photo").decode()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


async def shown(scene: Scene, chat_id: int, **query: Any) -> Any:
    return (await scene.client.get(f"{scene.address}/_stage/chats/{chat_id}/messages", params=query)).json()


async def test_people_send_texts_photos_albums_and_files(scene: Scene) -> None:
    lan = {"chat_id": LAN, "from_id": LAN}
    await scene.stage("send", **lan, text="một")
    await scene.stage("send", **lan, photo=PHOTO, caption="hai", media_group_id="7")
    await scene.stage("album", **lan, photos=[PHOTO, PHOTO], caption="ba")
    await scene.stage("send", **lan, voice=PHOTO, media_type="audio/ogg")

    messages = [update["message"] for update in await scene.done("getUpdates")]

    assert [message.get("text", message.get("caption")) for message in messages] == ["một", "hai", "ba", None, None]
    assert messages[1]["media_group_id"] == "7"
    assert messages[2]["media_group_id"] == messages[3]["media_group_id"]
    assert messages[4]["voice"]["mime_type"] == "audio/ogg"


async def test_a_file_is_uploaded_and_read_back(scene: Scene) -> None:
    files = {"document": ("biên bản.pdf", b"%PDF", "application/pdf")}

    answer = await scene.client.post(
        f"{scene.address}/_stage/send", data={"chat_id": str(LAN), "from_id": str(LAN)}, files=files
    )
    (message,) = answer.json()
    back = await scene.client.get(f"{scene.address}/_stage/files/{message['document']['file_id']}")

    assert message["document"]["file_name"] == "biên bản.pdf"
    assert back.content == b"%PDF"


async def test_a_chat_is_read_as_it_changes(scene: Scene) -> None:
    await scene.stage("send", chat_id=LAN, from_id=LAN, text="một")
    first = await shown(scene, LAN)

    waiting = asyncio.create_task(shown(scene, LAN, since=first["version"], wait=20))
    sent = await scene.done("sendMessage", chat_id=LAN, text="hai")
    second = await waiting

    assert [message["text"] for message in first["messages"]] == ["một"]
    assert [message["message_id"] for message in second["messages"]] == [sent["message_id"]]


async def test_a_press_and_what_the_bot_answers_are_seen(scene: Scene) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Duyệt", "callback_data": "ok"}]]}
    card = await scene.done("sendMessage", chat_id=GROUP, text="thẻ", reply_markup=keyboard)

    query = (await scene.stage("press", chat_id=GROUP, from_id=MINH, message_id=card["message_id"], data="ok"))[
        "query_id"
    ]
    (update,) = await scene.done("getUpdates")
    await scene.done("answerCallbackQuery", callback_query_id=query, text="Đã duyệt")

    assert update["callback_query"]["message"]["reply_markup"] == keyboard
    state = (await scene.client.get(f"{scene.address}/_stage/state")).json()
    assert state["presses"][query]["text"] == "Đã duyệt"


async def test_an_edit_comes_as_an_edited_message(scene: Scene) -> None:
    (message,) = await scene.stage("send", chat_id=LAN, from_id=LAN, text="/tin cũ")

    await scene.stage("edit", chat_id=LAN, message_id=message["message_id"], text="mới")
    edited = (await scene.done("getUpdates"))[1]["edited_message"]

    assert edited["text"] == "mới"
    assert "entities" not in edited
    assert "edit_date" in edited


async def test_blocking_deactivating_and_the_clock(scene: Scene) -> None:
    await scene.stage("block", id=LAN)
    await scene.stage("deactivate", id=MINH)
    now = (await scene.stage("clock", advance=60))["now"]
    stopped = (await scene.stage("clock", at=now + 5))["now"]

    assert "blocked" in await scene.refused("sendMessage", chat_id=LAN, text="một")
    assert "deactivated" in await scene.refused("sendMessage", chat_id=MINH, text="một")
    assert stopped == now + 5


async def test_the_ledger_keeps_calls_in_order_with_fields_files_and_refusals(scene: Scene) -> None:
    await scene.done("sendMessage", chat_id=LAN, text="một")
    await scene.refused("sendMessage", chat_id=5, text="hai")
    url = f"{scene.address}/bot{TOKEN}/sendPhoto"
    await scene.client.post(url, data={"chat_id": str(LAN)}, files={"photo": ("a.jpg", b"\xff\xd8\xff", "image/jpeg")})

    calls = (await scene.client.get(f"{scene.address}/_stage/calls?since=0")).json()

    assert [(call["method"], call["ok"]) for call in calls] == [
        ("sendmessage", True),
        ("sendmessage", False),
        ("sendphoto", True),
    ]
    assert calls[1]["error"] == "Bad Request: chat not found"
    assert calls[2]["files"]["photo"]["size"] == 3
    later = (await scene.client.get(f"{scene.address}/_stage/calls?since={calls[1]['number']}")).json()
    assert [call["method"] for call in later] == ["sendphoto"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("send", {"chat_id": LAN}),
        ("send", {"chat_id": LAN, "from_id": LAN, "photo": "not base64!"}),
        ("updates", {"updates": [5]}),
        ("faults", {"kind": "flood of frogs"}),
        ("faults", {"surprise": 1}),
        ("press", {"chat_id": LAN, "from_id": LAN, "message_id": 9, "data": "x"}),
        ("redeliver", {"update_ids": [1]}),
        ("clock", {"advance": "soon"}),
        ("migrate", {"chat_id": 1, "new_id": 2}),
    ],
)
async def test_what_the_stage_cannot_understand_it_says(scene: Scene, path: str, body: dict[str, Any]) -> None:
    answer = await scene.client.post(f"{scene.address}/_stage/{path}", json=body)

    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}
    assert "Traceback" not in answer.text


NEVER_ANSWERED = {"hang_before", "hang_after", "drip"}


async def struck(scene: Scene, kind: str, **details: Any) -> str:
    """Set a fault and return how a client meets it that loses patience where nothing will come."""
    patience = httpx.Timeout(60, read=0.5 if kind in NEVER_ANSWERED else 60)
    await scene.stage("faults", kind=kind, method="sendMessage", **details)
    try:
        answer = await scene.client.post(
            f"{scene.address}/bot{TOKEN}/sendMessage", json={"chat_id": LAN, "text": "một"}, timeout=patience
        )
        return f"{answer.status_code} {'ok' if answer.json()['ok'] else 'not ok'}"
    except ValueError:
        return "no json"
    except (httpx.HTTPError, httpx.StreamError) as error:
        return type(error).__name__


@pytest.mark.parametrize(
    ("kind", "met", "is_sent"),
    [
        ("error", "500 not ok", False),
        ("not_ok", "200 not ok", False),
        ("hang_before", "ReadTimeout", False),
        ("hang_up", "RemoteProtocolError", False),
        ("hang_after", "ReadTimeout", True),
        ("reset", "ReadError", True),
        ("reset_before", "ReadError", False),
        ("empty", "no json", True),
        ("truncated", "no json", True),
        ("html", "no json", True),
        ("gateway", "no json", True),
        ("drip", "ReadTimeout", True),
        ("bad_gzip", "DecodingError", True),
        ("wrong_length", "RemoteProtocolError", True),
        ("clock_jump", "200 ok", True),
    ],
)
async def test_each_fault_is_met_as_named_and_the_call_after_it_is_whole(
    scene: Scene, kind: str, met: str, *, is_sent: bool
) -> None:
    assert await struck(scene, kind) == met

    assert len(scene.telegram.world.chats[LAN].messages) == int(is_sent)
    assert (await scene.call("sendMessage", chat_id=LAN, text="hai"))["ok"] is True


async def test_a_delayed_answer_comes_whole(scene: Scene) -> None:
    assert await struck(scene, "delay", seconds=0.01) == "200 ok"


async def test_a_429_can_come_without_parameters_and_faults_are_cleared(scene: Scene) -> None:
    await scene.stage("faults", kind="error", code=429, sentence="Too Many Requests: retry after 5", count=9)

    answer = await scene.call("sendMessage", chat_id=LAN, text="một")
    await scene.stage("faults", clear=True)

    assert answer == {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 5"}
    assert (await scene.call("sendMessage", chat_id=LAN, text="một"))["ok"] is True


def test_faults_by_chance_are_the_same_with_the_same_seed() -> None:
    def outcomes() -> list[bool]:
        faults = Faults(3)
        faults.add({"kind": "error", "count": None, "probability": 0.5})
        return [faults.hit("getme", None) is None for _ in range(12)]

    first = outcomes()
    assert first == outcomes()
    assert len(set(first)) == 2


def test_every_fault_has_its_test_but_the_300_mb_one() -> None:
    tested = {"error", "not_ok", "hang_before", "hang_up", "hang_after", "reset", "truncated", "html", "gateway"}
    tested |= {"drip", "bad_gzip", "wrong_length", "clock_jump", "delay", "reset_before", "empty"}

    assert tested | {"huge", "refused"} == KINDS
