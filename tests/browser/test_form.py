"""The web form on a narrow telephone: nothing for axe to find, little to load, and nothing lost on a bad line."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, FilePayload, Page, Route, expect

from tests.browser.rehearsal import CHROMIUM, rehearsing
from tests.stories.stage import a_photo

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium ({CHROMIUM})"),
]
NARROW = 360
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LINK = re.compile(r"/gui/[\w-]{43}")
TEXT = "Sáng nay phường Bình Mẫu mở quầy thân thiện, tiếp 46 lượt người, theo ông Nguyễn Văn Mẫu, Chủ tịch phường."
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
MEGABYTES = 3 * 1024 * 1024
LIGHTEST = 100_000
PHOTO: FilePayload = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=(900, 600))}
MINUTES: FilePayload = {
    "name": "bien-ban.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n" + os.urandom(MEGABYTES),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rehearsing(tmp_path_factory.mktemp("rehearsal")) as printed:
        yield printed.removesuffix("/stage")


@asynccontextmanager
async def telephone(browser: Browser, address: str) -> AsyncIterator[Page]:
    """Open a telephone's browser on the personal link that the bot gives Lan."""
    context = await browser.new_context(viewport={"width": NARROW, "height": 740}, locale="vi-VN", has_touch=True)
    page = await context.new_page()
    await page.goto(f"{address}/stage")
    phone = page.locator("#phone")
    given = phone.locator(".message", has_text="Biểu mẫu web của riêng").or_(
        phone.locator(".message", has_text="Your own web form")
    )
    await expect(phone.locator(".message").first).to_be_visible()
    before = await given.count()
    await phone.get_by_label(re.compile("Tin nhắn|Message")).fill("/web")
    await phone.get_by_role("button", name=re.compile("^(Gửi|Send)$")).click()
    await expect(given).to_have_count(before + 1)
    link = LINK.search(await given.last.inner_text())
    assert link is not None
    await page.goto(address + link.group())
    yield page
    await context.close()


async def found_by_axe(page: Page) -> list[str]:
    """Return what is wrong with a page, light and dark."""
    wide = await page.evaluate("document.documentElement.scrollWidth")
    wrong = [] if wide <= NARROW else [f"{page.url}: {wide} px wide"]
    await page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        found = (await page.evaluate("(options) => axe.run(document, options)", WCAG))["violations"]
        wrong += [f"{scheme} {page.url}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in found]
    return wrong


@pytest.mark.parametrize("locale", ["vi", "en"])
async def test_axe_finds_nothing_on_any_page_of_the_form(browser: Browser, address: str, locale: str) -> None:
    found: list[str] = []
    async with telephone(browser, address) as page:
        found += await found_by_axe(page)
        await presses(page, "main button")
        await begins(page)
        if await page.locator("html").get_attribute("lang") != locale:
            await presses(page, "footer button[value^='l.']")
        await page.locator("#text").fill(TEXT)
        await page.locator("#file").set_input_files([PHOTO])
        await expect(page.locator(".photo")).to_be_visible()
        found += await found_by_axe(page)
        await presses(page, "button[value='c.done']")
        found += await found_by_axe(page)
        await presses(page, "button[value='c.set_source']")
        found += await found_by_axe(page)
        await presses(page, "button[value='c.back']")
        await presses(page, ".choices .primary")
        await expect(page.locator("h1")).to_contain_text("T-")
        found += await found_by_axe(page)
        for path in ("/gui/tips", "/gui/tips/T-000000-00"):
            await page.goto(address + path)
            found += await found_by_axe(page)
        await back_to_vietnamese(page, address)
    assert found == []


async def test_an_upload_goes_on_after_the_line_was_cut(browser: Browser, address: str) -> None:
    offsets: list[int] = []
    cut = [3, 4]

    async def on_a_bad_line(route: Route) -> None:
        offsets.append(int(route.request.headers["upload-offset"]))
        await (route.abort("connectionreset") if len(offsets) in cut else route.continue_())

    async with telephone(browser, address) as page:
        await presses(page, "main button")
        await begins(page)
        await page.locator("#text").fill(TEXT)
        await page.route(
            re.compile(r"/gui/uploads/\w+"),
            lambda route: on_a_bad_line(route) if route.request.method == "PATCH" else route.continue_(),
        )

        await page.locator("#file").set_input_files([MINUTES])
        await expect(page.locator(".going li")).to_contain_text("đã nhận")

        await expect(page.locator(".attached .file")).to_contain_text("bien-ban.pdf")
        assert offsets == sorted(offsets)
        assert offsets[2] == offsets[3] == offsets[4] > 0
        assert await page.locator("#text").input_value() == TEXT


async def test_what_was_typed_is_still_there_after_a_reload_and_gone_once_it_is_kept(
    browser: Browser, address: str
) -> None:
    async with telephone(browser, address) as page:
        await presses(page, "main button")
        await begins(page)
        await page.locator("#text").fill(TEXT)

        await page.reload()
        await expect(page.locator("#text")).to_have_value(TEXT)
        await expect(page.get_by_text("Đã khôi phục")).to_be_visible()
        await presses(page, "button[value='c.save']")

        await expect(page.locator("textarea")).to_have_value(TEXT)
        kept = await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('tinbai:'))")
        assert kept == []


async def test_the_form_is_light_and_loads_nothing_from_elsewhere(browser: Browser, address: str) -> None:
    async with telephone(browser, address) as page:
        asked: list[str] = []
        sizes: list[int] = []

        async def weigh(url: str, body: bytes) -> None:
            asked.append(url)
            sizes.append(len(body))

        async def through(route: Route) -> None:
            answer = await route.fetch()
            await weigh(route.request.url, await answer.body())
            await route.fulfill(response=answer)

        await presses(page, "main button")
        await begins(page)
        await page.route("**/*", through)
        await page.reload()
        await expect(page.locator("#text")).to_be_visible()
        await page.unroute_all(behavior="wait")

    assert len(asked) >= 3
    assert [url for url in asked if not url.startswith(address)] == []
    assert sum(sizes) < LIGHTEST


async def presses(page: Page, button: str) -> None:
    """Press a button whose form leads to another page, and wait until that page is there."""
    async with page.expect_navigation():
        await page.locator(button).first.click()


async def begins(page: Page) -> None:
    """Stand before an empty form, whatever another test has left unfinished."""
    await expect(page).to_have_url(re.compile(r"/gui/"))
    while await page.locator("button[value='c.back']").count():
        await presses(page, "button[value='c.back']")
    if await page.locator("button[value='c.cancel']").count():
        await presses(page, "button[value='c.cancel']")
        await expect(page.locator(".heard")).to_be_visible()
    await expect(page.locator("#text")).to_be_visible()


async def back_to_vietnamese(page: Page, address: str) -> None:
    await page.goto(f"{address}/gui/")
    if await page.locator("html").get_attribute("lang") == "en":
        await presses(page, "footer button[value='l.vi']")
