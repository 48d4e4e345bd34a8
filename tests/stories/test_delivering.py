"""Out again: nothing owed is lost, budgets are kept, who cannot be reached is marked, groups are followed."""

from datetime import timedelta

import pytest

from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import GROUP, Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."


def a_fault(stage: Stage, **given: object) -> None:
    stage.telegram.faults.add(given)


@pytest.mark.parametrize("kind", ["error", "reset", "truncated", "html", "gateway"])
async def test_a_fault_only_delays_and_at_most_doubles(stage: Stage, lan: Correspondent, kind: str) -> None:
    a_fault(stage, kind=kind, method="sendmessage", chat_id=lan.chat)

    await lan.says("/trogiup")
    await stage.time_passes(seconds=10)

    copies = [text for text in lan.sees() if "/tin" in text and "/rut" in text]
    assert 1 <= len(copies) <= (1 if kind == "error" else 2)
    assert stage.count("outbox", "state = 'new'") == 0
    assert stage.count("outbox", "is_ambiguous") == 1


async def test_too_many_requests_are_waited_out_and_remembered(stage: Stage, lan: Correspondent) -> None:
    sentence, wait = "Too Many Requests: retry after 40", {"retry_after": 40}
    a_fault(stage, kind="error", method="sendmessage", code=429, sentence=sentence, parameters=wait)
    await lan.says("/trogiup")
    assert stage.count("outbox", "state = 'new' AND last_error_class = 'flood'") == 1

    await stage.time_passes(seconds=30)
    assert stage.count("outbox", "state = 'new'") == 1
    await stage.time_passes(seconds=11)
    assert stage.count("outbox", "state = 'new'") == 0
    assert lan.was_told("/rut")


async def test_who_blocks_the_bot_is_marked_and_the_tip_stays(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    stage.telegram.world.chats[lan.chat].gone = "blocked"

    await minh.presses_on_card(reference, "Duyệt")
    await stage.time_passes(seconds=16)

    assert stage.count("account", "lost_reason = 'blocked'") == 1
    assert stage.count("outbox", "kind = 'approved' AND state = 'gone' AND last_error_class = 'blocked'") == 1
    assert stage.count("draft") == 1

    stage.telegram.stage.unblocks(lan.account)
    await stage.settles()
    assert stage.count("account", "lost_at IS NOT NULL") == 0


async def test_a_group_that_became_a_supergroup_is_followed(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    new_group = GROUP - 777
    stage.telegram.stage.migrates(GROUP, new_group)
    await stage.settles()
    stage.group = new_group

    reference = await lan.sends(TEXT)

    assert reference in minh.card_of(reference)


async def test_the_answer_of_the_api_is_enough_to_follow_a_group(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    new_group = GROUP - 778
    stage.telegram.world.group(new_group, "Bàn duyệt tin", [minh.account], [])
    stage.telegram.world.chats[GROUP].migrated_to = new_group
    stage.group = new_group

    reference = await lan.sends(TEXT)

    assert reference in minh.card_of(reference)


async def test_a_lost_card_is_posted_anew(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    message_id, data = minh._button(GROUP, "Nhận")
    del stage.telegram.world.chats[GROUP].messages[message_id]
    stage.telegram.world.chats[GROUP].messages[message_id + 1000] = {
        "message_id": message_id + 1000,
        "from": stage.telegram.world.me,
        "chat": {"id": GROUP, "type": "supergroup", "title": "x"},
        "date": 1,
        "text": "…",
    }

    await minh.presses_data(GROUP, message_id + 1000, data)

    assert "Minh đang xử lý" in minh.card_of(reference)


async def test_several_redrawings_of_one_card_become_one(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    number = await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    edits = len(stage.telegram.ledger.calls("editmessagetext"))

    for people in (37, 38, 39):
        stage.telegram.stage.edits(lan.chat, number, f"Phường hỗ trợ {people} người.")
    await stage.settles()

    assert "39 người" in minh.card_of("T-261112-01")
    assert len(stage.telegram.ledger.calls("editmessagetext")) <= edits + 2


async def test_a_press_made_long_ago_is_answered_by_nobody_and_does_no_harm(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    message_id, data = minh._button(GROUP, "Duyệt")
    query = stage.telegram.stage.presses(GROUP, minh.account, message_id, data)
    stage.telegram.world.presses[query].at -= timedelta(minutes=5).total_seconds()

    await stage.settles()

    assert stage.count("outbox", "kind = 'press' AND state = 'new'") == 0
    assert "Minh đã duyệt" in minh.card_of(reference)
