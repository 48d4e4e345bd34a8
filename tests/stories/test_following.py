"""After sending: add more, correct, withdraw; after the approval a change is a proposal the desk sees."""

from review import corrections, draft_view
from review.corrections import Proposed
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def approved(stage: Stage, minh: Staff, reference: str) -> str:
    await minh.presses_on_card(reference, "Duyệt")
    await stage.time_passes(seconds=16)
    return "B" + reference[1:]


def proposed(stage: Stage, draft: str) -> list[Proposed]:
    return stage.database.read_now(lambda s: corrections.proposed(s, draft_view.get(s, draft)))


async def test_more_is_added_by_the_receipts_button_until_one_is_done(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)

    await lan.presses("Bổ sung")
    assert f"phần bổ sung cho tin {reference}" in lan.sees_last()
    await lan.says("Trong đó có 12 người cao tuổi.")
    assert f"phiên bản 2 của tin {reference}" in lan.sees_last()
    before = len(lan.sees())
    await lan.sends_album([a_photo("red"), a_photo("blue"), a_photo("green")])
    assert len(lan.sees()) == before + 1, "an album is told of once"
    assert await lan.presses("Xong bổ sung") == "Đã xong, cảm ơn anh/chị."
    await lan.says("Một việc khác: phường ra mắt ki-ốt lấy số.")

    assert lan.was_told(f"Đã nhận tin {reference}", "Bản mới nhất: phiên bản 5, 3 ảnh, 0 tệp khác.")
    assert "Ảnh 3" in minh.card_of(reference)
    assert stage.count("tip_message", "tip_id = 1") == 5
    assert stage.count("tip", "status = 'composing'") == 1


@ON_SQLITE
async def test_what_comes_half_an_hour_later_is_a_tip_of_its_own(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(TEXT)
    await lan.presses("Bổ sung")
    await stage.time_passes(minutes=31)

    await lan.says("Phường Bình Mẫu ra mắt ki-ốt lấy số.")

    assert stage.count("tip_message", "tip_id = 1") == 1
    assert stage.count("tip", "status = 'composing'") == 1


@ON_SQLITE
async def test_adding_to_a_tip_leaves_the_unfinished_one_where_it_was(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(TEXT)
    message_id, data = lan._button(lan.chat, "Bổ sung")
    await lan.says("Phường Bình Mẫu ra mắt ki-ốt lấy số.")
    await lan.presses_data(lan.chat, message_id, data)
    await lan.says("Trong đó có 12 người cao tuổi.")

    await lan.says("/huy")
    assert lan.was_told("Đã dừng ạ")
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == 2
    assert stage.count("tip_message", "tip_id = 1") == 2
    assert stage.count("tip_message", "tip_id = 2") == 1


async def test_an_edit_after_the_approval_is_a_proposal_that_the_desk_sees_on_card_and_draft(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    number = await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    draft = await approved(stage, minh, reference)
    article = stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, draft)).article)

    await lan.edits(number, TEXT.replace("37", "39"))

    assert lan.was_told(f"Tin {reference} đã duyệt, nên phần này được ghi là đề xuất sửa (phiên bản 2")
    assert ha.was_told("ĐỀ XUẤT SỬA", draft, f"tin {reference}", f"/drafts/{draft}")
    assert "CTV đề xuất sửa sau khi duyệt (phiên bản 2)" in minh.card_of(reference)
    [change] = proposed(stage, draft)
    assert ("37 người" in change.before, "39 người" in change.after) == (True, True)
    assert stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, draft)).article) == article


async def test_a_late_part_of_an_album_after_the_approval_is_told_once_and_proposed(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    play = stage.telegram.stage
    play.sends_photo(lan.chat, lan.account, a_photo("red"), TEXT, media_group_id="g1")
    await stage.settles()
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    draft = await approved(stage, minh, reference)
    before = len(lan.sees())

    for colour in ("blue", "green", "black"):
        play.sends_photo(lan.chat, lan.account, a_photo(colour), media_group_id="g1")
    await stage.settles()

    assert len(lan.sees()) == before + 1
    assert "dù tin này đã có quyết định" in lan.sees_last()
    assert [change.photos for change in proposed(stage, draft)] == [1, 1, 1]
    assert len([text for text in ha.sees() if "ĐỀ XUẤT SỬA" in text]) == 1
    assert stage.count("tip") == 1


async def test_who_holds_the_draft_is_told_of_a_correction_and_nobody_else(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    from tests.stories.test_receipt import edited, published  # noqa: PLC0415 - only this story goes so far

    reference = await lan.sends(TEXT)
    draft = await approved(stage, minh, reference)
    await edited(stage, ha, draft)
    await published(stage, ha, draft)

    await lan.presses("Báo sai sót")
    await lan.says("Số đúng là 39 người ạ.")
    await lan.presses("Xong bổ sung")

    assert ha.was_told("ĐỀ XUẤT SỬA", draft)
    assert len(proposed(stage, draft)) == 1
    assert stage.count("draft", "status = 'published'") == 1


async def test_an_edit_after_a_rejection_is_kept_and_the_way_to_send_it_shown(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    number = await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(seconds=16)

    await lan.edits(number, TEXT + " Đây là việc chuyển đổi số.")

    assert "tin này đã có kết quả nên chưa được gửi lại" in lan.sees_last()
    assert lan.buttons() == ["Gửi lại bản sửa"]
    await lan.presses("Gửi lại bản sửa")
    assert "Đây là việc chuyển đổi số." in lan.sees_last()


async def test_a_tip_is_withdrawn_from_its_receipt_and_the_receipt_says_so(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    number = lan.message_about("Đã nhận tin", reference)

    await lan.presses("Rút tin")
    await lan.presses("Rút tin")

    assert lan._messages(lan.chat)[-1]["message_id"] != number
    receipt = next(m for m in lan._messages(lan.chat) if m["message_id"] == number)
    assert receipt["text"].startswith(f"Đã rút tin {reference}.")
    assert not receipt.get("reply_markup", {}).get("inline_keyboard")
    assert stage.count("tip", "status = 'withdrawn'") == 1
    assert "rút" in minh.card_of(reference)


async def test_what_is_decided_cannot_be_changed_by_an_old_button(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    buttons = [lan._button(lan.chat, label) for label in ("Bổ sung", "Rút tin")]
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(seconds=16)
    rows = (stage.count("decision"), stage.count("tip_version"), stage.count("tip_message"))

    assert "đã cũ" in await lan.presses_data(lan.chat, *buttons[0])
    await lan.presses_data(lan.chat, *buttons[1])
    answer = await lan.presses("Rút tin")

    assert answer.startswith("Ban Biên tập đã từ chối tin này lúc"), "the desk, not by name"
    assert (stage.count("decision"), stage.count("tip_version"), stage.count("tip_message")) == rows
    assert stage.count("tip", "status = 'rejected'") == 1


@ON_SQLITE
async def test_additions_and_proposals_are_told_in_english(stage: Stage, minh: Staff) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")
    reference = await ann.sends("This morning the ward opened a help desk for online filing.")

    await ann.presses("Add to it")
    await ann.says("Twelve of them were elderly.")
    assert ann.sees_last().startswith(f"Added: this is version 2 of tip {reference}")
    await approved(stage, minh, reference)
    await ann.says("Thirteen, in fact.")

    assert ann.sees_last().startswith(f"Tip {reference} has been approved, so this is kept as a proposed correction")
