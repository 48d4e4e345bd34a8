"""The chief tries a rule on past tips, switches it on, and the next tip that fits comes marked, told and explained."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx
import pytest

from review import people, sessions
from review.access import Role
from review.console.app import create_app
from review.console.gate import COOKIE
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

CALM = "Sáng nay UBND phường Bình Mẫu trả kết quả tại nhà cho 12 người cao tuổi."
FIRE = "Sáng nay cháy nhỏ tại chợ Bình Mẫu, chị Nguyễn Thị Lan 0909 000 111 báo tin."
AS_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@asynccontextmanager
async def console(stage: Stage, actor: Staff) -> AsyncIterator[httpx.AsyncClient]:
    """Open the console in an actor's browser."""

    def open_it(session: Any) -> str:
        person = people.find(session, door="telegram", account_id=actor.account)
        assert person is not None
        return sessions.open_session(session, person.id, agent="story", now=stage.now)

    secret = stage.database.act_now(open_it)
    base = stage.newsroom.settings.base_url.replace("http:", "https:")
    transport = httpx.ASGITransport(app=create_app(stage.newsroom))
    async with httpx.AsyncClient(transport=transport, base_url=base, follow_redirects=True) as client:
        client.cookies.set(COOKIE, secret, domain="127.0.0.1", path="/")
        yield client


async def posts(client: httpx.AsyncClient, path: str, **fields: Any) -> str:
    page = (await client.get("/rules")).text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    answer = await client.post(path, data={"csrf": token, **fields}, headers=AS_OUR_PAGE)
    return unescape(answer.text)


@ON_SQLITE
async def test_a_rule_is_tried_on_past_tips_then_switched_on_and_tells_who_it_names(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    chief = Staff(stage, 700000204, "Trưởng ban", role=Role.ADMIN)
    await chief.joins()
    for text in (CALM, FIRE, CALM):
        await lan.sends(text)
    number = stage.database.read_now(lambda s: people.find(s, door="telegram", account_id=minh.account))
    assert number is not None

    async with console(stage, chief) as browser:
        tried = await posts(
            browser, "/rules", name="Cháy nổ", words="cháy\nnổ", priority="urgent", notify=str(number.id)
        )
        on = await posts(browser, "/rules/1/switch", version="1", on="yes")
        fire, calm = await lan.sends(FIRE), await lan.sends(CALM)
        page = unescape((await browser.get(f"/tips/{fire}")).text)

    assert "Sẽ khớp 1 trong 3 tin gần nhất." in tried
    assert "Đã bật quy tắc “Cháy nổ”" in on
    assert "Mức ưu tiên: Khẩn" in minh.card_of(fire)
    assert "Mức ưu tiên" not in minh.card_of(calm)
    assert "Theo quy tắc “Cháy nổ”: đặt mức ưu tiên: Khẩn" in page
    assert minh.was_told(f"TIN KHẨN {fire}", "khớp quy tắc “Cháy nổ”", "cháy nhỏ tại chợ", f"/tips/{fire}")
    assert not minh.was_told("0909")
    assert not chief.was_told("TIN KHẨN")


@ON_SQLITE
@pytest.mark.parametrize(("language", "words"), [("vi", "vừa đến, khớp quy tắc"), ("en", "fits the rule")])
async def test_what_is_not_urgent_is_told_in_ones_language_when_the_quiet_hours_are_over(
    stage: Stage, lan: Correspondent, language: str, words: str
) -> None:
    chief = Staff(stage, 700000204, "Trưởng ban", role=Role.ADMIN)
    await chief.joins()
    await stage.time_passes(hours=10)  # 21:52
    async with console(stage, chief) as browser:
        person = stage.database.read_now(lambda s: people.find(s, door="telegram", account_id=chief.account))
        assert person is not None
        stage.database.act_now(lambda s: people.choose_locale(s, person, language))
        await posts(browser, "/rules", name="Mọi tin", everything="yes", notify=str(person.id))
        await posts(browser, "/rules/1/switch", version="1", on="yes")

    await lan.sends(CALM)
    at_night = chief.was_told(words)
    await stage.time_passes(hours=10)

    assert not at_night
    assert chief.was_told(words, "Mọi tin")
