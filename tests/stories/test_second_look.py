"""After a rejection: a second look by somebody else, once, and sending again in one tap."""

import pytest

from review import moderation, people, queue
from review.access import Role
from review.errors import NotAllowed
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo
from tests.stories.test_drafting import approved, person
from tests.stories.test_similar import compares

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
WORDS = "Việc này thuộc chuyển đổi số, đúng lĩnh vực của Trang."


async def rejected(stage: Stage, reference: str, by: Staff) -> None:
    await by.presses_on_card(reference, "Không dùng")
    await by.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(seconds=16)


async def test_an_appeal_reaches_the_desk_anew_with_its_words_and_another_moderator_decides(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    cards = len(minh.cards())

    await lan.presses("Xin xem lại")
    assert "Mỗi tin xin xem lại được một lần" in lan.sees_last()
    await lan.says(WORDS)

    assert lan.sees_last() == f"Yêu cầu xem lại tin {reference} đã chuyển đến một người duyệt khác."
    assert lan.was_told(f"Yêu cầu xem lại tin {reference}", "Anh/chị sẽ có kết quả trước 11:30 ngày 13/11")
    assert len(minh.cards()) == cards + 1, "the card comes anew, where people look"
    assert "XIN XEM LẠI – Minh đã từ chối lúc 11:52 (Ngoài phạm vi)" in minh.cards()[-1]
    assert WORDS in minh.cards()[-1]
    assert stage.count("tip") == 1

    await an.presses_on_card(reference, "Duyệt")
    await stage.time_passes(seconds=16)
    assert lan.was_told(f"Tin {reference} đã được duyệt")


async def test_who_decided_first_is_refused_in_the_group(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    before, sent = minh.cards(), stage.sent_count()

    answers = {await minh.presses_on_card(reference, label) for label in ("Nhận", "Duyệt", "Không dùng", "Hỏi thêm")}

    assert answers == {"Anh/chị đã quyết định tin này lần đầu; khi xem lại, người khác quyết định ạ."}
    assert stage.count("tip", "status = 'received' AND claimed_by IS NULL") == 1
    assert stage.count("decision", "verb IN ('approve', 'reject', 'ask')") == 1
    assert stage.count("draft") == 0
    assert minh.cards() == before
    assert stage.sent_count() == sent


async def test_who_decided_first_is_refused_behind_the_consoles_door_too(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    first, now, rules = person(stage, minh), stage.now, stage.newsroom.rules

    with pytest.raises(NotAllowed):
        stage.database.act_now(
            lambda s: moderation.reject(
                s, queue.get(s, reference), reason="R01", version=None, by=first, door="console", now=now, rules=rules
            )
        )
    with pytest.raises(NotAllowed):
        approved(stage, reference, minh)

    assert stage.count("tip", "status = 'received'") == 1
    assert approved(stage, reference, an)


async def test_an_appeal_is_made_once(stage: Stage, lan: Correspondent, minh: Staff, an: Staff) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    message_id, data = lan._button(lan.chat, "Xin xem lại")
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    await rejected(stage, reference, an)
    assert lan.was_told(f"tin {reference}", "chưa sử dụng được", "Một người duyệt khác đã xem lại")
    receipt = lan.message_about("chưa sử dụng được", reference)
    told, decided = stage.sent_count(), stage.count("decision")

    answer = await lan.presses_data(lan.chat, message_id, data)

    assert "đã cũ" in answer
    assert stage.count("decision") == decided
    assert stage.sent_count() == told
    labels = [b["text"] for number, rows in lan._keyboards(lan.chat) if number == receipt for row in rows for b in row]
    assert labels == ["Gửi lại bản sửa"]


@ON_SQLITE
async def test_an_appeal_can_be_left_and_a_photo_meanwhile_is_a_tip_of_its_own(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)

    await lan.presses("Xin xem lại")
    assert await lan.presses("Thôi") == "Vâng, không có yêu cầu nào được gửi."
    await lan.presses("Xin xem lại")
    await lan.sends_photo(a_photo())

    assert stage.count("tip", "status = 'rejected'") == 1
    assert stage.count("tip", "status = 'composing'") == 1
    assert stage.count("decision", "verb = 'appeal'") == 0


async def test_a_rejected_tip_is_sent_again_with_everything_in_it_and_its_messages_change_the_new_one(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    number = await lan.says(TEXT)
    await lan.sends_album([a_photo("red"), a_photo("blue")])
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    first = lan.last_reference()
    await rejected(stage, first, minh)

    await lan.presses("Gửi lại bản sửa")
    assert "37 người" in lan.sees_last()
    assert "XEM LẠI TRƯỚC KHI GỬI" in lan.sees_last()
    await lan.edits(number, "Phường hỗ trợ 38 người, thuộc chuyển đổi số.")
    assert "38 người" in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")
    again = lan.last_reference()

    assert again != first
    assert f"Bản sửa của tin {first}" in minh.card_of(again)
    assert "38 người" in minh.card_of(again)
    assert "Ảnh 2" in minh.card_of(again)
    assert stage.count("tip_version", "tip_id = 1") == 1, "the rejected tip stays as it was judged"
    assert stage.count("tip_message", "tip_id = 1 AND text LIKE '%38%'") == 0
    await lan.edits(number, "Phường hỗ trợ 39 người, thuộc chuyển đổi số.")
    assert lan.was_told(f"phiên bản 2 của tin {again}")
    assert "39 người" in minh.card_of(again)


async def test_a_tip_is_sent_again_once_and_not_over_another_that_is_being_composed(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    message_id, data = lan._button(lan.chat, "Gửi lại bản sửa")
    await lan.says("Phường Bình Mẫu ra mắt ki-ốt lấy số")
    sent = stage.sent_count()

    assert "đang soạn một tin khác" in await lan.presses_data(lan.chat, message_id, data)
    assert stage.count("tip") == 2
    assert stage.sent_count() == sent

    await lan.says("/huy")
    await lan.presses_data(lan.chat, message_id, data)
    await lan.presses("Gửi Ban Biên tập")
    assert "đã cũ" in await lan.presses_data(lan.chat, message_id, data)
    assert stage.count("tip", f"revises = '{reference}'") == 1


@ON_SQLITE
async def test_a_second_look_is_asked_for_and_refused_in_english(stage: Stage, minh: Staff, an: Staff) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")
    reference = await ann.sends("This morning the ward opened a help desk for online filing.")
    await rejected(stage, reference, minh)

    await ann.presses("Ask for a second look")
    assert await ann.presses("Send as it is") == (
        f"Your request for a second look at tip {reference} has gone to another moderator."
    )

    assert ann.was_told("You will have the outcome before 11:30 on 13 November.")


async def test_what_is_sent_again_and_joined_to_the_tip_it_was_made_from_changes_that(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    """Whoever changes a declined tip and asks for a second look at it as well may have both made one."""
    number = await lan.says(TEXT)
    photo = await lan.sends_photo(a_photo(), "Bàn hướng dẫn")
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    await compares(stage)
    await rejected(stage, reference, minh)
    await lan.presses("Gửi lại bản sửa")
    await lan.edits(number, f"{TEXT} Bàn mở đến 17 giờ.")
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    await lan.presses("Xong")

    await lan.presses(f"Bổ sung vào tin {reference}")
    await lan.edits(photo, "Bàn hướng dẫn ở cổng phường")
    await lan.edits(number, f"{TEXT} Bàn mở đến 18 giờ.")

    assert stage.count("inbox", "state <> 'done'") == 0
    assert stage.count("tip") == 1
    assert current_texts(stage) == [f"{TEXT} Bàn mở đến 18 giờ.", "Bàn hướng dẫn ở cổng phường"]
    assert stage.count("attachment") == 1
    await rejected(stage, reference, an)
    await lan.presses("Gửi lại bản sửa")
    assert stage.count("tip", "status = 'composing'") == 1


def current_texts(stage: Stage) -> list[str]:
    query = "SELECT text FROM tip_message WHERE is_current ORDER BY sent_at, message_id"
    return list(stage.database.read_now(lambda s: s.connection().exec_driver_sql(query).scalars().all()))


LONELY = {
    "vi": ("chưa có người duyệt khác", "chưa hẹn được giờ trả lời"),
    "en": ("There is no other moderator at present", "no time can be promised"),
}


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_where_there_is_nobody_else_the_sender_is_told_so_and_the_admins_too(
    stage: Stage, minh: Staff, language: str
) -> None:
    ann = Correspondent(stage, 700000131, "Ann", language=language)
    await ann.joins(byline="Pen name" if language == "en" else "Ghi bút danh")
    await rejected(stage, await ann.sends(TEXT), minh)
    reference, (nobody, no_time) = ann.last_reference(), LONELY[language]
    decider = person(stage, minh).id
    stage.database.act_now(lambda s: people.grant(s, decider, Role.ADMIN, by=None, now=stage.now))

    await ann.presses("Ask for a second look" if language == "en" else "Xin xem lại")
    assert nobody in ann.sees_last()
    answer = await ann.presses("Send as it is" if language == "en" else "Gửi luôn")

    assert nobody.split(" at ")[0].lower() in answer.lower()
    assert ann.was_told(reference, no_time)
    assert minh.was_told(f"Người gửi xin xem lại tin {reference}", "ngoài người đã quyết định (Minh)")


@ON_SQLITE
async def test_once_somebody_else_is_there_the_receipt_promises_a_time(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    assert lan.was_told(reference, "chưa hẹn được giờ trả lời")
    an = Staff(stage, 700000202, "An")
    await an.joins()

    await an.presses_on_card(reference, "Nhận")
    await an.presses_on_card(reference, "Trả lại")

    assert lan.was_told(f"Yêu cầu xem lại tin {reference}", "Anh/chị sẽ có kết quả trước")
