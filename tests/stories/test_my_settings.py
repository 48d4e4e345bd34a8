"""My settings: language, byline, unit, quiet hours, digest and the monthly note, on one screen that is redrawn."""

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo


async def test_settings_change_in_one_message(stage: Stage, lan: Correspondent) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    messages = len(lan.sees())

    await lan.presses("Giờ yên lặng")
    await lan.presses("22:00 – 6:00")
    await lan.presses("Gộp thông báo mỗi sáng")
    await lan.presses("Tắt tổng kết tháng")
    await lan.presses("Ghi tên")
    await lan.presses("Ghi họ tên thật")

    shown = lan.sees_last()
    assert "Giờ yên lặng: 22:00 – 6:00" in shown
    assert "Gộp thông báo mỗi sáng: có" in shown
    assert "Tổng kết tháng: không" in shown
    assert "Ghi tên: Lan" in shown
    assert len(lan.sees()) == messages
    assert stage.count("preference", "quiet_from = 1320 AND is_digest AND NOT wants_monthly") == 1


@ON_SQLITE
async def test_the_language_changes_where_it_is_chosen(lan: Correspondent) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Ngôn ngữ")

    await lan.presses("English")

    assert "Language: English" in lan.sees_last()


@ON_SQLITE
async def test_a_new_pen_name_is_typed_while_a_tip_waits(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Sáng 12/11, phường Bình Mẫu trả 20 hồ sơ.")
    await lan.presses("Xong")
    await asks_for_a_pen_name(lan)

    await lan.says("Hoài An")
    await lan.presses("Gửi Ban Biên tập")

    assert lan.was_told("ghi tên: Hoài An")
    assert stage.count("tip_message") == 1
    assert stage.count("tip", "status = 'received'") == 1


async def asks_for_a_pen_name(lan: Correspondent) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Ghi tên")
    await lan.presses("Ghi bút danh")


@ON_SQLITE
async def test_a_tip_is_not_taken_for_a_pen_name(stage: Stage, lan: Correspondent) -> None:
    await asks_for_a_pen_name(lan)

    await lan.says("Sáng 12/11, phường Bình Mẫu mở bàn hướng dẫn và trả 20 hồ sơ cho người dân.")
    await lan.says("Hoài An")

    assert stage.count("tip_message") == 2
    assert stage.count("person", "pen_name = 'Minh Thư'") == 1


@ON_SQLITE
async def test_what_is_typed_much_later_is_a_tip(stage: Stage, lan: Correspondent) -> None:
    await asks_for_a_pen_name(lan)
    await stage.time_passes(hours=1)

    await lan.says("Cầu số 3 ngập")

    assert stage.count("tip_message") == 1
    assert stage.count("person", "pen_name = 'Minh Thư'") == 1


@ON_SQLITE
async def test_a_photo_while_a_pen_name_is_asked_for_joins_the_tip_that_waits(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Sáng 12/11, phường Bình Mẫu trả 20 hồ sơ.")
    await lan.presses("Xong")
    await asks_for_a_pen_name(lan)

    await lan.sends_photo(a_photo())
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received' AND photos = 1") == 1


@ON_SQLITE
async def test_a_reply_to_a_tip_while_a_setting_is_asked_for_joins_that_tip(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends("Sáng nay phường mở bàn hướng dẫn nộp hồ sơ.")
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Đơn vị")

    await lan.says("Hỗ trợ 39 người.", reply_to=lan.message_about(reference))

    assert f"phiên bản 2 của tin {reference}" in lan.sees_last()
    assert stage.count("tip_message", "text = 'Hỗ trợ 39 người.'") == 1


async def test_another_unit_is_asked_for_and_staff_grant_it(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Đơn vị")
    await lan.says("không có đâu")
    assert "Chưa tìm thấy" in lan.sees_last()
    await lan.says("tan mau")
    await lan.presses(next(label for label in lan.buttons() if "Tân Mẫu" in label))
    await lan.presses("Quay lại")
    assert "Đang xin chuyển về: " in lan.sees_last()

    group = minh.stage.group
    answer = await minh.presses_data(group, *minh._button(group, "Đồng ý"))

    assert answer == "Đã chuyển đơn vị."
    assert any("Lan xin chuyển đơn vị" in card and "Đã đồng ý." in card for card in minh.cards())
    assert lan.was_told("Anh/chị đã được chuyển về", "Tân Mẫu")
    assert stage.count("audit", "act = 'grant_unit'") == 1


@ON_SQLITE
async def test_who_types_the_name_of_a_former_district_is_offered_what_it_became(lan: Correspondent) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Đơn vị")

    await lan.says("quận 7 cũ")

    assert "Có phải một trong các đơn vị này" in lan.sees_last()
    wards = [label for label in lan.buttons() if label.startswith("Phường ")]
    assert wards == ["Phường Tân Thuận", "Phường Phú Thuận", "Phường Tân Mỹ", "Phường Tân Hưng"]


async def test_a_wish_for_a_unit_is_decided_once_and_by_staff_alone(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    await lan.says("/thongke")
    await lan.presses("Cài đặt")
    await lan.presses("Đơn vị")
    await lan.says("tan mau")
    await lan.presses(next(label for label in lan.buttons() if "Tân Mẫu" in label))
    message, data = minh._button(stage.group, "Không đồng ý")

    stage.telegram.world.chats[stage.group].members.add(lan.account)
    refused = await lan.presses_data(stage.group, message, data)
    await minh.presses_data(stage.group, message, data)
    late = await an.presses_data(stage.group, message, data.replace(":no", ":yes"))

    assert "chưa có quyền" in refused or "không" in refused.casefold()
    assert late
    assert stage.count("unit_change", "decided_at IS NOT NULL AND NOT is_granted") == 1
    assert lan.was_told("chưa chuyển anh/chị về")


@ON_SQLITE
async def test_the_help_leads_to_figures_and_settings_and_stays(lan: Correspondent) -> None:
    await lan.says("/trogiup")

    await lan.presses("Thống kê")
    await lan.presses_data(lan.chat, *lan._button(lan.chat, "Cài đặt"))

    assert lan.was_told("Không cần lệnh nào")
    assert "CÀI ĐẶT" in lan.sees_last()


@ON_SQLITE
async def test_who_asks_for_another_unit_again_replaces_the_wish(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    for typed, name in (("tan mau", "Tân Mẫu"), ("hoa mau", "Hòa Mẫu")):
        await lan.says("/thongke")
        await lan.presses("Cài đặt")
        await lan.presses("Đơn vị")
        await lan.says(typed)
        await lan.presses(next(label for label in lan.buttons() if name in label))

    cards = [card for card in minh.cards() if "xin chuyển đơn vị" in card]

    assert ["Đã thay bằng" in card for card in cards] == [True, False]
    await minh.presses_data(stage.group, *minh._button(stage.group, "Đồng ý"))
    assert lan.was_told("Anh/chị đã được chuyển về", "Hòa Mẫu")
