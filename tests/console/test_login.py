"""Signing in: one link, one click, one session; signing out ends it everywhere."""

import asyncio
from datetime import timedelta

import pytest

from review import sessions
from review.access import Person
from review.console.gate import COOKIE
from review.models import LoginLink, WebSession
from tests.console.desk import AS_OUR_PAGE, Browser, Desk


def a_link(desk: Desk, person: Person) -> str:
    return desk.database.act_now(lambda session: sessions.new_link(session, person.id, now=desk.clock()))


async def signs_in(browser: Browser, token: str) -> int:
    return (await browser.client.post("/login", data={"token": token}, headers=AS_OUR_PAGE)).status_code


async def test_opening_a_link_shows_a_button_and_uses_nothing_up(desk: Desk, minh: Person) -> None:
    token, crawler = a_link(desk, minh), desk.browser()

    for _ in range(3):
        answer = await crawler.gets(f"/login?token={token}")

    assert "Vào bàn biên tập" in answer.text
    assert COOKIE not in crawler.client.cookies
    assert [link.used_at for link in desk.rows(LoginLink)] == [None]
    assert desk.rows(WebSession) == []


async def test_the_button_signs_in_and_the_cookie_is_as_strict_as_can_be(desk: Desk, minh: Person) -> None:
    browser = desk.browser()

    answer = await browser.client.post("/login", data={"token": a_link(desk, minh)}, headers=AS_OUR_PAGE)

    cookie = answer.headers["set-cookie"]
    assert answer.headers["location"] == "/queue"
    assert cookie.startswith("__Host-sid=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert "Domain" not in cookie
    assert (await browser.gets("/queue")).status_code == 200


async def test_a_link_works_once_even_when_pressed_twice_at_once(desk: Desk, minh: Person) -> None:
    token, first, second = a_link(desk, minh), desk.browser(), desk.browser()

    statuses = await asyncio.gather(signs_in(first, token), signs_in(second, token))

    assert sorted(statuses) == [303, 403]
    assert len(desk.rows(WebSession)) == 1


async def test_an_old_or_made_up_link_is_refused_in_the_same_words(desk: Desk, minh: Person) -> None:
    token = a_link(desk, minh)
    desk.clock.at += sessions.LINK_LIFE + timedelta(seconds=1)
    browser = desk.browser()

    old = await browser.client.post("/login", data={"token": token}, headers=AS_OUR_PAGE)
    made_up = await browser.client.post("/login", data={"token": "x" * 43}, headers=AS_OUR_PAGE)

    assert (old.status_code, made_up.status_code) == (403, 403)
    assert "Liên kết này đã dùng hoặc đã hết hạn" in old.text
    assert old.text == made_up.text
    assert desk.rows(WebSession) == []


async def test_a_new_link_in_a_browser_that_is_signed_in_ends_the_session_before(
    desk: Desk, minh: Person, at_minhs: Browser
) -> None:
    before = at_minhs.client.cookies[COOKIE]

    answer = await at_minhs.posts("/login", token=a_link(desk, minh))
    thief = desk.browser()
    thief.client.cookies.set(COOKIE, before, domain="desk.example", path="/")

    assert answer.status_code == 303
    assert (await at_minhs.gets("/queue")).status_code == 200
    assert (await thief.gets("/queue")).status_code == 401


async def test_without_a_link_the_page_says_how_to_get_one(desk: Desk) -> None:
    answer = await desk.browser().gets("/login")

    assert answer.status_code == 200
    assert "/dangnhap" in answer.text
    assert "tinbai login-link" in answer.text


async def test_a_page_behind_the_gate_tells_strangers_how_to_come_in(desk: Desk) -> None:
    answer = await desk.browser().gets("/queue")

    assert answer.status_code == 401
    assert "Anh/chị cần đăng nhập để xem trang này." in answer.text


async def test_after_signing_out_the_old_cookie_opens_nothing(desk: Desk, minh: Person, at_minhs: Browser) -> None:
    secret = at_minhs.client.cookies[COOKIE]

    answer = await at_minhs.posts("/logout")
    thief = desk.browser()
    thief.client.cookies.set(COOKIE, secret, domain="desk.example", path="/")

    assert answer.headers["location"] == "/login"
    assert "Anh/chị đã đăng xuất." in (await at_minhs.follows(answer)).text
    assert (await thief.gets("/queue")).status_code == 401


@pytest.mark.parametrize("away", [sessions.IDLE + timedelta(minutes=1), sessions.LONGEST + timedelta(minutes=1)])
async def test_a_session_ends_after_its_time(desk: Desk, at_minhs: Browser, away: timedelta) -> None:
    assert (await at_minhs.gets("/queue")).status_code == 200

    desk.clock.at += away

    assert (await at_minhs.gets("/queue")).status_code == 401


async def test_a_session_in_use_does_not_end_as_idle(desk: Desk, at_minhs: Browser) -> None:
    for _ in range(4):
        desk.clock.at += sessions.IDLE - timedelta(hours=1)
        assert (await at_minhs.gets("/queue")).status_code == 200


async def test_nothing_leads_back_to_a_foreign_address(at_minhs: Browser) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/\nSet-Cookie: a=b", ""):
        answer = await at_minhs.posts("/appearance", locale="vi", theme="dark", back=back)
        assert answer.headers["location"] == "/queue"


async def test_a_person_reads_the_pages_in_the_language_they_choose(at_minhs: Browser) -> None:
    answer = await at_minhs.posts("/appearance", locale="en", theme="dark", back="/status")
    page = (await at_minhs.follows(answer)).text

    assert '<html lang="en" data-theme="dark">' in page
    assert "Everything is running." in page or "Something below needs a look." in page
