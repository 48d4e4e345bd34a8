"""The rhythm of notices: quiet hours, several in one, and the note about a month."""

from datetime import timedelta

from bot.commands.noting import note
from bot.conversation.notices import NOTICES
from review import alerts, draft_view, drafting, months, network, rest
from review.disk import NEARLY_FULL
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_drafting import approved, person

TO_EVENING = 10  # hours from the story's beginning to 21:52
TO_MORNING = 9.2  # from then to 7:04
TEXT = "Sáng 12/11, UBND phường Bình Mẫu mở bàn hướng dẫn, trả {number} hồ sơ cho người dân."


async def goes_online(stage: Stage, lan: Correspondent, minh: Staff, ha: Staff, number: int = 30) -> str:
    """Send a tip and bring it to the portal; returns its reference."""
    reference = await lan.sends(TEXT.format(number=number))
    draft = approved(stage, reference, minh)
    await stage.time_passes(seconds=16)
    by, now, url = person(stage, ha), stage.now, f"https://example.org/{number}"
    stage.database.act_now(lambda s: drafting.mark_ready(s, draft_view.get(s, draft), by=by, door="console", now=now))
    stage.database.act_now(
        lambda s: drafting.publish(s, draft_view.get(s, draft), url=url, by=by, door="console", now=now)
    )
    await stage.settles()
    return reference


async def chooses(lan: Correspondent, *labels: str) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    for label in labels:
        await lan.presses(label)


def celebrations(lan: Correspondent) -> int:
    return sum("Tin của anh/chị đã lên Trang" in text for text in lan.sees())


def test_what_may_wait_is_a_notice_and_no_question_is_among_it() -> None:
    assert rest.CALM.issubset(NOTICES)
    assert rest.TOGETHER <= rest.CALM
    assert not {kind for kind in rest.CALM if kind.startswith(("needs_info", "alert", "login"))}


async def test_good_news_of_the_evening_waits_for_the_morning(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await stage.time_passes(hours=TO_EVENING)

    await goes_online(stage, lan, minh, ha)
    assert celebrations(lan) == 0
    await stage.time_passes(hours=TO_MORNING)

    assert celebrations(lan) == 1


@ON_SQLITE
async def test_a_question_with_a_due_time_breaks_through(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT.format(number=30))
    await stage.time_passes(hours=TO_EVENING)

    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Việc này diễn ra ngày nào?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)

    assert lan.was_told("Việc này diễn ra ngày nào?")


@ON_SQLITE
async def test_who_wants_no_quiet_hours_is_told_at_once(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await chooses(lan, "Giờ yên lặng", "Không đặt")
    await stage.time_passes(hours=TO_EVENING)

    await goes_online(stage, lan, minh, ha)

    assert celebrations(lan) == 1


async def test_what_rests_alarms_nobody(stage: Stage, lan: Correspondent, minh: Staff, ha: Staff) -> None:
    await stage.time_passes(hours=TO_EVENING)
    await goes_online(stage, lan, minh, ha)
    await stage.time_passes(hours=3)

    readings = stage.database.read_now(lambda s: alerts.read(s, free=NEARLY_FULL * 2, media_answer=True, now=stage.now))

    assert stage.count("outbox", "state = 'new'") == 1
    assert not readings["alert_backlog"].is_wrong


async def test_several_notices_come_as_one_in_the_morning(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await chooses(lan, "Gộp thông báo mỗi sáng")
    first = await goes_online(stage, lan, minh, ha, 30)
    second = await goes_online(stage, lan, minh, ha, 40)
    assert celebrations(lan) == 0

    await stage.time_passes(hours=20)

    assert celebrations(lan) == 0
    assert lan.was_told("TIN VUI", first, second, "https://example.org/30", "https://example.org/40")
    assert stage.count("outbox", "state = 'new'") == 0


@ON_SQLITE
async def test_a_single_notice_comes_as_itself_also_where_they_come_together(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await chooses(lan, "Gộp thông báo mỗi sáng")
    await goes_online(stage, lan, minh, ha)

    await stage.time_passes(hours=20)

    assert celebrations(lan) == 1


async def december(stage: Stage, *, day: int = 1, hour: int = 9) -> None:
    """Let the desk come to December; the clocks stand at 11:52 on 12 November when a story begins."""
    await stage.time_passes(days=18 + day, hours=hour - 11)


async def test_the_month_is_told_once_to_those_who_sent_something(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await note(stage.newsroom)
    mai = Correspondent(stage, 700000104, "Mai")
    await mai.joins(pen_name="Mai Anh")
    await goes_online(stage, lan, minh, ha)
    for number in (41, 42):
        reference = await lan.sends(TEXT.format(number=number))
        await minh.presses_on_card(reference, "Không dùng")
        await minh.presses_on_card(
            reference, "Thiếu nguồn" if "Thiếu nguồn" in minh.card_of(reference) else "Hết thời sự"
        )

    await december(stage)
    await note(stage.newsroom)
    await note(stage.newsroom)
    await stage.settles()

    told = [text for text in lan.sees() if "TỔNG KẾT THÁNG 11/2026" in text]
    assert len(told) == 1
    assert "Đã gửi: 3" in told[0]
    assert "Được duyệt: 1 · Đã đăng: 1" in told[0]
    assert f"(2 tin), như tin {reference}" in told[0]
    assert "gửi ngay trong ngày" in told[0]
    assert not mai.was_told("TỔNG KẾT")


async def test_a_month_is_told_in_english_and_can_be_switched_off_from_it(stage: Stage) -> None:
    await note(stage.newsroom)
    jo = Correspondent(stage, 700000103, "Jo", "en")
    await jo.joins("Real name")
    await jo.sends("On 12 November the ward opened a help desk for 30 residents.")
    await december(stage)
    await note(stage.newsroom)
    await stage.settles()

    assert "SUMMARY 11/2026 – Jo" in jo.sees_last()
    assert "no longer get" in await jo.presses("No monthly note")
    await stage.time_passes(days=31)
    await note(stage.newsroom)
    await stage.settles()

    assert sum("SUMMARY" in text for text in jo.sees()) == 1
    assert stage.count("outbox", "kind = 'monthly_note'") == 1


@ON_SQLITE
async def test_a_desk_that_was_down_tells_the_month_when_it_is_back_and_at_no_hour_of_rest(
    stage: Stage, lan: Correspondent
) -> None:
    await note(stage.newsroom)
    await lan.sends(TEXT.format(number=30))

    await december(stage, day=3, hour=23)
    await note(stage.newsroom)
    await stage.settles()
    assert not lan.was_told("TỔNG KẾT")
    await stage.time_passes(hours=9)

    assert lan.was_told("TỔNG KẾT THÁNG 11/2026")


@ON_SQLITE
async def test_a_new_desk_begins_with_its_first_month(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(TEXT.format(number=30))

    await note(stage.newsroom)

    assert stage.count("outbox", "kind = 'monthly_note'") == 0
    assert stage.database.read_now(lambda s: network.setting(s, months.SETTING)) == "2026-10"


async def test_many_are_told_some_at_a_time_and_each_once(stage: Stage, lan: Correspondent) -> None:
    await note(stage.newsroom)
    await lan.sends(TEXT.format(number=30))
    later = stage.now + timedelta(days=30)
    rules = stage.newsroom.rules
    stage.database.act_now(lambda s: network.set_setting(s, months.SETTING, "2026-11>0"))

    owed = [stage.database.act_now(lambda s: months.owe(s, now=later, rules=rules)) for _ in range(3)]

    assert owed == [1, 0, 0]
