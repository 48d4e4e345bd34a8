"""My place in the network: my tips page by page, and my figures."""

from review.place import PAGE
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage


async def sends(lan: Correspondent, number: int) -> list[str]:
    return [
        await lan.sends(f"Sáng 12/11, phường Bình Mẫu trả {20 + tip} hồ sơ cho người dân.") for tip in range(number)
    ]


async def test_my_tips_are_turned_page_by_page_in_one_message(lan: Correspondent) -> None:
    references = await sends(lan, PAGE + 2)
    await lan.says("/tin")
    messages = len(lan.sees())

    newest = lan.sees_last()
    await lan.presses("Cũ hơn ›")
    oldest = lan.sees_last()
    await lan.presses("‹ Mới hơn")

    assert all(reference in newest for reference in references[2:])
    assert all(reference in oldest for reference in references[:2])
    assert references[2] not in oldest
    assert lan.sees_last() == newest
    assert len(lan.sees()) == messages


@ON_SQLITE
async def test_a_page_is_that_of_the_number_it_was_asked_for_whatever_came_meanwhile(lan: Correspondent) -> None:
    references = await sends(lan, PAGE + 1)
    await lan.says("/tin")
    older = lan._button(lan.chat, "Cũ hơn ›")
    await lan.sends("Chiều 12/11, phường Tân Mẫu trả 7 hồ sơ.")

    await lan.presses_data(lan.chat, *older)

    assert any(text.count(references[0]) and references[1] not in text for text in lan.sees()[-3:])


async def test_my_tips_are_filtered_by_status_with_their_numbers(lan: Correspondent, minh: Staff) -> None:
    first, second, third = await sends(lan, 3)
    await minh.presses_on_card(first, "Duyệt")
    await minh.presses_on_card(second, "Không dùng")
    await minh.presses_on_card(second, "Hết thời sự")
    await minh.stage.time_passes(seconds=16)
    await lan.says("/tin")

    assert {"Mới nhận (1)", "Đã duyệt (1)", "Không dùng (1)"} <= set(lan.buttons())
    await lan.presses("Không dùng (1)")

    assert second in lan.sees_last()
    assert first not in lan.sees_last()
    await lan.presses("Tất cả (3)")
    assert third in lan.sees_last()


@ON_SQLITE
async def test_a_tip_opens_in_the_list_with_its_buttons_and_leads_back(lan: Correspondent) -> None:
    references = await sends(lan, PAGE + 1)
    await lan.says("/tin")
    await lan.presses("Cũ hơn ›")

    await lan.presses(references[0])

    assert f"TIN {references[0]} · Mới nhận" in lan.sees_last()
    assert "phản hồi trước" in lan.sees_last()
    assert "Rút tin" in lan.buttons()
    await lan.presses("‹ Danh sách")
    assert references[0] in lan.sees_last()
    assert references[1] not in lan.sees_last()


@ON_SQLITE
async def test_a_tip_page_shows_the_reason_and_what_can_be_done(lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends("Sáng 12/11, phường Bình Mẫu trả 20 hồ sơ.")
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Hết thời sự")
    await lan.says("/tin")
    await lan.presses(reference)
    assert f"TIN {reference} · Mới nhận" in lan.sees_last()
    assert "Gửi lại bản sửa" not in lan.buttons()

    await minh.stage.time_passes(seconds=16)
    await lan.says("/tin")
    await lan.presses(reference)

    assert "Lý do: Hết thời sự" in lan.sees_last()
    assert "Gửi lại bản sửa" in lan.buttons()


@ON_SQLITE
async def test_nobody_opens_the_tip_of_somebody_else(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends("Sáng 12/11, phường Bình Mẫu trả 20 hồ sơ.")
    mai = Correspondent(stage, 700000104, "Mai")
    await mai.joins(pen_name="Mai Anh")
    await mai.says("/tin")

    answer = await mai.presses_data(mai.chat, 1, f"v1:p::m.open.{reference}.all")

    assert not mai.was_told("20 hồ sơ")
    assert "không" in answer.casefold()


@ON_SQLITE
async def test_a_made_up_page_is_answered_and_nothing_more(lan: Correspondent) -> None:
    await lan.says("/tin")
    before = lan.sees()

    for data in (
        "m.list.secret",
        "m.list.all.b²",
        "m.list.all.x1",
        "m.list.",
        "m.open.",
        "n.",
        "w.quiet.1-2",
        "w.unit.x",
    ):
        await lan.presses_data(lan.chat, 1, f"v1:p::{data}")

    assert [text for text in lan.sees() if text not in before and "SỐ LIỆU" not in text] == []


async def test_my_figures_say_what_became_of_my_tips_and_what_i_may_send(lan: Correspondent, minh: Staff) -> None:
    first, second, _ = await sends(lan, 3)
    await minh.presses_on_card(first, "Duyệt")
    await minh.presses_on_card(second, "Không dùng")
    await minh.presses_on_card(second, "Hết thời sự")

    await lan.says("/thongke")

    assert "Tháng này: gửi 3 · được duyệt 1 · đã đăng 0 · không dùng 1" in lan.sees_last()
    assert "Đang chờ Ban Biên tập: 1" in lan.sees_last()
    assert "đã gửi 3/10 tin" in lan.sees_last()
    assert "Có thêm 1 tin được duyệt" in lan.sees_last()


@ON_SQLITE
async def test_figures_and_settings_are_said_in_english(stage: Stage) -> None:
    jo = Correspondent(stage, 700000103, "Jo", "en")
    await jo.joins("Real name")
    await jo.sends("On 12 November the ward opened a help desk for 30 residents.")

    await jo.says("/figures")
    assert "This month: sent 1" in jo.sees_last()
    await jo.presses("Settings")

    assert "Credit: Jo" in jo.sees_last()
    assert "Quiet hours: 21:00 – 7:00" in jo.sees_last()
