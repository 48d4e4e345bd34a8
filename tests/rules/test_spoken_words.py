from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.words import Words, WordsMissing, clock_time, due_text, shipped, spoken_age, spoken_number

DESK = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 12, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "vietnamese", "english"),
    [
        (timedelta(seconds=-5), "vừa xong", "just now"),
        (timedelta(seconds=59), "vừa xong", "just now"),
        (timedelta(minutes=1), "1 phút trước", "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 phút trước", "59 min ago"),
        (timedelta(hours=1), "1 giờ trước", "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 giờ trước", "23 h ago"),
        (timedelta(days=3, hours=2), "3 ngày trước", "3 d ago"),
    ],
)
def test_an_age_is_told_as_people_say_it(age: timedelta, vietnamese: str, english: str) -> None:
    assert spoken_age(age, "vi") == vietnamese
    assert spoken_age(age, "en") == english


def test_the_clock_is_that_of_the_desk() -> None:
    assert clock_time(NOW, DESK) == "10:03"


def test_a_due_time_names_its_day() -> None:
    due = datetime(2026, 11, 13, 4, 30, tzinfo=UTC)

    assert due_text(due, NOW, "vi", zone=DESK) == "11:30 ngày 13/11"
    assert due_text(due, NOW, "en", zone=DESK) == "11:30 on 13 November"


def test_a_due_time_in_another_year_of_the_desk_names_the_year() -> None:
    last_evening_of_the_year_in_utc = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)

    assert due_text(last_evening_of_the_year_in_utc, NOW, "vi", zone=DESK) == "00:30 ngày 1/1/2027"
    assert due_text(last_evening_of_the_year_in_utc, NOW, "en", zone=DESK) == "00:30 on 1 January 2027"


def test_numbers_have_the_separators_of_the_language() -> None:
    assert [spoken_number(1046, "vi"), spoken_number(12.54, "vi")] == ["1.046", "12,5"]
    assert [spoken_number(1046, "en"), spoken_number(12.54, "en")] == ["1,046", "12.5"]


def test_markup_in_a_value_stays_text() -> None:
    assert "“<b>{{ 7*7 }} & {ten}</b>”" in shipped().message("secret_warn", "vi", cum_tu="<b>{{ 7*7 }} & {ten}</b>")
    assert shipped().label("button.ticked", "vi", ten="<b>{x}") == "✓ <b>{x}"


def test_an_empty_hint_removes_its_line() -> None:
    with_hint = shipped().message(
        "rejected", "vi", ma="T-261112-07", ly_do="đã cũ", goi_y="Gửi sớm hơn.", xem_lai="", giu_den=""
    )
    without = shipped().message("rejected", "vi", ma="T-261112-07", ly_do="đã cũ", goi_y="", xem_lai="", giu_den="")

    assert "\nGửi sớm hơn.\n" in with_hint
    assert len(with_hint.splitlines()) == len(without.splitlines()) + 1
    assert "" not in without.splitlines()


def test_a_forgotten_placeholder_is_refused() -> None:
    with pytest.raises(Exception, match="han_phan_hoi"):
        shipped().message("receipt", "vi", ma="T-261112-07", gio="10:03", ten="Lan", dang_tai=0, da_gom="")
    with pytest.raises(KeyError, match="ma"):
        shipped().label("button.add_to_tip", "vi")


def test_what_a_language_lacks_is_said_in_vietnamese() -> None:
    words = Words({"vi": {"a": "một"}, "en": {}}, {"chao.vi": "Chào {{ ten }}"})

    assert [words.label("a", "en"), words.label("a", "fr")] == ["một", "một"]
    assert words.message("chao", "en", ten="Lan") == "Chào Lan"


def test_what_no_language_has_is_refused_by_name() -> None:
    with pytest.raises(WordsMissing, match=r"button\.nonsense"):
        shipped().label("button.nonsense", "vi")
    with pytest.raises(WordsMissing, match="nonsense"):
        shipped().message("nonsense", "en")
    assert not shipped().has_label("button.nonsense")
    assert shipped().has_label("button.done")


@settings(max_examples=50)
@given(st.text())
def test_any_text_passes_through_a_message_unchanged(text: str) -> None:
    whole = shipped().message(
        "card_closed", "vi", ma="T", don_vi="Đ", but_danh="B", tinh_trang=text, ma_ban_nhap="B-1", gui_them=""
    )

    assert whole == f"TIN T · Đ · B\n→ {text}\nBản nháp: B-1"
