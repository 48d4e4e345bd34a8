"""The group is told in working time what falls due and what waits in the morning; and when presses were lost."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.pacing import pace
from review import silence, workdays
from review.settings import DESK_ZONE
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def looks(stage: Stage) -> bool:
    """Look once, as the loop does each minute, and let what is told arrive."""
    is_told = await pace(stage.newsroom)
    await stage.settles()
    return is_told


async def until(stage: Stage, there: str) -> None:
    """Let time pass up to a moment of the desk's clock."""
    at = datetime.fromisoformat(there).replace(tzinfo=DESK_ZONE)
    await stage.time_passes(seconds=(at - stage.now).total_seconds())


@pytest.fixture
async def working(stage: Stage) -> Stage:
    """The desk on a Thursday at one, when it has begun to look."""
    await until(stage, "2026-11-12T13:00")
    await looks(stage)
    return stage


async def test_a_tip_nobody_claimed_is_named_before_it_is_due_and_once_it_is_overdue(
    working: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)  # due on Friday at 11:30
    await until(working, "2026-11-13T07:30")
    assert await looks(working)

    await until(working, "2026-11-13T10:20")
    assert not await looks(working)
    await until(working, "2026-11-13T10:30")
    assert await looks(working)
    assert not await looks(working)
    soon = minh.cards()[-1]
    await until(working, "2026-11-13T11:40")
    assert not await looks(working), "nobody is told at noon"
    await until(working, "2026-11-13T13:00")
    assert await looks(working)
    await until(working, "2026-11-13T15:00")
    assert not await looks(working)

    assert soon.startswith(
        f"CÒN CHƯA ĐẦY 1 GIỜ LÀM VIỆC, chưa có ai nhận:\n{reference} · hạn 11:30 ngày 13/11 · Sáng nay"
    )
    assert f"http://127.0.0.1:8080/tips/{reference}" in soon
    assert minh.cards()[-1].startswith(f"ĐÃ QUÁ HẠN TRẢ LỜI, chưa có ai nhận:\n{reference} ·")


@ON_SQLITE
async def test_nobody_is_reminded_of_what_somebody_has_in_hand(working: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await until(working, "2026-11-13T07:30")
    await looks(working)
    await until(working, "2026-11-13T10:25")
    await minh.presses_on_card(reference, "Nhận")
    before = minh.cards()

    await until(working, "2026-11-13T10:30")

    assert not await looks(working)
    assert minh.cards() == before


@ON_SQLITE
async def test_what_is_claimed_before_the_reminder_arrives_is_left_out_of_it(
    working: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await until(working, "2026-11-13T07:30")
    await looks(working)
    await until(working, "2026-11-13T10:30")
    assert await pace(working.newsroom)

    await minh.presses_on_card(reference, "Nhận")

    assert not any("CÒN CHƯA ĐẦY" in text for text in minh.cards())


async def test_the_working_day_begins_with_a_digest_and_a_day_off_has_none(
    working: Stage, lan: Correspondent, minh: Staff
) -> None:
    late = await lan.sends(TEXT)
    working.database.act_now(
        lambda s: workdays.set_day(
            s, datetime(2026, 11, 16, tzinfo=UTC).date(), works=False, by=None, door="cli", now=working.now
        )
    )
    await until(working, "2026-11-13T16:45")
    await looks(working)
    due = await lan.sends(TEXT + " Lần thứ hai.")
    for there in ("2026-11-14T08:00", "2026-11-16T08:00", "2026-11-17T07:29"):
        await until(working, there)
        assert not await looks(working), there

    await until(working, "2026-11-17T07:30")
    assert await looks(working)
    assert not await looks(working)

    said = minh.cards()[-1]
    assert said.startswith("BÀN DUYỆT TIN, Thứ Ba 17/11/2026\nChờ duyệt: 2, mới từ 16:45 ngày 13/11: 1.")
    overdue, _, today = said.partition("Đến hạn hôm nay (1):")
    assert f"Quá hạn (1):\n{late} · hạn 11:30 ngày 13/11" in overdue
    assert due in today


@ON_SQLITE
async def test_a_quiet_morning_has_a_digest_too(working: Stage, minh: Staff) -> None:
    await until(working, "2026-11-13T07:30")

    assert await looks(working)

    assert "Chờ duyệt: 0" in minh.cards()[-1]
    assert "Quá hạn" not in minh.cards()[-1]


@ON_SQLITE
async def test_many_that_fall_due_at_once_are_one_message(working: Stage, lan: Correspondent, minh: Staff) -> None:
    for number in range(10):
        await lan.sends(f"{TEXT} Lần thứ {number}.")
    await until(working, "2026-11-13T07:30")
    await looks(working)
    before = len(minh.cards())
    await until(working, "2026-11-13T10:30")

    await looks(working)

    (said,) = minh.cards()[before:]
    assert said.count("/tips/T-") == 8
    assert "… và 2 tin nữa" in said


@pytest.mark.parametrize(("seconds", "is_told"), [(149, False), (151, True), (3600, True)])
@ON_SQLITE
async def test_after_two_and_a_half_minutes_without_telegram_the_group_is_told_that_presses_were_lost(
    stage: Stage,
    minh: Staff,
    seconds: int,
    is_told: bool,  # noqa: FBT001 - of the table above
) -> None:
    stage.database.act_now(lambda session: silence.hear(session, now=stage.now))
    before = len(minh.cards())
    stage.telegram.clock.advance(timedelta(seconds=seconds).total_seconds())

    for _ in range(2):
        stage.database.act_now(lambda session: silence.hear(session, now=stage.now))
    await stage.settles()

    said = minh.cards()[before:]
    assert len(said) == is_told
    assert all("Nút bấm trong khoảng đó chưa được ghi nhận" in text for text in said)
