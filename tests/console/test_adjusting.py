"""Topic, unit, priority and embargo are set on the page of a tip; the history says who set what."""

from datetime import timedelta
from html import unescape

import pytest

from review import network
from review.access import Role
from review.models import Adjustment, AuditRow, Change
from tests.conftest import ON_SQLITE
from tests.console.desk import UNIT, Browser, Desk


async def test_what_was_changed_on_the_form_is_set_and_its_history_says_from_what(
    desk: Desk, at_minhs: Browser
) -> None:
    tip = desk.a_tip(topic="TTHC")

    answer = await at_minhs.posts(
        f"/tips/{tip}/set",
        {
            "topic": "SO",
            "was_topic": "TTHC",
            "priority": "urgent",
            "was_priority": "",
            "embargo": "2026-11-13T08:30",
            "unit": "phuong tan mau",
            "was_unit": "Phường Bình Mẫu",
        },
    )

    page = unescape((await at_minhs.follows(answer)).text)
    row = desk.tip(tip)
    assert f"Đã lưu cho tin {tip}." in page
    assert (row.topic, row.priority, row.unit_id) == ("SO", "urgent", "p-tan-mau")
    assert row.embargo_until is not None
    assert row.embargo_until.isoformat() == "2026-11-13T01:30:00+00:00"
    assert "Không đăng trước 08:30 ngày 13/11" in page
    assert "đổi chủ đề: Thủ tục hành chính, một cửa → Chính quyền số, trực tuyến" in page
    assert "đặt mức ưu tiên: Khẩn" in page
    assert "<strong>Minh</strong> đổi đơn vị: phường Bình Mẫu → phường Tân Mẫu" in page


@ON_SQLITE
async def test_what_the_form_left_as_it_showed_it_stays_what_others_have_made_of_it(
    desk: Desk, at_minhs: Browser
) -> None:
    tip, an = desk.a_tip(topic="TTHC"), desk.browser(desk.a_person("An", Role.MODERATOR))
    await an.posts(f"/tips/{tip}/set", topic="SO", was_topic="TTHC")

    await at_minhs.posts(f"/tips/{tip}/set", topic="TTHC", was_topic="TTHC", priority="high", was_priority="")

    assert (desk.tip(tip).topic, desk.tip(tip).priority) == ("SO", "high")


@ON_SQLITE
async def test_an_empty_field_takes_back_and_a_form_without_a_change_does_nothing(
    desk: Desk, at_minhs: Browser
) -> None:
    tip = desk.a_tip(topic="TTHC")
    await at_minhs.posts(f"/tips/{tip}/set", topic="", was_topic="TTHC")
    changes = len(desk.rows(Change))

    answer = await at_minhs.posts(f"/tips/{tip}/set", topic="", was_topic="")

    assert "không có gì thay đổi" in (await at_minhs.follows(answer)).text
    assert desk.tip(tip).topic is None
    assert [(row.field, row.before, row.after) for row in desk.rows(Adjustment)] == [("topic", "TTHC", "")]
    assert len(desk.rows(Change)) == changes


@ON_SQLITE
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"topic": "XX"}, ""),
        ({"priority": "highest"}, ""),
        ({"unit": "một nơi nào đó"}, "Chưa rõ là đơn vị nào."),
        ({"embargo": "hôm nào"}, "Ngày giờ chưa đúng hoặc đã qua."),
        ({"embargo": "2026-11-12T08:00"}, "Ngày giờ chưa đúng hoặc đã qua."),
        ({"embargo": "0001-01-01T00:00"}, "Ngày giờ chưa đúng hoặc đã qua."),
        ({"embargo": "9999-12-31T23:59"}, "Ngày giờ chưa đúng hoặc đã qua."),
    ],
)
async def test_what_is_on_no_list_and_no_time_to_come_is_refused_and_changes_nothing(
    desk: Desk, at_minhs: Browser, form: dict[str, str], sentence: str
) -> None:
    tip = desk.a_tip()

    answer = await at_minhs.posts(f"/tips/{tip}/set", form)

    assert answer.status_code in {404, 422}
    assert sentence in answer.text
    assert desk.rows(Adjustment) == []
    assert [row.outcome for row in desk.rows(AuditRow) if row.act == "adjust"] != []


@ON_SQLITE
async def test_nobody_sets_anything_on_their_own_tip_or_on_a_rejected_one(desk: Desk, at_minhs: Browser) -> None:
    an = desk.a_person("An", Role.MODERATOR)
    own, gone = desk.a_tip(by=an), desk.a_tip()
    await at_minhs.posts(f"/tips/{gone}/reject", reason="R03", version=1)

    refused = await desk.browser(an).posts(f"/tips/{own}/set", priority="urgent")
    late = await at_minhs.posts(f"/tips/{gone}/set", priority="urgent")

    assert (refused.status_code, late.status_code) == (403, 409)
    assert desk.rows(Adjustment) == []


@ON_SQLITE
async def test_a_tip_tells_that_its_time_has_come(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/set", embargo="2026-11-12T13:00")

    desk.clock.at += timedelta(hours=2)

    assert "Đã đến giờ được đăng: 13:00" in (await at_minhs.gets(f"/tips/{tip}")).text


@ON_SQLITE
def test_a_unit_is_known_by_the_name_the_page_shows(desk: Desk) -> None:
    name = desk.database.read_now(lambda session: network.unit(session, UNIT))

    assert name is not None
    found = desk.database.read_now(lambda session: network.meant_unit(session, name.name_full, desk.clock().date()))
    assert found == UNIT


@ON_SQLITE
async def test_the_page_of_a_draft_says_that_it_may_not_be_published_yet(
    desk: Desk, at_minhs: Browser, at_has: Browser
) -> None:
    tip, draft = desk.an_approved_tip()
    await at_minhs.posts(f"/tips/{tip}/set", embargo="2026-11-13T08:30")

    page = unescape((await at_has.gets(f"/drafts/{draft}")).text)

    assert "Không đăng trước 08:30 ngày 13/11" in page
