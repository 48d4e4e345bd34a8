"""The web form: the same dialogues behind another door, begun here and finished there."""

import re
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from bot.web.app import ROUTERS
from bot.web.guard import MOST_WRONG
from review.access import Standing
from tests.stories.browser import FROM_A_PAGE, LINK, a_browser, opens_form
from tests.stories.cast import Correspondent, Staff, suspend
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, tiếp 46 lượt người."
OPEN = {("GET", "/{link}"), ("POST", "/open")}


async def test_a_whole_tip_is_sent_on_the_web_and_gets_the_same_receipt(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)

    await form.fills("c.done", text=TEXT, where="phường Bình Mẫu", source="witness")
    assert form.shows("Xem lại trước khi gửi", "46 lượt người", "Ghi tên: Minh Thư")
    await form.presses("Gửi Ban Biên tập")

    reference = lan.last_reference()
    assert form.shows(f"Đã nhận tin {reference}")
    assert lan.was_told(f"Đã nhận tin {reference}")
    assert (
        stage.count("tip", "status = 'received' AND source_type = 'witness' AND event_where = 'phường Bình Mẫu'") == 1
    )


async def test_a_tip_begun_in_the_bot_is_finished_on_the_web(stage: Stage, lan: Correspondent) -> None:
    message = await lan.says(TEXT)
    await lan.sends_photo(a_photo())
    form = await opens_form(lan)
    await form.goes("/gui/")
    assert form.shows(TEXT, "Ảnh 1")
    name = next(field for field in form.page().fields if field.startswith("text-"))

    await form.fills("c.done", **{name: TEXT.replace("46", "64")})

    assert lan.was_told("XEM LẠI TRƯỚC KHI GỬI", "64 lượt")
    await lan.presses("Gửi Ban Biên tập")
    assert message
    assert stage.count("tip_version", "text LIKE '%64 lượt%'") == 1


