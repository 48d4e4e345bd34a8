"""Practice runs the whole path, says so at each step, and leaves nothing behind: no tip, no figures, no words."""

import pytest

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.holdings import tables_with
from tests.stories.stage import Stage, a_photo

pytestmark = ON_SQLITE  # a dialogue alone: no question to the database is its own
SHORT = (
    "Sáng nay phường Bình Mẫu mở bàn hướng dẫn kiểu CANARYPRACTICE, giúp 42 người dân nộp hồ sơ trực tuyến tại khu phố."
)
PERSONAL = f"{SHORT} Liên hệ chị Lan số 0909 000 111. Theo Báo cáo số 215/BC-UBND."
MARKS = {"vi": "TẬP VIẾT", "en": "PRACTICE"}


async def test_a_practice_tip_runs_the_whole_path_and_is_gone_afterwards(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    begun = len(lan.sees())
    await lan.says("/tapviet")
    await lan.says(SHORT)
    assert "Còn thiếu: nguồn" in lan.sees_last()
    assert "khi nào" in lan.sees_last()
    assert tables_with(stage, "CANARYPRACTICE") == {"dialogue"}
    await lan.presses("Gửi thử")
    assert lan.was_told("đã nhận tin thử")
    assert "Số liệu lấy từ đâu" in lan.sees_last()
    await lan.says("Theo Báo cáo số 215/BC-UBND của phường.")

    assert "đã được duyệt và “đăng”" in lan.sees_last()
    assert all(MARKS["vi"] in said for said in lan.sees()[begun:])
    assert tables_with(stage, "CANARYPRACTICE") == set()
    assert stage.count("tip") == stage.count("draft") == stage.count("tip_message") == 0
    assert stage.count("counter", "name = 'tip'") == 0
    assert minh.cards() == []


async def test_the_desk_names_what_is_private_and_what_is_missing(lan: Correspondent) -> None:
    await lan.says("/tapviet")
    await lan.says(PERSONAL)

    assert "thông tin riêng của người dân" in lan.sees_last()
    assert "0909" not in lan.sees_last()
    await lan.presses("Gửi thử")
    assert "Góp ý" in lan.sees_last()


async def test_a_text_that_is_too_thin_is_kindly_not_used_and_may_be_tried_again(lan: Correspondent) -> None:
    await lan.says("/tapviet")
    await lan.says("Có hội thi vui.")
    await lan.presses("Gửi thử")
    await lan.presses("Không bổ sung được")
    assert "chưa đủ để đăng" in lan.sees_last()

    await lan.presses("Tập lại")

    assert "Mời anh/chị viết thử" in lan.sees_last()


async def test_two_taps_show_the_path_with_the_sample(lan: Correspondent, stage: Stage) -> None:
    await lan.says("/tapviet")
    await lan.presses("Dùng tin mẫu")
    await lan.presses("Gửi thử")

    assert lan.was_told("tin mẫu", "bàn hướng dẫn")
    assert stage.count("tip") == 0


async def test_practice_in_english_says_so_at_each_step(stage: Stage) -> None:
    bao = Correspondent(stage, 700000105, "Bao", language="en")
    await bao.joins(byline="Pen name")
    begun = len(bao.sees())

    await bao.says("/practice")
    await bao.says(SHORT)
    await bao.presses("Send on trial")
    await bao.presses("Cannot provide")

    assert "approved and “published”" in bao.sees_last()
    assert all(MARKS["en"] in said for said in bao.sees()[begun:])


@pytest.mark.parametrize("way", ["/huy", "Thôi tập"])
async def test_it_can_be_left_at_any_step_and_the_next_message_is_a_real_tip(
    stage: Stage, lan: Correspondent, way: str
) -> None:
    await lan.says("/tapviet")
    await lan.says(SHORT)
    await (lan.says(way) if way.startswith("/") else lan.presses(way))
    assert "Đã thôi tập" in lan.sees_last()
    assert tables_with(stage, "CANARYPRACTICE") == set()

    await lan.sends("Chiều qua, phường Bình Mẫu khai trương quầy trả kết quả.")

    assert stage.count("tip", "status = 'received'") == 1


async def test_an_unfinished_tip_waits_where_it_was(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Chiều qua, phường Bình Mẫu khai trương quầy trả kết quả.")
    await lan.says("/tapviet")
    await lan.says(SHORT)
    await lan.sends_photo(a_photo(), "Ảnh CANARYPRACTICE")
    await lan.presses("Gửi thử")
    await lan.presses("Không bổ sung được")

    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == 1
    assert stage.count("attachment") == 0
    assert tables_with(stage, "CANARYPRACTICE") == set()


async def test_an_album_gets_one_answer(lan: Correspondent) -> None:
    await lan.says("/tapviet")
    before = len(lan.sees())

    await lan.sends_album([a_photo("red"), a_photo("blue"), a_photo("teal")], SHORT)

    assert len(lan.sees()) == before + 1
    assert "Một ảnh ngang" not in lan.sees_last()


async def test_a_reply_about_a_real_tip_is_never_practice(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends("Chiều qua, phường Bình Mẫu khai trương quầy trả kết quả.")
    await lan.says("/tapviet")

    await lan.says("Có 39 người dự.", reply_to=lan.message_about(reference))

    assert stage.count("tip_message", "text = 'Có 39 người dự.'") == 1


async def test_practice_left_lying_ends_by_itself_and_takes_no_real_tip(stage: Stage, lan: Correspondent) -> None:
    await lan.says("/tapviet")
    await lan.says(SHORT)
    await stage.time_passes(hours=2)

    await lan.says("Chiều qua, phường Bình Mẫu khai trương quầy trả kết quả.")

    assert stage.count("tip", "status = 'composing'") == 1
    assert tables_with(stage, "CANARYPRACTICE") == set()


async def test_secret_material_is_refused_in_practice_too(stage: Stage, lan: Correspondent) -> None:
    await lan.says("/tapviet")
    await lan.says("Công văn đóng dấu MẬT về CANARYPRACTICE.")

    assert "MẬT" in lan.sees_last()
    assert tables_with(stage, "CANARYPRACTICE") == set()


async def test_an_edited_practice_text_is_read_anew(lan: Correspondent) -> None:
    await lan.says("/tapviet")
    number = await lan.says(SHORT)
    assert "Còn thiếu" in lan.sees_last()

    await lan.edits(number, f"{SHORT} Theo Báo cáo số 215/BC-UBND của phường Bình Mẫu.")

    assert "Còn thiếu" not in lan.sees_last()
