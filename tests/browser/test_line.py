"""The whole line in a real browser: from Lan's telephone over the moderators' group and the desk's page to the link."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser.rehearsal import CHROMIUM, rehearsing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium ({CHROMIUM})"),
]
WIDE, NARROW = (1440, 900), (360, 740)
OPEN_PLACE = re.compile(r"\[\[[^\[\]]*\]\]")
REFERENCE = re.compile(r"T-\d{6}-\d+")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rehearsing(tmp_path_factory.mktemp("rehearsal")) as printed:
        yield printed


async def opened(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    page = await context.new_page()
    await page.goto(address)
    return page


async def sends_tip(page: Page, text: str) -> str:
    """Play Lan: a text, an album, Xong, Gửi; returns the reference the bot gave."""
    phone = page.locator("#phone")
    await expect(phone.locator(".message").first).to_be_visible()
    await phone.get_by_label("Tin nhắn").fill(text)
    await phone.get_by_role("button", name="Gửi", exact=True).click()
    await phone.get_by_label("Đính kèm").click()
    await phone.get_by_role("button", name="Ba ảnh (album)").click()
    await expect(newest(phone, "ĐANG SOẠN TIN")).to_contain_text("3 ảnh")
    await newest(phone, "ĐANG SOẠN TIN").get_by_role("button", name="Xong").click()
    number = await newest(phone, "XEM LẠI TRƯỚC KHI GỬI").get_attribute("data-message")
    living = phone.locator(f"[data-message='{number}']")
    await living.get_by_role("button", name="Gửi Ban Biên tập").click()
    await expect(living).to_contain_text("Đã nhận tin")  # the preview has become the receipt
    return first_reference(await living.inner_text())


async def fills_open_places(desk: FrameLocator) -> None:
    """Play the editor at the draft: every `[[…]]` gets words."""
    await expect(desk.get_by_role("button", name="Lưu")).to_be_visible()  # it stands below the last field
    for field in await desk.locator("#article textarea, #article input[type=text]").all():
        written = await field.input_value()
        if OPEN_PLACE.search(written):
            await field.fill(OPEN_PLACE.sub("Phường Bình Mẫu mở quầy thân thiện", written))


async def publishes(desk: FrameLocator, draft: str, link: str) -> None:
    await desk.locator(f"a[href='/drafts/{draft}']").first.click()
    await fills_open_places(desk)
    await desk.get_by_role("button", name="Lưu").click()
    await expect(desk.locator("#draft-head")).to_contain_text("Phiên bản 2")
    await desk.get_by_role("button", name="Sẵn sàng").click()
    await desk.get_by_label("Địa chỉ bài đã đăng").fill(link)
    await desk.get_by_role("button", name="Ghi nhận đã đăng").click()
    await expect(desk.locator("#draft-head")).to_contain_text(link)


def first_reference(text: str) -> str:
    found = REFERENCE.search(text)
    assert found is not None
    return found.group()


def newest(phone: Locator, words: str) -> Locator:
    return phone.locator(".message", has_text=words).last


async def test_a_tip_goes_from_the_telephone_to_the_portal_and_the_link_comes_back(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, address, WIDE)
    phone, group, desk = page.locator("#phone"), page.locator("#group"), page.frame_locator("#console iframe")
    await expect(desk.get_by_role("heading", name="Hàng chờ duyệt")).to_be_visible()

    reference = await sends_tip(page, "Sáng nay phường Bình Mẫu mở quầy thân thiện, tiếp 46 lượt người.")
    card = newest(group, reference)
    await card.get_by_role("button", name="Duyệt").click()

    await expect(card).to_contain_text("Minh đã duyệt tin này")
    draft = reference.replace("T-", "B-")
    await desk.get_by_role("link", name="Bản nháp").click()
    await publishes(desk, draft, "https://cchc.example/tin/quay-than-thien")
    await expect(newest(phone, "https://cchc.example/tin/quay-than-thien")).to_be_visible()
    await expect(page.locator("[data-step].is-done")).to_have_count(3)


async def test_an_act_in_the_group_is_seen_on_the_desks_page_without_a_reload(browser: Browser, address: str) -> None:
    page = await opened(browser, address, WIDE)
    desk = page.frame_locator("#console iframe")
    reference = await sends_tip(page, "Chiều nay phường Bình Mẫu trả 20 giấy khai sinh tại nhà.")
    await desk.get_by_role("link", name="Hàng chờ").click()
    await expect(desk.locator("#rows", has_text=reference)).to_be_visible()

    card = newest(page.locator("#group"), reference)
    await card.get_by_role("button", name="Duyệt").click()

    await expect(desk.locator(".row", has_text=reference)).to_contain_text("Đã duyệt")
    await expect(card).to_contain_text("Minh đã duyệt tin này")


async def test_a_guest_in_the_group_decides_nothing(browser: Browser, address: str) -> None:
    page = await opened(browser, address, WIDE)
    group = page.locator("#group")
    await group.get_by_label("Bạn là").select_option(label="Khách, không có quyền")
    offered = group.locator(".message", has=page.get_by_role("button", name="Duyệt")).last
    waiting = newest(group, first_reference(await offered.inner_text()))
    before = await waiting.locator(".text").inner_text()

    await waiting.get_by_role("button", name="Duyệt").click()

    await expect(group.locator(".answer")).to_contain_text("không có quyền")
    await expect(waiting.locator(".text")).to_have_text(before)


async def test_a_question_of_the_bot_in_the_group_opens_a_reply_to_it(browser: Browser, address: str) -> None:
    page = await opened(browser, address, WIDE)
    group = page.locator("#group")
    card = newest(group, "Thanh Tùng")
    reference = first_reference(await card.inner_text())
    await card.get_by_role("button", name="Không dùng").click()

    await newest(group, reference).get_by_role("button", name="Chép từ báo, trang khác").click()
    await expect(group.locator(".about")).to_contain_text(reference)
    await group.get_by_label("Tin nhắn").fill("Báo Ví Dụ")
    await group.get_by_label("Tin nhắn").press("Enter")

    await expect(group.locator(".message", has_text=reference).first).to_contain_text("Minh")


async def test_on_a_narrow_screen_the_three_parts_are_tabs(browser: Browser, address: str) -> None:
    page = await opened(browser, address, NARROW)
    tabs = page.get_by_role("navigation", name="Buổi diễn tập")
    reference = await sends_tip(page, "Tối nay phường Bình Mẫu chỉ bà con cài VNeID ở khu phố 3.")
    await expect(page.locator("#group")).not_to_be_visible()
    await expect(tabs.get_by_role("button", name="Nhóm duyệt tin").locator(".dot")).to_be_visible()

    await tabs.get_by_role("button", name="Nhóm duyệt tin").click()
    await newest(page.locator("#group"), reference).get_by_role("button", name="Duyệt").click()
    await expect(newest(page.locator("#group"), reference)).to_contain_text("Minh đã duyệt tin này")
    await tabs.get_by_role("button", name="Tòa soạn").click()

    desk = page.frame_locator("#console iframe")
    await expect(desk.get_by_role("heading", name="Hàng chờ duyệt")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


async def test_the_stage_and_the_desk_load_nothing_from_elsewhere(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(address)
    await expect(page.frame_locator("#console iframe").get_by_role("heading", level=1).first).to_be_visible()

    assert asked
    assert [url for url in asked if not url.startswith(address.removesuffix("/stage"))] == []
