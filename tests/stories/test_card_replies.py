"""An answer to a card in the group goes to the correspondent only after a press of who wrote it."""

from typing import Any

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
ASKED = "Đoàn phường có tham gia không?"


async def answers_card(who: Staff, reference: str, words: str) -> None:
    card = next(m for m in reversed(who._messages(who.stage.group)) if reference in str(m.get("text", "")))
    await who.says_in_group(words, reply_to=card["message_id"])


def offers(stage: Stage, who: Staff) -> list[dict[str, Any]]:
    return [
        m for m in who._messages(stage.group) if str(m.get("text", "")).startswith(("Gửi lời này", "Đã gửi lời này"))
    ]


async def test_the_words_go_after_a_press_and_are_kept_nowhere_before(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await answers_card(minh, reference, ASKED)

    (offer,) = offers(stage, minh)
    assert offer["text"] == f"Gửi lời này cho người gửi tin {reference}? Chỉ gửi khi anh/chị bấm nút."
    assert offer["reply_to_message"]["text"] == ASKED
    assert not lan.was_told(ASKED)
    assert stage.count("inbox", "raw LIKE '%tham gia%'") == 0
    assert stage.count("outbox", "CAST(details AS TEXT) LIKE '%tham gia%'") == 0

    pressed = await minh.presses_data(stage.group, offer["message_id"], data(offer, 0))
    await stage.time_passes(seconds=20)

    assert pressed == "Đã gửi cho người gửi tin."
    assert lan.was_told(ASKED)
    assert stage.count("tip", "status = 'needs_info'") == 1
    (closed,) = offers(stage, minh)
    assert closed["text"].startswith("Đã gửi lời này")
    assert "reply_markup" not in closed


@ON_SQLITE
async def test_words_may_stay_in_the_group_and_nobody_else_sends_them(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await answers_card(minh, reference, ASKED)
    (offer,) = offers(stage, minh)

    others = await an.presses_data(stage.group, offer["message_id"], data(offer, 0))
    dropped = await minh.presses_data(stage.group, offer["message_id"], data(offer, 1))
    await stage.time_passes(seconds=20)

    assert others.startswith("Chỉ người viết mới gửi được.")
    assert dropped == "Lời này chỉ để trong nhóm."
    assert not lan.was_told(ASKED)
    assert stage.count("tip", "status = 'received'") == 1


@ON_SQLITE
async def test_an_answer_to_a_tip_that_was_decided_meanwhile_is_refused(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await answers_card(minh, reference, ASKED)
    (offer,) = offers(stage, minh)
    await an.presses_on_card(reference, "Duyệt")

    refused = await minh.presses_data(stage.group, offer["message_id"], data(offer, 0))

    assert "An" in refused
    assert stage.count("question") == 0
    assert stage.count("audit", "act = 'press_reply' AND outcome = 'tip_already_decided'") == 1


@ON_SQLITE
async def test_only_moderators_are_offered_to_send(stage: Stage, lan: Correspondent, minh: Staff, ha: Staff) -> None:
    reference = await lan.sends(TEXT)

    await answers_card(ha, reference, ASKED)
    await minh.says_in_group("Chào cả nhóm")

    assert offers(stage, minh) == []


def data(message: dict[str, Any], row: int) -> str:
    return str(message["reply_markup"]["inline_keyboard"][row][0]["callback_data"])
