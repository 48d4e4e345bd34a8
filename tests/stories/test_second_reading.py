"""Second reading in the group: each press is a hidden opinion until two agree."""

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


def ask_for_two(stage: Stage) -> None:
    stage.database.act_now(lambda s: s.connection().exec_driver_sql("UPDATE tip SET readings = 2"))


@ON_SQLITE
async def test_two_presses_decide_and_the_card_tells_how_many_have_read_but_not_what_they_think(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    ask_for_two(stage)
    await minh.presses_on_card(reference, "Nhận")
    first = await minh.presses_on_card(reference, "Duyệt")
    between = minh.card_of(reference)
    second = await an.presses_on_card(reference, "Duyệt")

    assert first == "Đã ghi ý kiến của anh/chị. Tin được quyết định khi đủ người cùng ý."
    assert "Đọc chéo: cần 2 người cùng ý, 1 người đã đọc" in between
    assert "Chưa có ai nhận" in between
    assert "Minh" not in between.replace("Minh Thư", "")
    assert second == "Đã duyệt, bản nháp B-261112-01 đã được tạo."
    assert stage.count("draft") == 1


@ON_SQLITE
async def test_nobody_is_told_anything_of_a_rejection_that_one_of_two_readers_wanted(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    ask_for_two(stage)
    await minh.presses_on_card(reference, "Không dùng")
    answer = await minh.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(minutes=1)

    assert "Đã ghi ý kiến" in answer
    assert await an.presses_on_card(reference, "Nhận") == "Anh/chị đã nhận tin này."
    assert not lan.was_told("Ngoài phạm vi")
    assert stage.count("tip", "status = 'received'") == 1