async def test_a_tip_begun_on_the_web_is_finished_in_the_bot(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    await form.fills("c.save", text=TEXT)
    assert form.shows("Đã lưu")

    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    await form.goes(f"/gui/tips/{lan.last_reference()}")
    assert form.shows(f"Đã nhận tin {lan.last_reference()}", TEXT)


async def test_a_photo_is_described_on_the_form(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    await form.fills(text=TEXT)
    await form.uploads(a_photo())
    field = next(name for name in form.page().fields if name.startswith("caption-"))
    number = field.removeprefix("caption-")
    assert (await form.client.get(f"/gui/photos/{number}")).headers["content-type"] == "image/jpeg"

    await form.fills(
        **{field: "Bà con nộp hồ sơ", f"alt-{number}": "Ba người ngồi trước bàn", "rights": "own_permitted"}
    )

    wanted = "caption = 'Bà con nộp hồ sơ' AND alt = 'Ba người ngồi trước bàn' AND rights = 'own_permitted'"
    assert stage.count("attachment", f"{wanted} AND state = 'stored' AND kind = 'photo'") == 1


async def test_a_question_is_answered_on_the_web(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Việc này diễn ra ngày nào?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=20)
    form = await opens_form(lan)
    await form.goes(f"/gui/tips/{reference}")
    assert form.shows("Ban Biên tập đang hỏi", "Không bổ sung được")

    await form.posts(f"/gui/tips/{reference}", {"once": form.page().fields["once"], "text": "46 hồ sơ, 12 người già."})

    assert stage.count("tip", "status = 'received' AND version = 2") == 1
    assert form.shows("46 hồ sơ, 12 người già.")


async def test_a_tip_is_added_to_and_withdrawn_on_the_web(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    form = await opens_form(lan)
    await form.goes("/gui/tips")
    assert form.shows(reference)
    await form.goes(f"/gui/tips/{reference}")

    await form.posts(
        f"/gui/tips/{reference}", {"once": form.page().fields["once"], "text": "Có thêm 5 tình nguyện viên."}
    )
    await form.uploads(a_photo(), about=reference)
    assert stage.count("tip", "version = 3 AND photos = 1") == 1
    await form.presses("Rút tin")
    await form.presses("Rút tin")

    assert form.shows(f"Đã rút tin {reference}")
    assert stage.count("tip", "status = 'withdrawn'") == 1


async def test_secret_markings_are_refused_on_the_web_as_in_the_bot(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)

    await form.fills("c.done", text="Công văn đóng dấu MẬT về việc sắp xếp đơn vị.")

    assert stage.count("tip") == 0
    assert not stage.count("form_visit", "CAST(heard AS TEXT) LIKE '%sắp xếp%'")
    assert form.page().words


async def test_the_same_form_sent_twice_is_one_tip(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    await form.goes("/gui/")
    shown = {"once": form.page().fields["once"], "text": TEXT, "end": "c.save"}

    await form.posts("/gui/tip", shown)
    await form.posts("/gui/tip", {**shown, "text": TEXT + " Thêm một câu."})

    assert stage.count("tip") == 1
    assert stage.count("tip_message", "is_current AND text LIKE '%Thêm một câu.'") == 1


async def test_a_link_that_is_over_wrong_or_closed_says_so_and_opens_nothing(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    token = LINK.search(lan.sees_last())
    assert token is not None
    await form.posts("/gui/leave", {})
    assert form.shows("Đã đóng")

    for path in (f"/gui/{token[1]}", "/gui/" + "x" * 43, "/gui/a"):
        answer = await a_browser(stage).goes(path)
        assert answer.status_code == 404
        assert "Liên kết này không dùng được nữa" in answer.text
    assert (await form.goes("/gui/")).status_code == 401


async def test_a_link_and_a_browser_end_with_their_time(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    token = LINK.search(lan.sees_last())
    assert token is not None

    stage.telegram.clock.advance(timedelta(hours=25).total_seconds())

    assert (await a_browser(stage).goes(f"/gui/{token[1]}")).status_code == 404
    assert (await form.goes("/gui/")).status_code == 401


async def test_who_is_suspended_is_out_at_once(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    suspend(stage, lan, Standing.SUSPENDED)

    assert (await form.goes("/gui/")).status_code == 401


async def test_nobody_sees_the_tip_or_photo_of_somebody_else(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    other = Correspondent(stage, 700000102, "Bình")
    await other.joins()
    form = await opens_form(other)

    assert (await form.goes(f"/gui/tips/{reference}")).status_code == 404
    assert (await form.goes("/gui/photos/1")).status_code == 404


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_a_form_of_another_site_changes_nothing(
    stage: Stage, lan: Correspondent, headers: dict[str, str]
) -> None:
    form = await opens_form(lan)
    await form.goes("/gui/")

    answer = await form.client.post("/gui/tip", data=form.page().fields | {"text": TEXT}, headers=headers)

    assert answer.status_code == 403
    assert stage.count("tip") == 0


async def test_the_form_speaks_english_to_who_does(stage: Stage, lan: Correspondent) -> None:
    form = await opens_form(lan)
    await form.goes("/gui/")

    await form.posts("/gui/choose", {"code": "l.en"})

    assert form.shows("What happened", "My tips")
    assert 'lang="en"' in form.html()


async def test_every_page_but_the_links_own_needs_a_known_browser(stage: Stage) -> None:
    stranger = a_browser(stage)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    asked = {(method, route.path) for route in routes for method in route.methods or ()}

    for method, path in asked - OPEN:
        address = "/gui" + re.sub(r"{\w+}", "1", path)
        answer = await stranger.client.request(method, address, headers=FROM_A_PAGE)
        assert answer.status_code in {401, 422}, (method, path)
        assert "text/html" in answer.headers["content-type"]
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert {("GET", "/{link}"), ("POST", "/open"), ("PATCH", "/uploads/{key}")} <= asked
    assert stage.count("tip") == stage.count("form_visit") == 0


async def test_links_are_not_tried_out_for_ever(stage: Stage) -> None:
    stranger = a_browser(stage)

    answers = [(await stranger.goes(f"/gui/{number:043}")).status_code for number in range(MOST_WRONG + 1)]

    assert answers == [404] * MOST_WRONG + [429]
    stage.telegram.clock.advance(61)
    assert (await stranger.goes("/gui/" + "y" * 43)).status_code == 404
