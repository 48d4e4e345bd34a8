"""What a sender says of their photos, asked kindly and printed."""

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.kept import article
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def test_photos_are_described_one_question_at_a_time_and_printed_so(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(TEXT)
    await lan.sends_album([a_photo("red"), a_photo("blue")])
    await lan.presses("Xong")
    await lan.presses("Chú thích ảnh (2)")
    assert "Ảnh 1/2" in lan.sees_last()

    await lan.says("Cán bộ phường hướng dẫn bà con tại bàn tiếp nhận")
    await lan.presses("Như chú thích")
    assert "Ảnh 2/2" in lan.sees_last()
    await lan.presses("Bỏ qua")
    await lan.says("Một bác lớn tuổi cầm điện thoại")
    await lan.presses("Tôi chụp, đã xin phép")
    await lan.presses("Gửi Ban Biên tập")
    await minh.presses_on_card("T-261112-01", "Duyệt")

    first, second = article(stage).photos
    assert first.caption == "Cán bộ phường hướng dẫn bà con tại bàn tiếp nhận."
    assert first.alt == "Cán bộ phường hướng dẫn bà con tại bàn tiếp nhận"
    assert first.credit == "Ảnh: Minh Thư"
    assert second.alt == "Một bác lớn tuổi cầm điện thoại"
    assert stage.count("attachment", "rights = 'own_permitted'") == 2


@ON_SQLITE
async def test_a_photo_of_somebody_else_names_them_and_is_checked(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.sends_photo(a_photo(), TEXT)
    await lan.presses("Xong")
    await lan.presses("Chú thích ảnh (1)")
    await lan.presses("Bỏ qua")
    await lan.presses("Bỏ qua")
    await lan.presses("Ảnh sưu tầm")
    await lan.says("Anh Tuấn, Đoàn phường")
    await lan.presses("Gửi Ban Biên tập")
    await minh.presses_on_card("T-261112-01", "Duyệt")

    (photo,) = article(stage).photos
    assert photo.credit == "Ảnh: Anh Tuấn, Đoàn phường [[quyền sử dụng ảnh]]"
