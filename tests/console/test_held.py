"""A desk restored from a backup says on every page that nobody hears from it, until it is released."""

from datetime import timedelta

import pytest

from review import holding
from review.holding import Held
from tests.console.desk import Browser, Desk

PAGES = ("/queue", "/drafts", "/network", "/reports")
WORDS = "vừa khôi phục từ bản sao lưu"


def hold(desk: Desk) -> None:
    window = Held(desk.clock() - timedelta(hours=9), desk.clock())
    desk.database.act_now(lambda session: holding.hold(session, window, now=desk.clock()))


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_of_a_held_desk_says_so(desk: Desk, at_minhs: Browser, path: str) -> None:
    hold(desk)

    assert WORDS in (await at_minhs.gets(path)).text


async def test_a_released_desk_says_no_more_of_it(desk: Desk, at_minhs: Browser) -> None:
    hold(desk)
    desk.database.act_now(lambda session: holding.release(session, by=None, door="cli", now=desk.clock()))

    assert WORDS not in (await at_minhs.gets("/queue")).text


async def test_the_status_page_names_the_backup(desk: Desk, at_minhs: Browser) -> None:
    hold(desk)

    page = (await at_minhs.gets("/status")).text

    assert "03:00" in page
    assert "tinbai release" in page
