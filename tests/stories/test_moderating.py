"""The queue and its first door: the moderators' group."""

from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def test_a_card_shows_the_tip_and_the_verbs(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.says(TEXT)
    await lan.sends_album([a_photo("red"), a_photo("blue")])
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    card = minh.card_of("T-261112-01")
    assert "Phường Bình Mẫu" in card
    assert "Minh Thư" in card
    assert "Chưa có ai nhận" in card
    assert minh._button(stage.group, "Ảnh (2)")


async def test_a_card_masks_personal_data_which_stay_in_the_console(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.sends(f"Bà Nguyễn Thị Hoa, SN 1960, CCCD 079060000111, gọi 0909 000 111 báo tin. {TEXT}")

    card = minh.card_of("T-261112-01")
    assert "Bà N.T.H., SN ****, CCCD ************, gọi [đã ẩn] báo tin. Sáng nay UBND phường Bình Mẫu" in card
    assert not any(word in text for text in minh.cards() for word in ("Hoa", "1960", "0909", "079060"))
    assert stage.count("tip", "excerpt LIKE '%Nguyễn Thị Hoa%0909 000 111%'") == 1


async def test_taking_a_tip_in_hand_is_a_lease_that_can_be_given_back(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)

    assert await minh.presses_on_card(reference, "Nhận") == "Anh/chị đã nhận tin này."
    assert "Minh đang xử lý, đến 12:22" in minh.card_of(reference)
    refused = await an.presses_on_card(reference, "Trả lại")
    assert "Minh" in refused
    assert stage.count("tip", "claimed_by IS NOT NULL") == 1

    await minh.presses_on_card(reference, "Trả lại")
    assert "Chưa có ai nhận" in minh.card_of(reference)


async def test_an_approval_is_one_decision_one_draft_and_one_notice_after_the_time_to_undo(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(TEXT)

    answer = await minh.presses_on_card(reference, "Duyệt")

    assert answer == "Đã duyệt, bản nháp B-261112-01 đã được tạo."
    assert "Minh đã duyệt tin này lúc 11:52" in minh.card_of(reference)
    assert ha.was_told("BẢN NHÁP MỚI B-261112-01", "/drafts/B-261112-01")
    assert not lan.was_told("đã được duyệt")

    await stage.time_passes(seconds=16)
    assert lan.was_told("Tin T-261112-01 đã được duyệt")
    assert stage.count("decision", "verb = 'approve'") == stage.count("draft") == 1


async def test_an_approval_can_be_undone_before_anybody_is_told(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Duyệt")

    await minh.presses_on_card(reference, "Hoàn tác")
    await stage.time_passes(minutes=5)

    assert not lan.was_told("đã được duyệt")
    assert stage.count("draft", "status = 'discarded'") == 1
    assert "Chưa có ai nhận" in minh.card_of(reference)


async def test_the_loser_of_a_race_is_told_who_decided_and_when(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    message_id, data = an._button(stage.group, "Duyệt")
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")

    answer = await an.presses_data(stage.group, message_id, data)

    assert answer == "Minh đã từ chối tin này lúc 11:52."
    assert stage.count("draft") == 0
    assert stage.count("decision", "tip_id = 1 AND verb IN ('approve', 'reject')") == 1
    assert stage.count("audit", "outcome = 'tip_already_decided'") == 1


async def test_a_rejection_gives_its_reason_and_a_way_on(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")

    await stage.time_passes(seconds=16)

    assert lan.was_told("chưa sử dụng được vì: nội dung không thuộc lĩnh vực cải cách hành chính")
    assert "Ngoài phạm vi" in minh.card_of(reference)


async def test_another_reason_waits_for_its_words_as_a_reply(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Lý do khác")
    asked = next(m for m in reversed(minh._messages(stage.group)) if "trả lời tin nhắn này" in m["text"])
    assert stage.count("tip", "status = 'received'") == 1

    await minh.says_in_group("Tin này đã lên trang của quận", reply_to=asked["message_id"])
    await stage.time_passes(seconds=16)

    assert lan.was_told("Tin này đã lên trang của quận")
    assert stage.count("tip", "status = 'rejected'") == 1


async def test_a_question_reaches_the_correspondent_and_the_reply_brings_the_tip_back(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Ai chủ trì, đơn vị nào phối hợp?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)
    assert lan.was_told("Tin T-261112-01", "Ai chủ trì, đơn vị nào phối hợp?")

    await lan.says("Đoàn phường chủ trì ạ", reply_to=lan.message_about("Ai chủ trì"))

    assert lan.was_told("Đã ghi phần bổ sung vào tin T-261112-01")
    assert "Minh đang xử lý" in minh.card_of(reference)
    assert stage.count("tip", "status = 'received' AND version = 2") == 1


async def test_any_other_message_asks_whether_it_answers_or_is_a_new_tip(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Ai chủ trì, đơn vị nào phối hợp?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)

    await lan.says("Đoàn phường chủ trì")
    assert "tin mới" in lan.sees_last()
    await lan.presses("Trả lời câu hỏi")
    assert stage.count("tip") == 1
    assert stage.count("tip_message", "tip_id = 1 AND question_id IS NOT NULL") == 1


async def test_the_message_can_as_well_begin_a_new_tip(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    await minh.presses_on_card(reference, "Ai chủ trì, đơn vị nào phối hợp?")
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)

    await lan.says("Phường Bình Mẫu ra mắt ki-ốt lấy số")
    await lan.presses("Tin mới")
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == 1
    assert stage.count("tip", "status = 'needs_info'") == 1


async def test_photos_come_into_the_group_as_our_copies(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.sends_album([a_photo("red"), a_photo("blue")], TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    await minh.presses_on_card("T-261112-01", "Ảnh (2)")

    album = [m for m in minh._messages(stage.group) if "photo" in m]
    assert len(album) == 2
    sent = stage.telegram.world.files[album[0]["photo"][0]["file_id"]].content
    assert b"CANARY-CAMERA" not in sent
    assert not stage.telegram.ledger.calls("forwardmessage")


async def test_who_is_no_moderator_is_refused_politely_and_it_is_recorded(
    stage: Stage, lan: Correspondent, minh: Staff, quan: Correspondent
) -> None:
    reference = await lan.sends(TEXT)
    message_id, data = minh._button(stage.group, "Duyệt")

    await quan.presses_data(stage.group, message_id, data)
    own = await lan.presses_data(stage.group, message_id, data)

    assert own == "Đây là tin của chính anh/chị, người khác sẽ duyệt."
    assert stage.count("tip", "status = 'received'") == 1
    assert stage.count("draft") == 0
    assert stage.count("audit", "act = 'press_approve' AND outcome = 'not_allowed'") == 2
    assert reference in minh.card_of(reference)


async def test_a_forged_button_is_answered_and_does_nothing(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    message_id, _ = minh._button(stage.group, "Duyệt")

    for data in (
        "v1:t:zzzzzzzz:1:approve",
        "v1:t:1:1:",
        "v1:t:1:1:reject.R99",
        "v1:t:-1:x:approve",
        "v2:x",
        "'; DROP TABLE tip",
    ):
        assert await minh.presses_data(stage.group, message_id, data) is not None

    assert stage.count("tip", "status = 'received'") == 1
    assert stage.count("inbox", "state <> 'done'") == 0
    assert "Chưa có ai nhận" in minh.card_of(reference)


async def test_a_card_drawn_before_the_tip_changed_cannot_decide_the_new_text(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    number = await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    message_id, data = minh._button(stage.group, "Duyệt")
    await lan.edits(number, "Phường hỗ trợ 39 người.")

    answer = await minh.presses_data(stage.group, message_id, data)

    assert "thay đổi" in answer
    assert stage.count("draft") == 0
