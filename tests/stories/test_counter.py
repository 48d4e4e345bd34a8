"""The counter pinned in the group: made and pinned once, edited where a number changed, posted anew where lost."""

from typing import Any

from bot.telegram.counter import count
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_second_look import rejected

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def counted(stage: Stage) -> bool:
    """Look at the counter as its loop does, and let what is owed arrive."""
    is_owed = await count(stage.watch.office)
    await stage.settles()
    return is_owed


def pinned(stage: Stage) -> dict[str, Any]:
    chat = stage.telegram.world.chats[stage.group]
    return dict(chat.messages[chat.pinned[-1]])


def calls(stage: Stage, method: str) -> int:
    return sum(call.details["method"] == method for call in stage.telegram.ledger.calls())


async def test_the_counter_is_made_and_pinned_once_and_edited_where_a_number_changed(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    assert await counted(stage)
    assert pinned(stage)["text"].startswith("CHỜ DUYỆT: 0 tin · QUÁ HẠN: 0\nChờ người gửi bổ sung: 0")
    first = await lan.sends(TEXT)
    assert await counted(stage)
    await stage.time_passes(days=2)
    await rejected(stage, await lan.sends(TEXT + " Lần thứ hai."), minh)

    assert await counted(stage)

    assert pinned(stage)["text"] == (
        f"CHỜ DUYỆT: 1 tin · QUÁ HẠN: 1\nLâu nhất: {first}, nhận 11:52 ngày 12/11\n"
        "Chờ người gửi bổ sung: 0\nHôm nay đã quyết định: 1\nTrang duyệt tin: http://127.0.0.1:8080/queue"
    )
    assert calls(stage, "pinchatmessage") == 1
    assert len(stage.telegram.world.chats[stage.group].pinned) == 1
    assert stage.count("outbox", "kind = 'counter'") == 1, "what it said before is not kept"


@ON_SQLITE
async def test_nothing_is_sent_where_no_number_changed(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.sends(TEXT)
    await counted(stage)
    before = stage.sent_count()

    assert not await counted(stage)
    await stage.time_passes(minutes=20)
    assert not await counted(stage)

    assert stage.sent_count() == before


@ON_SQLITE
async def test_a_counter_that_was_deleted_is_posted_and_pinned_anew(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await counted(stage)
    chat = stage.telegram.world.chats[stage.group]
    lost = chat.pinned.pop()
    del chat.messages[lost]
    await lan.sends(TEXT)

    await counted(stage)

    assert pinned(stage)["message_id"] != lost
    assert "CHỜ DUYỆT: 1 tin" in pinned(stage)["text"]


@ON_SQLITE
async def test_where_the_bot_may_not_pin_the_counter_is_edited_all_the_same_and_pinned_once_it_may(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    chat = stage.telegram.world.chats[stage.group]
    chat.denied.append("pins")
    await counted(stage)
    await lan.sends(TEXT)
    await counted(stage)
    assert chat.pinned == []
    assert any(text.startswith("CHỜ DUYỆT: 1 tin") for text in minh.cards())

    chat.denied.remove("pins")
    await lan.sends(TEXT + " Lần nữa.")
    await counted(stage)

    assert "CHỜ DUYỆT: 2 tin" in pinned(stage)["text"]
    assert sum("CHỜ DUYỆT:" in text for text in minh.cards()) == 1


@ON_SQLITE
async def test_a_desk_without_a_group_has_no_counter(stage: Stage, lan: Correspondent) -> None:
    stage.database.act_now(lambda session: session.connection().exec_driver_sql("DELETE FROM desk_setting"))

    assert not await counted(stage)
