"""An unfinished tip is reminded of once, kept for its time, removed with a word; a question before its time is over."""

from datetime import timedelta

import pytest

from bot.commands.reminding import remind
from review import people, reminders
from review.access import Role
from review.db import Session
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo
from tests.stories.test_drafting import person

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


def reminded(who: Correspondent) -> list[str]:
    return [text for text in who.sees() if "vẫn còn" in text or "is still here" in text]


async def test_an_unfinished_tip_is_reminded_of_once_and_goes_on_with_one_tap(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(TEXT)
    await stage.time_passes(hours=23)
    assert reminded(lan) == []

    await stage.time_passes(hours=2)
    await stage.time_passes(days=3)

    assert reminded(lan) == [
        "Bản nháp lúc 11:52 ngày 12/11 vẫn còn, được giữ đến 11:52 ngày 12/12. Anh/chị muốn viết tiếp không ạ?"
    ]
    assert lan.buttons() == ["Viết tiếp", "Xóa nháp"]
    await lan.presses("Viết tiếp")
    assert "19 chữ" in lan.sees_last(), "the living message comes anew, at the end of the chat"
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    assert stage.count("tip", "status = 'received'") == 1


@ON_SQLITE
async def test_by_night_nobody_is_reminded(stage: Stage, lan: Correspondent) -> None:
    await stage.time_passes(hours=11)
    await lan.says(TEXT)  # at 22:52

    await stage.time_passes(hours=25)
    assert reminded(lan) == []

    await stage.time_passes(hours=9)
    assert len(reminded(lan)) == 1


async def test_a_draft_can_be_thrown_away_where_it_is_reminded_of(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await stage.time_passes(hours=25)

    await lan.presses("Xóa nháp")

    assert stage.count("tip") == stage.count("tip_message") == 0
    assert lan.was_told("Đã hủy")


async def test_what_is_kept_for_its_time_is_removed_with_a_word(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.sends_photo(a_photo())
    await stage.time_passes(hours=25)

    await stage.time_passes(days=28)
    assert stage.count("tip") == 1
    await stage.time_passes(days=2)
    await stage.time_passes(days=2)

    assert stage.count("tip") == stage.count("tip_message") == stage.count("attachment") == 0
    assert lan.sees_last().startswith("Bản nháp lúc 11:52 ngày 12/11 để đã lâu nên được xóa")
    assert len([text for text in lan.sees() if "để đã lâu nên được xóa" in text]) == 1
    await lan.sends("Phường Bình Mẫu ra mắt ki-ốt lấy số.")
    assert stage.count("tip", "status = 'received'") == 1


async def test_what_was_sent_meanwhile_is_neither_reminded_of_nor_removed(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    stage.telegram.clock.advance(timedelta(days=31).total_seconds())
    now, rules = stage.now, stage.newsroom.rules
    found = stage.database.read_now(lambda s: reminders.due(s, now=now, rules=rules))
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    stage.database.act_now(lambda s: reminders.remind(s, found, now=now))
    await stage.settles()

    assert len(found.expired) == 1
    assert stage.count("tip", "status = 'received'") == 1
    assert not lan.was_told("để đã lâu nên được xóa")
    assert reminded(lan) == []


async def test_looking_without_anything_due_writes_nothing(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(TEXT)
    rows = stage.count("outbox"), stage.count("audit")

    await remind(stage.newsroom)

    assert (stage.count("outbox"), stage.count("audit")) == rows


async def test_a_question_is_reminded_of_once_while_there_is_time(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Ai chủ trì, đơn vị nào phối hợp?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)

    await stage.time_passes(hours=8)  # 19:52
    assert not lan.was_told("Nhắc nhẹ")
    await stage.time_passes(hours=13)  # 8:52
    await stage.time_passes(hours=1)

    told = [text for text in lan.sees() if "Nhắc nhẹ" in text]
    assert len(told) == 1
    assert f"tin {reference} còn chờ bổ sung, hạn đến 11:52" in told[0]
    assert lan.buttons() == ["Không bổ sung được", "Xin thêm thời gian"]


@ON_SQLITE
async def test_reminders_come_in_english(stage: Stage) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")
    await ann.says("This morning the ward opened a help desk for online filing.")

    await stage.time_passes(hours=25)
    assert ann.buttons() == ["Continue", "Delete draft"]
    await stage.time_passes(days=31)

    assert ann.was_told("Your draft from 11:52 on 12 November has been removed")


OVERDUE = {
    "vi": ("đã quá hạn bổ sung", "Không bổ sung được"),
    "en": ("The time to add details to tip", "Cannot provide"),
}


async def asks(minh: Staff, reference: str) -> None:
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Ai chủ trì, đơn vị nào phối hợp?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_a_question_that_stays_open_rises_to_who_asked_and_then_to_everybody(
    stage: Stage, minh: Staff, language: str
) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language=language)
    await ann.joins(byline="Real name" if language == "en" else "Ghi bút danh")
    reference = await ann.sends(TEXT)
    await asks(minh, reference)
    await stage.time_passes(seconds=16)
    said, way_out = OVERDUE[language]

    await stage.time_passes(hours=25)
    await stage.time_passes(hours=1)

    assert sum(said in text for text in ann.sees()) == 1
    assert way_out in ann.buttons()
    told = [text for text in minh.sees() if f"Tin {reference}: hết hạn bổ sung 11:52 ngày 13/11" in text]
    assert len(told) == 1
    assert "lý do “Quá hạn bổ sung”" in told[0]
    assert "quá hạn bổ sung 11:52" in minh.card_of(reference)
    assert stage.count("tip", "status = 'needs_info'") == 1, "nothing becomes of it by itself"
    assert not any(f"Tin {reference}: hết hạn" in text for text in minh.cards())

    await stage.time_passes(days=1)
    await stage.time_passes(hours=1)
    assert sum(f"Tin {reference}: hết hạn" in text for text in minh.cards()) == 1


@ON_SQLITE
async def test_an_answer_in_time_or_a_decision_keeps_everybody_in_peace(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    for decided in (False, True):
        reference = await lan.sends(TEXT)
        await asks(minh, reference)
        await stage.time_passes(seconds=16)
        if decided:
            await minh.presses_on_card(reference, "Không dùng")
            await minh.presses_on_card(reference, "Hết thời sự")
        else:
            await lan.presses("Không bổ sung được")

    await stage.time_passes(hours=26)
    await stage.time_passes(days=2)

    assert stage.count("outbox", "kind IN ('question_overdue', 'unanswered', 'unanswered_group')") == 0


@ON_SQLITE
async def test_where_who_asked_is_gone_the_admins_are_told(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    await asks(minh, await lan.sends(TEXT))
    await stage.time_passes(seconds=16)
    asker, admin = person(stage, minh).id, person(stage, an).id

    def changes(session: Session) -> None:
        people.revoke(session, asker, Role.MODERATOR, by=None, now=stage.now)
        people.grant(session, admin, Role.ADMIN, by=None, now=stage.now)

    stage.database.act_now(changes)
    await stage.time_passes(hours=25)

    assert an.was_told("hết hạn bổ sung")
    assert not minh.was_told("hết hạn bổ sung")
