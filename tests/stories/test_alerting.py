"""When something stands still the moderators' group and the admins hear of it, once, and once more when it is over."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.receive import fetch
from bot.telegram.watch import Watch
from review.access import Role
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."
LATE, OVER = "Hệ thống xử lý chậm", "Đã ổn: xử lý chậm"


@pytest.fixture
async def chief(stage: Stage) -> Staff:
    chief = Staff(stage, 700000301, "Quản trị", role=Role.ADMIN)
    await chief.joins()
    return chief


def heard(stage: Stage, person: Staff, words: str) -> tuple[int, int]:
    """Return how often the group and the person were told something."""
    return sum(words in text for text in person.cards()), sum(words in text for text in person.sees())


async def hours_pass(stage: Stage, hours: float) -> None:
    for _ in range(int(hours * 12)):
        await stage.time_passes(minutes=5)
        await stage.looks()


async def test_a_worker_that_stood_still_is_told_once_and_its_recovery_once(
    stage: Stage, lan: Correspondent, chief: Staff
) -> None:
    stage.telegram.stage.says(lan.chat, lan.account, TEXT)
    stage.offset = await fetch(stage.newsroom, stage.poller, stage.offset, seconds=0)
    stage.telegram.clock.advance(6 * 60)

    await stage.looks()
    assert heard(stage, chief, LATE) == (1, 1)
    await hours_pass(stage, 2)

    assert heard(stage, chief, LATE) == (1, 1)
    assert heard(stage, chief, OVER) == (1, 1)
    assert not lan.was_told(LATE)


async def test_an_api_that_fails_for_an_hour_is_told_when_it_is_back(
    stage: Stage, lan: Correspondent, chief: Staff
) -> None:
    stage.telegram.faults.add({"kind": "error", "method": "sendmessage", "code": 502, "count": None})
    await lan.says(TEXT)
    await hours_pass(stage, 1)
    assert heard(stage, chief, LATE) == (0, 0)

    stage.telegram.faults.clear()
    await hours_pass(stage, 1)

    assert heard(stage, chief, LATE) == (1, 1)
    assert heard(stage, chief, OVER) == (1, 1)


async def test_forty_dead_letters_are_one_message(stage: Stage, lan: Correspondent, chief: Staff) -> None:
    for number in range(40):
        update = {
            "update_id": 9000 + number,
            "message": {"message_id": number, "date": "hôm qua", "chat": {"id": 9000 + number}},
        }
        stage.telegram.queue.put(update)
    await stage.settles()

    await hours_pass(stage, 1)

    assert stage.count("inbox", "state = 'dead'") == 40
    assert heard(stage, chief, "chưa xử lý được sau nhiều lần thử") == (1, 1)


@ON_SQLITE
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, a place that never has room")
async def test_a_disk_too_full_to_note_an_alert_is_told_at_once(stage: Stage, chief: Staff) -> None:
    settings = replace(stage.newsroom.settings, data_dir=Path("/proc"))
    office = replace(stage.watch.office, newsroom=replace(stage.newsroom, settings=settings))
    stage.database.act_now(lambda s: s.connection().exec_driver_sql("PRAGMA query_only = ON"))
    watch = Watch(office)

    for _ in range(3):
        await watch.once()

    assert heard(stage, chief, "Đĩa của hệ thống sắp đầy: còn 0 MB") == (1, 1)
    assert stage.count("outbox", "kind = 'alert_disk'") == 0


async def test_a_desk_without_a_group_tells_the_admins_alone(stage: Stage, lan: Correspondent, chief: Staff) -> None:
    stage.database.act_now(
        lambda s: s.connection().exec_driver_sql("DELETE FROM desk_setting WHERE name = 'moderation_chat_id'")
    )
    stage.newsroom.settings.media_dir.write_text("a file where the folder should be")

    await hours_pass(stage, 0.5)

    assert heard(stage, chief, "Kho ảnh và tệp không trả lời") == (0, 1)
    assert stage.count("outbox", "state = 'gone'") == 0
