"""Unissued material: not kept before its sender says that it was made public, and never seen by the desk before."""

import pytest

from tests.conftest import ON_SQLITE
from tests.stories.browser import opens_form
from tests.stories.cast import Correspondent, Staff
from tests.stories.kept import warned
from tests.stories.stage import Stage

UNISSUED = "Phường CANARYTEXT còn vướng do Bộ chưa ban hành hướng dẫn, người dân phải chờ."
DRAFT = "Phường lấy ý kiến dự thảo quy chế tiếp dân, 37 hộ góp ý."
TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
WORDS = {
    "vi": ("chưa được giữ lại", "Đã được công bố", "gửi lại tin nhắn đó trong 15 phút tới"),
    "en": ("has not been kept", "It is already public", "send that message again within 15 minutes"),
}


def held(stage: Stage) -> bool:
    """Tell whether the words stand in any table that a message passes."""
    tables = {"tip_message": "text", "inbox": "raw", "outbox": "CAST(details AS TEXT)", "tip": "excerpt"}
    return any(stage.count(table, f"{column} LIKE '%CANARYTEXT%'") for table, column in tables.items())


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_it_is_asked_about_first_and_taken_when_it_comes_again(stage: Stage, language: str) -> None:
    lan = Correspondent(stage, 700000121, "Lan", language=language)
    await lan.joins(byline="Ghi bút danh" if language == "vi" else "Pen name")
    asked, public, again = WORDS[language]

    await lan.says(UNISSUED)

    assert asked in lan.sees_last()
    assert "chưa ban hành" in lan.sees_last()
    assert not held(stage)
    assert stage.count("audit", "act = 'ask_unissued' AND outcome = 'refused'") == 1
    await lan.presses(public)
    assert again in lan.sees_last()
    reference = await lan.sends(UNISSUED)
    assert reference
    assert warned(stage)["unissued"] == "public"
    assert stage.count("tip", "status = 'received'") == 1


@ON_SQLITE
async def test_the_answer_holds_for_a_quarter_of_an_hour(stage: Stage, lan: Correspondent) -> None:
    await lan.says(UNISSUED)
    await lan.presses("Đã được công bố")
    await stage.time_passes(minutes=16)

    await lan.says(UNISSUED)

    assert "chưa được giữ lại" in lan.sees_last()
    assert not held(stage)


@ON_SQLITE
async def test_a_grave_mark_is_refused_whatever_was_said(stage: Stage, lan: Correspondent) -> None:
    await lan.says(UNISSUED)
    await lan.presses("Đã được công bố")

    await lan.says("Công văn CANARYTEXT đóng dấu MẬT")

    assert "Kênh này không nhận loại tài liệu đó" in lan.sees_last()
    assert not held(stage)


async def test_a_draft_is_not_sent_before_its_sender_says_that_it_is_public(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(DRAFT)
    await lan.presses("Xong")

    answer = await lan.presses("Gửi Ban Biên tập")

    assert "bấm “Đã được công bố”" in answer
    assert stage.count("tip", "status = 'composing'") == 1
    assert minh.cards() == []
    await lan.presses("Đã được công bố")
    await lan.presses("Gửi Ban Biên tập")
    assert stage.count("tip", "status = 'received'") == 1
    assert "cho biết đã được công bố" in minh.cards()[-1]


@pytest.mark.parametrize("how", ["added", "edited"])
async def test_a_draft_does_not_slip_into_a_tip_the_desk_has(
    stage: Stage, lan: Correspondent, minh: Staff, how: str
) -> None:
    number = await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    async def comes(text: str) -> None:
        if how == "added":
            await lan.says(text, reply_to=lan.message_about("T-261112-01"))
        else:
            await lan.edits(number, text)

    await comes(DRAFT)
    assert "chưa được giữ lại" in lan.sees_last()
    assert stage.count("tip_message", "text LIKE '%dự thảo%'") == 0
    await lan.presses("Đã được công bố")
    await comes(f"{DRAFT} Thêm một câu.")

    assert stage.count("tip_message", "text LIKE '%dự thảo%'") == 1
    assert stage.count("tip", "version = 2") == 1


@ON_SQLITE
async def test_the_web_form_asks_as_the_bot_does(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)

    await form.fills("c.done", text=UNISSUED)
    assert form.shows("chưa được giữ lại")
    assert not held(stage)
    await form.presses("Đã được công bố")
    await form.fills("c.done", text=UNISSUED)

    assert stage.count("tip", "status = 'composing'") == 1
    assert warned(stage)["unissued"] == "public"
