"""The page of the desk's figures: what it says, how it reads without its chart, and what it offers to download."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from bot.commands.counting import count_due
from review.access import Person, Role
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk

pytestmark = ON_SQLITE


async def test_the_page_says_what_waits_what_came_in_and_what_was_decided(desk: Desk, minh: Person) -> None:
    desk.a_tip(by=desk.a_person("Lan"))
    desk.clock.at += timedelta(days=3)
    desk.an_approved_tip(by=minh)
    await count_due(desk.newsroom)

    page = (await desk.browser(minh).gets("/reports/desk")).text

    for words in (
        "<strong>1</strong> tin chờ duyệt",
        "<strong>1</strong> quá hạn",
        "<strong>1</strong> quyết định hôm nay",
    ):
        assert words in page
    assert "<strong>2</strong> đã nhận · <strong>1</strong> đã quyết định" in page
    assert "<title>15/11/2026: nhận 1, quyết định 1</title>" in page
    assert '<th scope="row">15/11/2026</th><td class="n">1</td><td class="n">1</td>' in page, "the chart is a table too"
    assert "Giờ làm việc" in page
    assert "Giờ đồng hồ" in page
    assert "/reports/papers/desk.xlsx?period=2026-11" in page


async def test_the_page_speaks_english_and_names_other_periods(desk: Desk) -> None:
    desk.a_tip()
    await count_due(desk.newsroom)
    ann = desk.browser(desk.a_person("Ann", Role.EDITOR, locale="en"))

    page = (await ann.gets("/reports/desk?period=2026-Q4")).text

    for words in (
        "The desk in figures",
        "Quarter 4 of 2026",
        "Quarter 3 of 2026",
        "Working time",
        "week from 09/11/2026",
    ):
        assert words in page
    assert 'href="/reports/desk?period=2026"' in page
    assert "2027" not in page, "nothing is offered that has not begun"


async def test_a_period_without_tips_says_what_to_do(at_minhs: Browser) -> None:
    page = (await at_minhs.gets("/reports/desk?period=2025-03")).text

    assert "Kỳ này chưa có tin" in page


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "26", "x", "2026-11'--"])
async def test_what_is_no_period_is_refused(at_minhs: Browser, period: str) -> None:
    assert (await at_minhs.gets(f"/reports/desk?period={quote(period)}")).status_code == 422


async def test_the_figures_are_downloaded_as_a_spreadsheet_and_as_csv(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip()
    await count_due(desk.newsroom)

    table = await at_minhs.gets("/reports/papers/desk.csv?period=2026-11")
    sheet = await at_minhs.gets("/reports/papers/desk.xlsx?period=2026-11")

    assert "Cả kỳ;;1;0;0;0;0;0;;" in table.text
    assert sheet.content.startswith(b"PK")
