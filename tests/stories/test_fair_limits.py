"""Fair limits: each is told once, with what was kept and when it is over; nobody else is slowed."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from review.access import Standing
from review.limits import MOST_A_MINUTE, MOST_DISCARDED
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff, suspend
from tests.stories.stage import Stage, opened_stage

FIRST, EACH, MOST = 3, 2, 40
NUMBERS = itertools.count(20)


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stricter desk than most, so that its limit is soon reached."""
    async with opened_stage(database_url, tmp_path / "desk", daily_tips=(FIRST, EACH, MOST)) as opened:
        yield opened


async def sends_as_many_as_allowed(lan: Correspondent, number: int = FIRST) -> list[str]:
    done, send = ("Xong", "Gửi Ban Biên tập") if lan.language == "vi" else ("Done", "Send to editors")
    references = []
    for tip in range(number):
        await lan.says(f"Sáng 12/11, phường Bình Mẫu trả {next(NUMBERS)} hồ sơ, lần {tip}.")
        await lan.presses(done)
        await lan.presses(send)
        references.append(lan.last_reference())
    return references


async def test_one_tip_too_many_a_day_is_kept_and_told_with_the_time(stage: Stage, lan: Correspondent) -> None:
    await sends_as_many_as_allowed(lan)
    await lan.says("Một tin nữa.")
    await lan.presses("Xong")

    answer = await lan.presses("Gửi Ban Biên tập")
    again = await lan.presses("Gửi Ban Biên tập")

    assert f"đủ {FIRST} tin" in answer == again
    assert "00:00 ngày 13/11" in answer
    assert sum(f"đủ {FIRST} tin" in text for text in lan.sees()) == 1
    assert stage.count("tip", "status = 'received'") == FIRST
    assert stage.count("tip", "status = 'composing'") == 1


@ON_SQLITE
async def test_what_was_kept_is_sent_with_one_tap_the_next_day(stage: Stage, lan: Correspondent) -> None:
    await sends_as_many_as_allowed(lan)
    await lan.says("Một tin nữa.")
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    await stage.time_passes(hours=13)
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == FIRST + 1


async def test_used_tips_let_more_be_sent(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    references = await sends_as_many_as_allowed(lan)
    for reference in references[:EACH]:
        await minh.presses_on_card(reference, "Duyệt")

    await sends_as_many_as_allowed(lan, 1)

    assert stage.count("tip", "reference IS NOT NULL") == FIRST + 1


async def test_a_tip_refused_for_no_fault_gives_its_place_back(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    references = await sends_as_many_as_allowed(lan)
    await minh.presses_on_card(references[0], "Không dùng")
    await minh.presses_on_card(references[0], "Trùng tin")

    await sends_as_many_as_allowed(lan, 1)

    assert stage.count("tip", "reference IS NOT NULL") == FIRST + 1


@ON_SQLITE
async def test_who_reads_english_is_told_in_english(stage: Stage) -> None:
    jo = Correspondent(stage, 700000103, "Jo", "en")
    await jo.joins("Real name")
    await sends_as_many_as_allowed(jo)
    await jo.says("One more.")
    await jo.presses("Done")

    answer = await jo.presses("Send to editors")

    assert f"today's full number of {FIRST} tips" in answer
    assert "kept here" in answer


@ON_SQLITE
async def test_too_many_messages_in_a_minute_are_told_once_and_those_of_before_stay(
    stage: Stage, lan: Correspondent
) -> None:
    for number in range(MOST_A_MINUTE + 5):
        stage.telegram.stage.says(lan.chat, lan.account, f"dòng {number}")
    await stage.settles()

    await stage.time_passes(minutes=2)
    await lan.says("dòng cuối")

    told = [text for text in lan.sees() if "hơi nhanh" in text]
    assert len(told) == 1
    assert "từ 11:52" in told[0]
    assert "Từ 11:54" in told[0]
    assert stage.count("tip_message") == MOST_A_MINUTE + 1


@ON_SQLITE
async def test_who_throws_away_too_much_keeps_the_last(stage: Stage, lan: Correspondent) -> None:
    for number in range(MOST_DISCARDED):
        await lan.says(f"Nháp {number}")
        await lan.says("/huy")
    await lan.says("Nháp cuối")

    await lan.says("/huy")
    await lan.says("/huy")

    assert sum("bỏ khá nhiều" in text for text in lan.sees()) == 1
    assert stage.count("tip", "status = 'composing'") == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("standing", "words"), [(Standing.SUSPENDED, "tạm dừng"), (Standing.BANNED, "không gửi tin được nữa")]
)
async def test_who_may_not_send_is_told_once_whatever_they_do(
    stage: Stage, lan: Correspondent, standing: Standing, words: str
) -> None:
    sent = await lan.says("Tin đang soạn")
    suspend(stage, lan, standing)

    for _ in range(3):
        await lan.says("Tin nữa")
        await lan.says("/tin")
        await lan.edits(sent, f"sửa {next(NUMBERS)}")
        await lan.presses("Xong")

    assert sum(words in text for text in lan.sees()) == 1
    assert stage.count("tip_message") == 1


@ON_SQLITE
async def test_who_is_suspended_reads_why(stage: Stage, lan: Correspondent) -> None:
    suspend(stage, lan, Standing.SUSPENDED, "đang chờ xác minh một tin")

    await lan.says("Tin nữa")

    assert lan.was_told("tạm dừng: đang chờ xác minh một tin")
