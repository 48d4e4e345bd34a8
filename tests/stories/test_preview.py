"""The preview before sending, told sentence by sentence of what is promised."""

from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
PRIVATE = f"{TEXT} Liên hệ chị Nguyễn Thị Lan, 0909 000 111."


def taps(stage: Stage) -> int:
    """Return how many buttons were pressed so far."""
    return len(stage.telegram.world.presses)


@ON_SQLITE
async def test_what_was_found_is_shown_with_a_date_that_can_be_checked(lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")

    assert "đủ 5/6 ý" in lan.sees_last()
    assert "sáng Thứ Năm 12/11/2026 (“Sáng nay”)" in lan.sees_last()
    assert "Ai, đơn vị: UBND phường Bình Mẫu" in lan.sees_last()
    assert "Số liệu, văn bản: 37 người" in lan.sees_last()
    assert "Còn thiếu: nguồn." in lan.sees_last()


@ON_SQLITE
async def test_a_day_is_reckoned_from_the_message_that_names_it(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lập tổ công nghệ số lưu động.")
    await stage.time_passes(days=2)
    await lan.says("Tổ ra mắt hôm qua.")
    await lan.presses("Xong")

    assert lan.was_told("Khi nào: Thứ Sáu 13/11/2026 (“hôm qua”)")


@ON_SQLITE
async def test_a_vague_day_is_asked_by_the_days_it_may_be(lan: Correspondent) -> None:
    await lan.says("Đầu tuần này phường Bình Mẫu lập tổ công nghệ số.")
    await lan.presses("Xong")
    assert "“Đầu tuần này” (T2 9/11 – T3 10/11), chưa rõ ngày" in lan.sees_last()

    await lan.presses("T3 10/11")

    assert "Khi nào: Thứ Ba 10/11/2026" in lan.sees_last()
    assert "Còn thiếu: nguồn." in lan.sees_last()


@ON_SQLITE
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


@ON_SQLITE
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
