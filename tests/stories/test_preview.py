"""The preview before sending, told sentence by sentence of what is promised."""

import json

import pytest

from bot.commands.comparing import compare
from review import draft_view
from review.rendering.article import Article
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
PRIVATE = f"{TEXT} Liên hệ chị Nguyễn Thị Lan, 0909 000 111."


def warned(stage: Stage) -> dict[str, str]:
    """Return what the newest tip was sent past."""
    query = "SELECT warned FROM tip ORDER BY id DESC LIMIT 1"
    kept = stage.database.read_now(lambda s: s.connection().exec_driver_sql(query).scalar_one())
    found: dict[str, str] = json.loads(kept) if isinstance(kept, str) else kept or {}
    return found


async def likens(stage: Stage) -> None:
    """Let the worker compare what has come in."""
    while await compare(stage.newsroom):
        pass


def taps(stage: Stage) -> int:
    """Return how many buttons were pressed so far."""
    return len(stage.telegram.world.presses)


def article(stage: Stage) -> Article:
    """Return the only draft's article."""
    return stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, "B-261112-01"))).article


async def test_what_was_found_is_shown_with_a_date_that_can_be_checked(lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")

    assert "đủ 5/6 ý" in lan.sees_last()
    assert "sáng Thứ Năm 12/11/2026 (“Sáng nay”)" in lan.sees_last()
    assert "Ai, đơn vị: UBND phường Bình Mẫu" in lan.sees_last()
    assert "Số liệu, văn bản: 37 người" in lan.sees_last()
    assert "Còn thiếu: nguồn." in lan.sees_last()


async def test_a_day_is_reckoned_from_the_message_that_names_it(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lập tổ công nghệ số lưu động.")
    await stage.time_passes(days=2)
    await lan.says("Tổ ra mắt hôm qua.")
    await lan.presses("Xong")

    assert lan.was_told("Khi nào: Thứ Sáu 13/11/2026 (“hôm qua”)")


async def test_a_vague_day_is_asked_by_the_days_it_may_be(lan: Correspondent) -> None:
    await lan.says("Đầu tuần này phường Bình Mẫu lập tổ công nghệ số.")
    await lan.presses("Xong")
    assert "“Đầu tuần này” (T2 9/11 – T3 10/11), chưa rõ ngày" in lan.sees_last()

    await lan.presses("T3 10/11")

    assert "Khi nào: Thứ Ba 10/11/2026" in lan.sees_last()
    assert "Còn thiếu: nguồn." in lan.sees_last()


async def test_a_day_that_is_typed_is_reckoned_from_when_it_is_typed(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lập tổ công nghệ số.")
    await lan.presses("Xong")
    await lan.presses("Sáng nay")
    await lan.presses("Thời gian")
    await lan.says("chiều hôm kia")

    assert "Khi nào: chiều Thứ Ba 10/11/2026" in lan.sees_last()
    assert stage.count("tip", "event_when = 'chiều 10/11/2026'") == 1


async def test_day_and_place_are_answered_by_one_tap_together(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Tổ lưu động hỗ trợ bà con nộp hồ sơ.")
    await lan.presses("Xong")
    await lan.presses("Hôm nay, tại phường Bình Mẫu")
    await lan.presses("Tôi chứng kiến")

    assert "Còn thiếu" not in lan.sees_last()
    assert stage.count("tip", "event_when = '12/11/2026' AND event_where = 'phường Bình Mẫu'") == 1


async def test_the_simplest_tip_takes_two_taps_and_a_complete_one_four(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    before = taps(stage)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    simplest = taps(stage) - before

    await stage.time_passes(hours=2)
    await lan.sends_album([a_photo("red"), a_photo("blue")])
    await lan.says("Tổ lưu động hỗ trợ 12 bà con nộp hồ sơ qua mạng.")
    before = taps(stage)
    for answer in ("Xong", "Hôm nay, tại phường Bình Mẫu", "Tôi chứng kiến", "Gửi Ban Biên tập"):
        await lan.presses(answer)

    assert simplest == 2
    assert taps(stage) - before == 4
    assert lan.was_told("Đã nhận tin T-261112-02")
    complete = "event_when <> '' AND event_where <> '' AND source_type = 'witness' AND photos = 2"
    assert stage.count("tip", f"reference = 'T-261112-02' AND {complete}") == 1


async def test_private_data_is_masked_unless_those_concerned_agreed(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(PRIVATE)
    await lan.presses("Xong")
    assert "thông tin riêng tư (nêu tên người dân, số di động): khi đăng sẽ được che" in lan.sees_last()

    await lan.presses("Người liên quan đã đồng ý")
    assert "người liên quan đã đồng ý nêu" in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"personal": "keep"}
    assert "Người gửi đã được nhắc: thông tin riêng tư, cho biết đã được đồng ý" in minh.card_of("T-261112-01")


async def test_what_those_concerned_agreed_to_stays_open_until_an_editor_made_sure(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(PRIVATE)
    await lan.presses("Xong")
    await lan.presses("Người liên quan đã đồng ý")
    await lan.presses("Gửi Ban Biên tập")
    await minh.presses_on_card("T-261112-01", "Duyệt")

    printed = str(article(stage).fields())
    assert "0909 000 111 [[đã đồng ý nêu?]]" in printed
    assert "Nguyễn Thị Lan [[đã đồng ý nêu?]]" in printed


async def test_an_identity_number_may_not_be_left_to_stand(stage: Stage, lan: Correspondent) -> None:
    await lan.says(f"{TEXT} CCCD 068000000001.")
    await lan.presses("Xong")

    assert "số căn cước" in lan.sees_last()
    assert "Người liên quan đã đồng ý" not in lan.buttons()
    await lan.presses("Gửi Ban Biên tập")
    assert warned(stage) == {"personal": "mask"}


@pytest.mark.parametrize(("answer", "kept"), [("Có giấy tờ", "yes"), ("Không có giấy tờ", "no")])
async def test_photos_of_papers_are_asked_about(
    stage: Stage, lan: Correspondent, minh: Staff, answer: str, kept: str
) -> None:
    await lan.sends_photo(a_photo(size=(1280, 960)), TEXT)
    await lan.presses("Xong")
    assert "Ảnh có chụp giấy tờ của người dân không?" in lan.sees_last()

    await lan.presses(answer)
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"papers": kept}
    assert ("giấy tờ" in minh.card_of("T-261112-01")) is (kept == "yes")


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("(Báo Ví Dụ) - Theo báo cáo của Sở Mẫu, tỷ lệ hồ sơ đạt 71,4%.", "press", "Giống tin của báo khác"),
        ("https://vidu.example.vn/tin/123.html", "bare_link", "Mới chỉ có đường liên kết"),
        ("Nhà tôi nộp hồ sơ hai tháng nay, gọi mãi không ai giải quyết, nhờ can thiệp giùm.", "complaint", "1022"),
        ("Phường lấy ý kiến dự thảo quy chế tiếp dân.", "unissued", "chỉ gửi nội dung đã được công bố"),
        (f"{TEXT} " + "Bà con đến rất đông. " * 250, "long_text", "trên 1.200 chữ"),
    ],
)
async def test_what_a_text_is_warned_of_never_blocks_and_is_kept(
    stage: Stage, lan: Correspondent, text: str, code: str, shown: str
) -> None:
    await lan.says(text)
    await lan.presses("Xong")
    assert shown in lan.sees_last()

    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == 1
    assert warned(stage)[code] == "sent"


async def test_a_small_photo_is_warned_of(stage: Stage, lan: Correspondent) -> None:
    await lan.sends_photo(a_photo(), TEXT)
    await lan.presses("Xong")
    assert "Có ảnh hơi nhỏ" in lan.sees_last()

    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"small_photo": "sent"}


async def test_material_that_was_made_public_goes_on(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lấy ý kiến dự thảo quy chế tiếp dân.")
    await lan.presses("Xong")
    await lan.presses("Đã được công bố")
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage)["unissued"] == "public"


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


async def test_a_tip_that_looks_like_ones_own_may_join_it(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    await lan.says(TEXT.replace("37 người", "39 người, trong đó 12 người lớn tuổi"))
    await lan.presses("Xong")
    assert f"Gần giống tin {reference} (Mới nhận)" in lan.sees_last()

    await lan.presses(f"Bổ sung vào tin {reference}")

    assert stage.count("tip") == 1
    assert stage.count("tip_message", "tip_id = 1 AND is_current") == 2
    assert stage.count("tip_version", "tip_id = 1 AND version = 2") == 1
    assert lan.was_told(f"phiên bản 2 của tin {reference}")


async def test_a_tip_that_looks_like_anothers_is_sent_and_the_desk_is_told(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    tu = Correspondent(stage, 700000102, "Tú")
    await tu.joins(pen_name="Anh Tú")
    await tu.says(TEXT)
    await tu.presses("Xong")
    await tu.presses(f"Bổ sung vào tin {reference}")

    assert stage.count("tip", "status = 'received'") == 2
    assert warned(stage)["alike"] == f"join:{reference}"
    assert f"xin gộp vào tin {reference}" in minh.card_of("T-261112-02")


async def test_a_tip_that_looks_like_another_may_be_sent_as_new(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    await lan.sends(TEXT)

    assert stage.count("tip", "status = 'received'") == 2
    assert warned(stage)["alike"] == reference


async def test_the_preview_speaks_english_too(stage: Stage) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")
    await ann.says(f"{PRIVATE} Theo Báo cáo số 215/BC-UBND.")
    await ann.sends_photo(a_photo(size=(1280, 960)))
    await ann.presses("Done")

    assert "CHECK BEFORE SENDING · 6 of 6 points" in ann.sees_last()
    assert "Thu 12 Nov 2026, morning" in ann.sees_last()
    assert "Private information" in ann.sees_last()
    await ann.presses("Those concerned agreed")
    await ann.presses("Caption photos (1)")
    await ann.says("An officer helps a resident")
    await ann.presses("Same as the caption")
    await ann.presses("Mine, permission given")
    await ann.presses("Send to editors")

    assert ann.was_told("Tip T-261112-01 received")
    assert stage.count("attachment", "caption = 'An officer helps a resident' AND rights = 'own_permitted'") == 1
