"""What a message may say and how it is changed, row by row of docs/standin.md: texts, buttons, entities, edits."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal.budgets import Limits
from bot.rehearsal.sentences import CATALOGUE
from bot.telegram.failures import SENTENCES
from tests.bot.scene import GROUP, LAN, MINH, PHOTO, Scene, a_scene, send, upload, why_not


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


@pytest.fixture
async def metered() -> AsyncIterator[Scene]:
    async with a_scene(Limits()) as opened:
        yield opened


async def test_r25_entities_count_utf16_units_whether_given_or_read_from_html(scene: Scene) -> None:
    given = await send(scene, text="😀 đậm", entities=[{"type": "bold", "offset": 3, "length": 3}])
    read = await send(scene, text="😀 <b>đậm</b> &amp; <a href='https://vi.example.org'>nối</a>", parse_mode="HTML")

    assert given["entities"] == [{"type": "bold", "offset": 3, "length": 3}]
    assert read["text"] == "😀 đậm & nối"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in read["entities"]] == [
        ("bold", 3, 3),
        ("text_link", 9, 3),
    ]


async def test_what_a_person_writes_gets_the_entities_the_server_finds(scene: Scene) -> None:
    message = scene.telegram.stage.says(LAN, LAN, "😀 /start https://vi.example.org @tinbai_bot #tin")

    kinds = [(entity["type"], entity["offset"]) for entity in message["entities"]]
    assert kinds == [("bot_command", 3), ("url", 10), ("mention", 33), ("hashtag", 45)]


async def test_r42_what_cannot_be_edited(scene: Scene) -> None:
    theirs = scene.telegram.stage.says(LAN, LAN, "của tôi")["message_id"]
    text, photo = await send(scene), await upload(scene, "sendPhoto", {"photo": PHOTO}, chat_id=str(LAN))

    async def why(method: str, number: int) -> str:
        return await scene.refused(method, chat_id=LAN, message_id=number, text="hai", caption="hai")

    assert await why("editMessageText", 999) == "Bad Request: message to edit not found"
    assert await why("editMessageText", -1) == "Bad Request: MESSAGE_ID_INVALID"
    assert await why("editMessageText", theirs) == "Bad Request: message can't be edited"
    number = photo["result"]["message_id"]
    assert await why("editMessageText", number) == "Bad Request: there is no text in the message to edit"
    number = text["message_id"]
    assert await why("editMessageCaption", number) == "Bad Request: there is no caption in the message to edit"


async def test_r41_an_edit_back_and_forth_is_kept_as_history(scene: Scene) -> None:
    number = (await send(scene))["message_id"]
    keyboard = {"inline_keyboard": [[{"text": "Xong", "callback_data": "x"}]]}
    edit = {"chat_id": LAN, "message_id": number}

    edited = await scene.done("editMessageText", **edit, text="hai", reply_markup=keyboard)
    bare = await scene.done("editMessageReplyMarkup", **edit)
    same = await scene.refused("editMessageText", **edit, text="hai")

    assert edited["reply_markup"] == keyboard
    assert "reply_markup" not in bare
    assert same.startswith("Bad Request: message is not modified: specified new message content")
    assert [old["text"] for old in scene.telegram.world.chats[LAN].messages[number]["_edits"]] == ["một", "hai"]


async def test_r43_in_a_group_only_an_admin_deletes_what_others_wrote(scene: Scene) -> None:
    theirs = scene.telegram.stage.says(GROUP, LAN, "chuyện")["message_id"]

    why = await scene.refused("deleteMessage", chat_id=GROUP, message_id=theirs)
    scene.telegram.stage.promotes_bot(GROUP, MINH)

    assert why == "Bad Request: message can't be deleted"
    assert await scene.done("deleteMessage", chat_id=GROUP, message_id=theirs) is True
    why = await scene.refused("deleteMessage", chat_id=GROUP, message_id=theirs)
    assert why == "Bad Request: message to delete not found"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": "<b>đậm", "parse_mode": "HTML"}, 'Can\'t find end tag corresponding to start tag "b"'),
        ({"text": "<video>", "parse_mode": "HTML"}, 'Unsupported start tag "video" at byte offset 0'),
        ({"text": "đậm", "entities": [{"type": "bold", "offset": 2, "length": 2}]}, "ends after the end of the text"),
    ],
)
async def test_r45_entities_that_cannot_be(scene: Scene, fields: dict[str, Any], reason: str) -> None:
    said = await why_not(scene, **fields)

    assert said.startswith("Bad Request: can't parse entities: ")
    assert reason in said


async def test_r46_r47_the_lengths_of_texts_and_captions(scene: Scene) -> None:
    assert (await send(scene, text="<b>" + "a" * 4096 + "</b>", parse_mode="HTML"))["text"] == "a" * 4096
    assert await why_not(scene, text="😀" * 2049) == "Bad Request: message is too long"
    assert await why_not(scene, text="") == "Bad Request: message text is empty"
    assert await why_not(scene, text=" \n ") == "Bad Request: text must be non-empty"
    answer = await upload(scene, "sendPhoto", {"photo": PHOTO}, chat_id=str(LAN), caption="a" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_r48_a_reply_to_nothing_is_refused_unless_allowed(scene: Scene) -> None:
    first = (await send(scene))["message_id"]

    assert (await send(scene, reply_parameters={"message_id": first}))["reply_to_message"]["text"] == "một"
    assert await why_not(scene, reply_parameters={"message_id": 99}) == "Bad Request: message to be replied not found"
    allowed = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await send(scene, reply_parameters=allowed)


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ({"text": "a", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "url": "ftp://vi.example.org"}, "BUTTON_URL_INVALID"),
        ({"text": "a" * 10_001, "callback_data": "x"}, "reply markup is too long"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_r49_buttons_that_cannot_be(scene: Scene, button: dict[str, str], sentence: str) -> None:
    assert (await why_not(scene, reply_markup={"inline_keyboard": [[button]]})).endswith(sentence)


@pytest.mark.parametrize("sentence", [sentence for sentence, _, _ in SENTENCES])
def test_every_sentence_the_bot_knows_is_in_the_catalogue(sentence: str) -> None:
    said = [(text.partition(": ")[2] or text).casefold() for text in CATALOGUE]

    assert any(each.startswith(sentence) for each in said)
