"""A tip nobody used says how long it is kept, and afterwards says, at every door, that it is gone."""

import pytest

from bot.commands.tidying import empty_unused
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_second_look import rejected

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn kiểu CANARYTEXT, hỗ trợ 37 người."
WORDS = {
    "vi": ("được giữ đến hết Thứ Bảy 12/12/2026, rồi xóa", "nội dung nay đã xóa theo thời hạn lưu"),
    "en": ("kept until the end of Sat 12 Dec 2026, then deleted", "text has now been deleted"),
}


async def a_month_later(stage: Stage) -> None:
    await stage.time_passes(days=31)
    await empty_unused(stage.newsroom)
    await stage.settles()


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_sender_knows_until_when_and_sees_that_it_is_gone(stage: Stage, minh: Staff, language: str) -> None:
    lan = Correspondent(stage, 700000111, "Lan", language=language)
    await lan.joins(byline="Ghi bút danh" if language == "vi" else "Pen name")
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    until, gone = WORDS[language]
    assert lan.was_told(reference, until)
    sent = len(lan.sees())

    await a_month_later(stage)

    assert lan.was_told(reference, gone)
    assert len(lan.sees()) == sent, "the receipt is redrawn, nobody is called by it"
    await lan.says("/tin")
    await lan.presses(reference)
    assert ("đã xóa theo thời hạn lưu" if language == "vi" else "text deleted, its time was over") in lan.sees_last()
    assert "CANARYTEXT" not in "".join(lan.sees()[sent:])


@ON_SQLITE
async def test_old_buttons_say_so_in_the_chat_and_in_the_group(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    pressed = [lan._button(lan.chat, label) for label in ("Xin xem lại", "Gửi lại bản sửa")]

    await a_month_later(stage)

    answers = {await lan.presses_data(lan.chat, *button) for button in pressed}
    answers.add(await minh.presses_on_card(reference, "Hoàn tác"))
    assert answers == {"Nội dung tin này đã xóa theo thời hạn lưu, không xử lý tiếp được nữa."}
    assert stage.count("tip", "status = 'rejected' AND version = 0") == 1


@ON_SQLITE
async def test_a_tip_that_is_looked_at_again_is_kept(stage: Stage, lan: Correspondent, minh: Staff, an: Staff) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    await stage.time_passes(days=29)
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")

    await a_month_later(stage)
    await an.presses_on_card(reference, "Duyệt")
    await stage.time_passes(seconds=16)

    assert lan.was_told(f"Tin {reference} đã được duyệt")
