"""The queue: rows, filters, pages by key, and the tip beside the list."""

import itertools
import re
from datetime import timedelta

import pytest

from review.access import Person, Role
from review.lists import tips
from review.lists.choosing import Chosen
from review.lists.rows import PAGE
from tests.console.desk import Browser, Desk

NAUGHTY = ['"><script>alert(1)</script>', "' OR 1=1 --", "%", "_", "\\", "T-261112-07' --", "đường", "\u202e", "𝕏"]


def references(page: str) -> list[str]:
    return re.findall(r'<span class="ref">(T-[0-9-]+)</span><span class="row-text">', page)


async def test_waiting_tips_stand_newest_first_with_unit_topic_age_and_marks(desk: Desk, at_minhs: Browser) -> None:
    first = desk.a_tip()
    desk.clock.at += timedelta(minutes=3)
    second = desk.a_tip("Gọi số 0903123456 để được hướng dẫn.", photo=True)

    page = (await at_minhs.gets("/queue")).text

    assert references(page) == [second, first]
    assert "3 phút trước" in page
    assert "Thủ tục hành chính, một cửa" in page
    assert "riêng tư" in page
    assert 'title="ảnh 1"' in page


async def test_a_tip_past_its_promised_answer_is_marked_and_found_by_its_age(desk: Desk, minh: Person) -> None:
    late = desk.a_tip()
    desk.clock.at += timedelta(days=3)
    desk.a_tip()

    page = (await desk.browser(minh).gets("/queue?age=overdue")).text

    assert references(page) == [late]
    assert "quá hạn" in page


async def test_filters_narrow_the_list_and_its_counts(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip(topic="SO")
    wanted = desk.a_tip(topic="TTHC", photo=True)

    page = (await at_minhs.gets("/queue?topic=TTHC&mark=photos&unit=p-binh-mau&age=hour")).text

    assert references(page) == [wanted]
    assert re.search(r'aria-current="page">Chưa quyết định<span class="count">1</span>', page)
    assert "Bỏ lọc" in page


async def test_a_decided_tip_leaves_the_waiting_and_stands_under_its_status(
    desk: Desk, minh: Person, at_minhs: Browser
) -> None:
    tip, _ = desk.an_approved_tip(by=minh)

    assert references((await at_minhs.gets("/queue")).text) == []
    assert references((await at_minhs.gets("/queue?view=approved")).text) == [tip]


async def test_what_i_hold_is_a_list_of_its_own(desk: Desk, at_minhs: Browser) -> None:
    mine = desk.a_tip()
    desk.a_tip()

    await at_minhs.posts(f"/tips/{mine}/claim")

    assert references((await at_minhs.gets("/queue?view=mine")).text) == [mine]


async def test_an_empty_queue_says_what_happens_next(at_minhs: Browser) -> None:
    page = (await at_minhs.gets("/queue")).text

    assert "Không có tin nào đang chờ. Tin mới sẽ tự hiện ở đây." in page


@pytest.mark.parametrize("field", ["view", "topic", "unit", "age", "mark", "order", "q", "tip"])
async def test_whatever_stands_in_a_filter_is_a_page_and_never_markup(at_minhs: Browser, field: str) -> None:
    for value in NAUGHTY:
        answer = await at_minhs.client.get("/queue", params={field: value})
        assert answer.status_code in {200, 422}
        assert "<script>alert" not in answer.text


def test_pages_go_on_by_key_and_show_every_tip_once(desk: Desk, minh: Person) -> None:
    senders = [desk.a_person() for _ in range(10)]
    sent = [desk.a_tip(by=sender) for _, sender in zip(range(PAGE + 3), itertools.cycle(senders), strict=False)]

    first = desk.database.read_now(lambda s: tips.page(s, Chosen(), by=minh, now=desk.clock()))
    rest = desk.database.read_now(lambda s: tips.page(s, Chosen(), by=minh, now=desk.clock(), below=first.older))

    assert [row.reference for row in (*first.rows, *rest.rows)] == sent[::-1]
    assert rest.older is None


async def test_rows_on_the_screen_are_told_anew_although_the_filter_no_longer_holds_them(
    desk: Desk, minh: Person, at_minhs: Browser
) -> None:
    tip, _ = desk.an_approved_tip(by=minh)

    page = (await at_minhs.gets(f"/queue?shown={desk.tip(tip).id}")).text

    others = page.partition('id="others"')[2]
    assert tip in others
    assert "Đã duyệt" in others


async def test_the_first_tip_stands_beside_the_list_and_a_gone_one_leaves_the_list_usable(
    desk: Desk, at_minhs: Browser
) -> None:
    tip = desk.a_tip()

    beside = (await at_minhs.gets("/queue")).text
    gone = await at_minhs.gets("/queue?tip=T-000000-99")

    assert f'data-tip="{tip}"' in beside
    assert gone.status_code == 200
    assert references(gone.text) == [tip]


def test_the_next_tip_is_the_next_older_one_that_is_free_and_not_ones_own(desk: Desk, minh: Person) -> None:
    oldest = desk.a_tip()
    desk.a_tip(by=minh)
    current = desk.a_tip()

    following = desk.database.read_now(
        lambda s: tips.next_waiting(s, desk.tip(current).id or 0, by=minh, now=desk.clock())
    )

    assert following == oldest


async def test_the_page_is_in_english_for_those_who_read_english(desk: Desk) -> None:
    desk.a_tip()
    browser = desk.browser(desk.a_person("Jo", Role.MODERATOR, locale="en"))

    page = (await browser.gets("/queue")).text

    assert "just now" in page
    assert "Chưa quyết định" not in page
