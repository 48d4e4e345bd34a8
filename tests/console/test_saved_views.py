"""Filters under a name: one's own and the desk's; and what they filter by."""

import re
from urllib.parse import urlencode

import pytest

from review.access import Role
from review.models import SavedView
from tests.console.desk import Browser, Desk
from tests.console.test_queue_page import references

SHARED = {"name": "Văn hóa, có ảnh", "shared": "1", "back": "topic=SO&mark=photos&nothing=1"}


def offered(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a class="view" href="([^"]+)"[^>]*><svg.*?</svg>([^<]+)', page, re.DOTALL)
    return [(name.strip(), path.replace("&amp;", "&")) for path, name in found]


async def test_a_view_of_ones_own_leads_back_to_its_filter(desk: Desk, at_minhs: Browser, at_has: Browser) -> None:
    answer = await at_minhs.posts("/queue/views", name="  Quá   hạn ", back="age=overdue&q=%C4%91%C6%B0%E1%BB%9Dng+x")

    page = (await at_minhs.follows(answer)).text

    assert "Đã lưu bộ lọc “Quá hạn”." in page
    assert offered(page) == [("Quá hạn", "/queue?age=overdue&q=%C4%91%C6%B0%E1%BB%9Dng+x")]
    assert 'aria-current="true"' in page.partition('class="view"')[2].partition("</a>")[0]
    assert offered((await at_has.gets("/queue")).text) == []


async def test_a_shared_view_is_everybodys_and_goes_by_who_added_it_or_an_admin(
    desk: Desk, at_minhs: Browser, at_has: Browser
) -> None:
    chief = desk.browser(desk.a_person("Quản trị", Role.ADMIN))
    await at_minhs.posts("/queue/views", SHARED)
    number = desk.rows(SavedView)[0].id

    assert offered((await at_has.gets("/queue")).text) == [("Văn hóa, có ảnh", "/queue?topic=SO&mark=photos")]
    refused = await at_has.posts(f"/queue/views/{number}/remove")
    over = await at_has.posts("/queue/views", SHARED)
    removed = await chief.posts(f"/queue/views/{number}/remove")

    assert (refused.status_code, over.status_code, removed.status_code) == (403, 403, 303)
    assert desk.rows(SavedView) == []


async def test_other_peoples_own_views_do_not_exist_for_anybody_else(
    desk: Desk, at_minhs: Browser, at_has: Browser
) -> None:
    await at_minhs.posts("/queue/views", name="Của tôi", back="mark=video")

    answer = await at_has.posts(f"/queue/views/{desk.rows(SavedView)[0].id}/remove")

    assert answer.status_code == 404
    assert len(desk.rows(SavedView)) == 1


async def test_the_same_name_is_written_over_and_there_is_an_end_to_them(desk: Desk, at_minhs: Browser) -> None:
    for number in range(20):
        await at_minhs.posts("/queue/views", name=f"Số {number}", back="mark=video")

    over = await at_minhs.posts("/queue/views", name="số 3", back="mark=photos")
    more = await at_minhs.posts("/queue/views", name="Thêm", back="mark=photos")
    nameless = await at_minhs.posts("/queue/views", name="   ", back="mark=photos")

    assert (over.status_code, more.status_code, nameless.status_code) == (303, 409, 422)
    assert "Đã có đủ 20 bộ lọc." in more.text
    assert [row.query for row in desk.rows(SavedView) if row.name == "số 3"] == ["mark=photos"]


@pytest.mark.parametrize("view", ["all", "waiting", "received", "rejected"])
async def test_the_tips_of_one_sender_are_a_list_with_its_counts(desk: Desk, at_minhs: Browser, view: str) -> None:
    lan, other = desk.a_person("Lan"), desk.a_person("Hoa")
    gone, kept = desk.a_tip(by=lan), desk.a_tip(by=lan)
    desk.a_tip(by=other)
    await at_minhs.posts(f"/tips/{gone}/reject", reason="R03", version=1)

    page = (await at_minhs.gets(f"/queue?view={view}&sender={lan.id}")).text

    assert references(page) == {"all": [kept, gone], "rejected": [gone]}.get(view, [kept])
    assert "Chỉ tin của Lan" in page
    assert re.search(r"Tất cả<span class=\"count\">2</span>", page)


async def test_a_genre_is_looked_for_among_what_was_approved(desk: Desk, at_minhs: Browser) -> None:
    tip, _ = desk.an_approved_tip()
    genre = desk.tip(tip).genre or ""

    assert references((await at_minhs.gets(f"/queue?view=approved&genre={genre}")).text) == [tip]
    assert references((await at_minhs.gets(f"/queue?q=is:approved+genre:{genre}")).text) == [tip]
    assert references((await at_minhs.gets("/queue?view=approved&genre=none")).text) == []


async def test_a_long_line_in_the_search_box_outlives_a_decision(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    back = "queue?" + urlencode({"q": "phường " * 28, "view": "received"})

    answer = await at_minhs.posts(f"/tips/{tip}/claim", back=back)

    assert answer.status_code == 303
    assert "q=ph%C6%B0%E1%BB%9Dng" in answer.headers["location"]
