"""Questions of the desk: one at a time, with more time once, and a way to say that there is no answer."""

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
WHO, NUMBER = "Ai chủ trì, đơn vị nào phối hợp?", "Việc này diễn ra ngày nào?"


async def asked(stage: Stage, lan: Correspondent, minh: Staff, *questions: str) -> str:
    """Have Minh ask about a new tip of Lan's; returns its reference."""
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Hỏi thêm")
    for question in questions:
        await minh.presses_on_card(reference, question)
    await minh.presses_on_card(reference, "Gửi câu hỏi")
    await stage.time_passes(seconds=16)
    return reference


async def test_two_questions_are_asked_one_after_the_other_and_the_last_answer_brings_the_tip_back(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await asked(stage, lan, minh, NUMBER, WHO)
    assert "Câu 1/2:" in lan.sees_last()
    assert NUMBER in lan.sees_last()
    assert WHO not in lan.sees_last()
    assert lan.buttons() == ["Không bổ sung được", "Xin thêm thời gian"]
    assert lan.was_told(f"Tin {reference} còn chờ anh/chị bổ sung", NUMBER, WHO, "Hạn bổ sung: 11:52 ngày 13/11")

    await lan.says("Ngày 12/11 ạ", reply_to=lan.message_about("Câu 1/2"))
    assert "Câu 2/2:" in lan.sees_last()
    assert stage.count("tip", "status = 'needs_info'") == 1
    await lan.says("Đoàn phường chủ trì", reply_to=lan.message_about("Câu 2/2"))

    assert lan.sees_last().startswith(f"Đã ghi phần bổ sung vào tin {reference}.")
    assert "trước 11:30 ngày 13/11" in lan.sees_last()
    assert "Minh đang xử lý" in minh.card_of(reference)
    assert stage.count("question", "outcome = 'answered'") == 2
    assert stage.count("tip_message", "question_id IS NOT NULL") == 2
    assert stage.count("decision", "verb = 'answer'") == 1


async def test_who_answered_all_at_once_says_so_by_one_tap(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await asked(stage, lan, minh, NUMBER, WHO)
    await lan.says("Ngày 12/11, Đoàn phường chủ trì", reply_to=lan.message_about("Câu 1/2"))

    assert await lan.presses("Đã trả lời ở trên") == "Đã ghi nhận ạ."

    assert stage.count("tip", "status = 'received'") == 1


async def test_an_album_answers_one_question_with_all_its_parts(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await asked(stage, lan, minh, NUMBER, WHO)
    play, about = stage.telegram.stage, lan.message_about("Câu 1/2")
    before = len(lan.sees())

    for colour in ("red", "blue", "green"):
        play.sends_photo(lan.chat, lan.account, a_photo(colour), "Ngày 12/11", media_group_id="g9", reply_to=about)
    await stage.settles()

    assert stage.count("question", "outcome = 'answered'") == 1
    assert stage.count("tip_message", "question_id IS NOT NULL") == 3
    assert len(lan.sees()) == before + 1
    assert "Câu 2/2:" in lan.sees_last()


async def test_what_cannot_be_answered_goes_back_to_the_desk_which_sees_it(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await asked(stage, lan, minh, WHO)

    answer = await lan.presses("Không bổ sung được")

    assert answer == "Đã ghi nhận. Ban Biên tập sẽ xử lý tiếp với những gì đang có ạ."
    assert stage.count("tip", "status = 'received' AND version = 1") == 1
    assert stage.count("question", "outcome = 'declined'") == 1
    await minh.presses_on_card(reference, "Trả lại")
    assert "CTV không bổ sung được" in minh.card_of(reference)
    assert lan.was_told(f"Tin {reference} đang được Ban Biên tập xem")


async def test_more_time_is_given_once_and_the_desk_sees_it(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await asked(stage, lan, minh, WHO)
    message_id, data = lan._button(lan.chat, "Xin thêm thời gian")

    assert await lan.presses("Xin thêm thời gian") == "Đã gia hạn đến 11:52 ngày 14/11."
    again = await lan.presses_data(lan.chat, message_id, data)

    assert again == "Câu hỏi này đã được gia hạn một lần, đến 11:52 ngày 14/11."
    assert "CTV xin thêm thời gian, hạn 11:52 ngày 14/11" in minh.card_of(reference)
    assert lan.was_told(f"Tin {reference} còn chờ", "Hạn bổ sung: 11:52 ngày 14/11")
    assert stage.count("audit", "act = 'extend' AND outcome = 'done'") == 1


async def test_a_button_of_an_answered_question_changes_and_sends_nothing(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await asked(stage, lan, minh, NUMBER, WHO)
    buttons = [lan._button(lan.chat, label) for label in ("Không bổ sung được", "Xin thêm thời gian")]
    await lan.says("Ngày 12/11 ạ", reply_to=lan.message_about("Câu 1/2"))
    sent = stage.sent_count()

    answers = [await lan.presses_data(lan.chat, *button) for button in buttons]

    assert all("đã cũ" in answer for answer in answers)
    assert stage.count("question", "answered_at IS NULL") == 1
    assert stage.count("question", "outcome = 'declined'") == 0
    assert stage.count("audit", "act = 'extend'") == 0
    assert stage.sent_count() == sent


@ON_SQLITE
async def test_nobody_presses_for_somebody_else(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await asked(stage, lan, minh, WHO)
    thu = Correspondent(stage, 700000103, "Thu")
    await thu.joins()
    _, data = lan._button(lan.chat, "Không bổ sung được")
    message_id, _ = thu._button(thu.chat, "Ghi bút danh")
    sent = stage.sent_count()

    await thu.presses_data(thu.chat, message_id, data)

    assert stage.count("question", "answered_at IS NULL") == 1
    assert stage.sent_count() == sent


@ON_SQLITE
async def test_questions_are_asked_and_left_in_english(stage: Stage, minh: Staff) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")

    reference = await asked(stage, ann, minh, WHO)

    assert ann.was_told(f"Tip {reference} is waiting for you")
    assert ann.buttons() == ["Cannot provide", "Need more time"]
    assert await ann.presses("Need more time") == "You have until 11:52 on 14 November."
    assert await ann.presses("Cannot provide") == "Noted. The editors go on with what they have."
