"""Every page of the console, narrow and wide, light and dark, in both languages; and the desk without a mouse."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.rehearsal import CHROMIUM, chromium, rehearsing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium ({CHROMIUM})"),
]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
HEAVIEST = 100_000  # bytes of a page without its images
NARROW, WIDE = 360, 1440
PAGES = ("/drafts", "/network", "/reports", "/reports/desk", "/status", "/my-data", "/tips/T-000000-00")


class Look(NamedTuple):
    """How a page is looked at; what is seen by one light alone, or at one width, is in either language the same."""

    locale: str
    scheme: Literal["light", "dark"]
    width: int


LOOKS = (
    Look("vi", "light", NARROW),
    Look("vi", "dark", WIDE),
    Look("en", "dark", NARROW),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rehearsing(tmp_path_factory.mktemp("rehearsal")) as printed:
        yield printed.removesuffix("/stage")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def desk(browser: Browser, address: str, width: int = WIDE) -> AsyncIterator[Page]:
    """Sit down at the desk as the stage signs one in."""
    context = await browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    page = await context.new_page()
    await page.goto(f"{address}/stage")
    await expect(page.frame_locator("#console iframe").locator("[data-row]").first).to_be_attached()
    yield page
    await context.close()


async def speaks(page: Page, address: str, locale: str) -> None:
    """Choose a language in the account menu."""
    await page.goto(f"{address}/status")
    await page.locator(".me summary").click()
    await page.locator(".me select[name=locale]").select_option(locale)
    async with page.expect_navigation():
        await page.locator(".me form[action='/appearance'] button").click()


async def some_pages(page: Page, address: str) -> list[str]:
    """Return the address of a page of every kind: a waiting tip in the list and alone, a decided one, a draft."""
    await page.goto(f"{address}/queue")
    tip = await page.locator("[data-row]").first.get_attribute("href") or ""
    await page.goto(f"{address}/drafts")
    draft = await page.locator("a[href^='/drafts/']").first.get_attribute("href") or ""
    decided = draft.replace("/drafts/B-", "/tips/T-")
    return ["/queue", tip, tip.replace("/queue?tip=", "/tips/"), decided, draft, *PAGES]


async def wrong_with(page: Page, look: Look) -> list[str]:
    """Return what axe and a ruler find on a page with everything unfolded."""
    await page.set_viewport_size({"width": look.width, "height": 800})
    await page.emulate_media(color_scheme=look.scheme)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    await page.evaluate("document.querySelectorAll('details').forEach((sheet) => { sheet.open = true; })")
    found = (await page.evaluate("(options) => axe.run(document, options)", WCAG))["violations"]
    wrong = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return [*wrong, *([f"{wide} px wide"] if wide > look.width else [])]


@pytest.mark.parametrize("locale", ["vi", "en"])
async def test_axe_finds_nothing_and_nothing_is_cut_off_on_any_page(
    browser: Browser, address: str, locale: str
) -> None:
    wrong: dict[str, list[str]] = {}
    heavy: list[str] = []
    async with desk(browser, address) as page:
        await speaks(page, address, locale)
        for path in await some_pages(page, address):
            answer = await page.goto(address + path)
            heavy += [path] if answer and len(await answer.body()) > HEAVIEST else []
            await page.evaluate(Axe().axe_script)
            for look in (one for one in LOOKS if one.locale == locale):
                for fault in await wrong_with(page, look):
                    wrong.setdefault(fault, []).append(f"{look.width} {look.scheme} {path}")
        await speaks(page, address, "vi")
    assert not wrong, "\n".join(f"{fault} {places}" for fault, places in wrong.items())
    assert heavy == []


async def test_a_whole_turn_at_the_desk_without_a_mouse(browser: Browser, address: str) -> None:
    async with desk(browser, address) as page:
        await page.goto(f"{address}/queue?mark=unclaimed")
        keys = page.keyboard
        await keys.press("?")
        await expect(page.locator("#keys")).to_be_visible()
        await keys.press("Escape")
        await expect(page.locator("#keys")).to_be_hidden()

        for key in "jjko":
            await keys.press(key)
        current = page.locator("[data-row][aria-current]")
        await expect(current).to_be_focused()
        reference = (await current.get_attribute("href") or "").partition("tip=")[2]
        await expect(page.locator("#tip")).to_have_attribute("data-tip", reference)
        await keys.press("c")
        await expect(page.locator(f".js form[action='/tips/{reference}/release']")).to_be_visible()

        for key, field in (("r", "reason"), ("q", "code"), ("d", "original"), ("a", "genre")):
            await keys.press("Escape")
            await keys.press(key)
            await expect(page.locator(f"#bar .verb[open] [name='{field}']").first).to_be_focused()
        await keys.press("Tab")
        await keys.press("Tab")
        await keys.press("Enter")
        await expect(page.locator(".js [data-flash]")).to_contain_text(reference.replace("T-", "B-"))
        await keys.press("u")
        await expect(page.locator(".js [data-flash]")).not_to_contain_text("B-")

        await keys.press("/")
        await expect(page.locator("[data-search]")).to_be_focused()


async def test_a_photo_is_enlarged_turned_and_left_by_keys(browser: Browser, address: str) -> None:
    async with desk(browser, address, NARROW) as page:
        await page.goto(f"{address}/queue?view=all&mark=photos")
        await page.goto(f"{address}{await page.locator('[data-row]').first.get_attribute('href')}")
        await page.locator("[data-large]").first.focus()
        await page.keyboard.press("Enter")
        photo, keys = page.locator("#large-photo"), page.keyboard
        await expect(photo).to_be_visible()
        await expect(photo).to_have_js_property("complete", value=True)
        fitting = await photo.evaluate("(photo) => photo.offsetWidth")

        await keys.press("+")
        assert await photo.evaluate("(photo) => photo.offsetWidth") > fitting
        await keys.press("r")
        await expect(photo).to_have_attribute("style", re.compile(r"rotate\(90deg\)"))
        await keys.press("0")
        assert await photo.evaluate("(photo) => photo.offsetWidth") == fitting
        await keys.press("Escape")
        await expect(page.locator("#large")).to_be_hidden()
        await expect(page.locator("[data-large]").first).to_be_focused()
