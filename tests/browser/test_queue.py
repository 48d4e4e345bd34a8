"""The queue by keys alone: tips are ticked and acted on together, and a page that is open elsewhere follows."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.rehearsal import CHROMIUM, chromium, rehearsing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium ({CHROMIUM})"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rehearsing(tmp_path_factory.mktemp("rehearsal")) as printed:
        yield printed.removesuffix("/stage")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


async def sits_down(browser: Browser, address: str, width: int) -> Page:
    """Open the queue as the stage signs one in."""
    context = await browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    page = await context.new_page()
    await page.goto(f"{address}/stage")
    await expect(page.frame_locator("#console iframe").locator("[data-row]").first).to_be_attached()
    await page.goto(f"{address}/queue?mark=unclaimed")
    return page


async def test_several_tips_are_acted_on_by_keys_and_another_page_follows(browser: Browser, address: str) -> None:
    page, elsewhere = [await sits_down(browser, address, width) for width in (1440, 360)]
    keys, held, counter = page.keyboard, elsewhere.locator(".row .initials"), elsewhere.locator("#tabs a").first
    free = int(await counter.locator(".count").inner_text())
    await expect(page.locator("#selection")).to_be_hidden()

    for key in ("j", "x", "j", "x"):
        await keys.press(key)
    await expect(page.locator("[data-selected]")).to_have_text("Đã chọn 2")
    await keys.press("v")
    await expect(page.locator("#selection [value=claim]")).to_be_focused()
    async with page.expect_navigation():
        await keys.press("Enter")

    await expect(page.locator("#summary")).to_contain_text("Đã nhận 2 tin.")
    await expect(page.locator("#summary")).to_be_focused()
    await expect(held).to_have_count(2)
    await expect(counter.locator(".count")).to_have_text(str(free - 2))
    assert page.url.endswith("/queue?mark=unclaimed")


async def test_enter_in_a_field_of_the_selection_does_nothing_by_accident(browser: Browser, address: str) -> None:
    page = await sits_down(browser, address, 360)
    await page.locator(".pick input").first.check()
    await page.locator("#selection summary", has_text="Không dùng").click()

    await page.locator("#selection [name=note]").fill("Báo Ví Dụ")
    await page.keyboard.press("Enter")

    await expect(page.locator("[data-selected]")).to_have_text("Đã chọn 1")
    await expect(page.locator("#selection [name=note]")).to_be_focused()
