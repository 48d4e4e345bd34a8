"""What is looked at before sending, and how an answer to "when?" is kept."""

from datetime import UTC, datetime

import pytest

from review.language.dates import made_plain
from review.language.inspection import inspect
from review.noticed import MOST, SMALLEST_PHOTO, Caution, Form, can_stay, caption_in, cautions, kept, named
from review.rendering.privacy import discreet

SENT_AT = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)  # Thursday


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ("hôm kia", "10/11/2026"),
        ("chiều hôm qua", "chiều 11/11/2026"),
        ("7 giờ 30 sáng nay", "7 giờ 30 sáng 12/11/2026"),
        ("2026-11-09", "9/11/2026"),
        ("sáng 12/11", "sáng 12/11"),
        ("tuần rồi", "tuần rồi"),
        ("từ hôm qua đến hôm nay", "từ hôm qua đến hôm nay"),
        ("không rõ", "không rõ"),
    ],
)
def test_a_typed_day_is_kept_as_the_date_it_means_today(typed: str, kept_as: str) -> None:
    assert made_plain(typed, SENT_AT) == kept_as


def seen(text: str, form: Form) -> list[str]:
    return [caution.code for caution in cautions(inspect(text, SENT_AT).flags, text, form)]


def test_a_plain_tip_is_warned_of_nothing() -> None:
    assert seen("Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn cho 37 người.", Form()) == []


@pytest.mark.parametrize(("side", "warned"), [(SMALLEST_PHOTO - 1, True), (SMALLEST_PHOTO, False), (None, False)])
def test_a_photo_is_small_below_the_limit(side: int | None, warned: bool) -> None:  # noqa: FBT001 - a case
    assert ("small_photo" in seen("Phường ra quân.", Form(photos=1, smallest=side))) is warned


def test_no_more_is_shown_than_fits_a_small_screen_and_the_gravest_stays() -> None:
    text = "Nhà tôi ở số nhà 15, 0909 000 111, gọi mãi không ai giải quyết. Theo báo Tuổi Trẻ. Dự thảo. https://vidu.vn"

    found = seen(text, Form(photos=1, smallest=10, is_forwarded=True, alike=("T-261112-01", "received")))

    assert len(found) == MOST
    assert found[:3] == ["alike", "unissued", "personal"]


def test_what_was_sent_past_is_kept_with_what_was_chosen() -> None:
    shown = (Caution("personal", ("pii_mobile",), "mask"), Caution("press"), Caution("papers"))

    assert kept(shown) == {"personal": "mask", "press": "sent"}
    assert named({"alike": "join:T-261112-01", "papers": "no", "press": "sent"}) == [
        ("warned.alike_join", "T-261112-01"),
        ("warned.press", ""),
    ]


@pytest.mark.parametrize(("about", "stays"), [(("pii_mobile",), True), (("pii_mobile", "pii_cccd"), False)])
def test_identity_numbers_never_stay(about: tuple[str, ...], stays: bool) -> None:  # noqa: FBT001 - a case
    assert can_stay(Caution("personal", about, "mask")) is stays


def test_with_consent_data_stand_with_a_question_but_identity_numbers_are_masked() -> None:
    text = "Chị Nguyễn Thị Lan, 0909 000 111, CCCD 068000000001."

    printed = discreet(text, frozenset(), has_consent=True)

    assert "Nguyễn Thị Lan [[đã đồng ý nêu?]]" in printed
    assert "0909 000 111 [[đã đồng ý nêu?]]" in printed
    assert "068000000001" not in printed


@pytest.mark.parametrize(
    ("words", "text", "is_caption"), [("Bà con chờ", "Bà con chờ", False), ("a b", "a b c d e", True)]
)
def test_words_with_a_photo_are_its_caption_beside_a_longer_text(words: str, text: str, *, is_caption: bool) -> None:
    assert bool(caption_in(words, text)) is is_caption
