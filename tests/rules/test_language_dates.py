"""Dates: the worked examples and traps of the domain guide, section 15."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.language import dates

SENT_AT = datetime.fromisoformat("2026-11-12T11:52:00+07:00")  # a Thursday
STAMPS = [
    ("2017-06-14T16:00:00+07:00", "14 Tháng Sáu 2017 4:00:00 CH"),
    ("2026-11-05T00:07:09+07:00", "5 Tháng Mười Một 2026 12:07:09 SA"),
    ("2026-10-01T12:30:00+07:00", "1 Tháng Mười 2026 12:30:00 CH"),
]


@pytest.mark.parametrize(("iso", "stamp"), STAMPS)
def test_the_portal_stamp_is_written_and_read(iso: str, stamp: str) -> None:
    at = datetime.fromisoformat(iso)

    assert dates.portal_stamp(at) == stamp
    assert dates.parse_portal_stamp(stamp) == at


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis wants naive bounds
@settings(max_examples=80, deadline=None)
def test_every_stamp_leads_back_to_its_second(at: datetime) -> None:
    at = at.replace(microsecond=0)

    assert dates.parse_portal_stamp(dates.portal_stamp(at)) == at


def test_gieng_is_accepted_on_reading() -> None:
    assert dates.parse_portal_stamp("2 Tháng Giêng 2026 8:00:00 SA").date() == date(2026, 1, 2)


@pytest.mark.parametrize(
    "text",
    ["", "14/6/2017", "14 Tháng Sáu 2017 14:00:00 CH", "31 Tháng Hai 2017 4:00:00 CH", "1 Tháng Xyz 2017 4:00:00 CH"],
)
def test_anything_else_is_no_stamp(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.parse_portal_stamp(text)


def test_the_other_forms_are_written() -> None:
    assert dates.modern_stamp(SENT_AT) == "Thứ Năm, 12/11/2026, 11:52 (GMT+7)"
    assert dates.numeric_stamp(SENT_AT) == "12/11/2026 11:52"
    assert dates.short_date(date(2026, 11, 3)) == "3/11"
    assert dates.official_date(date(2026, 11, 12)) == "ngày 12 tháng 11 năm 2026"
    assert dates.official_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert dates.weekday_name(date(2026, 11, 15)) == "Chủ nhật"


@pytest.mark.parametrize(
    ("text", "first", "last", "is_vague"),
    [
        ("sáng nay", (11, 12), (11, 12), False),
        ("hôm qua", (11, 11), (11, 11), False),
        ("hôm kia", (11, 10), (11, 10), False),
        ("tuần rồi", (11, 2), (11, 8), True),
        ("tuan roi", (11, 2), (11, 8), True),
        ("đầu tuần này", (11, 9), (11, 10), True),
        ("thứ Ba vừa rồi", (11, 10), (11, 10), False),
        ("thu ba vua roi", (11, 10), (11, 10), False),
        ("T3 tuần sau", (11, 17), (11, 17), False),
        ("14/11", (11, 14), (11, 14), False),
        ("3/11", (11, 3), (11, 3), False),
        ("sáng 12-11", (11, 12), (11, 12), False),
        ("ngày 12 tháng 11 năm 2026", (11, 12), (11, 12), False),
        ("từ 2-8/11", (11, 2), (11, 8), False),
        ("sáng mai", (11, 13), (11, 13), False),
        ("cách đây 3 ngày", (11, 9), (11, 9), False),
        ("tháng 8/2026", (8, 1), (8, 31), True),
        ("quý III/2026", (7, 1), (9, 30), True),
        ("thứ 3", (11, 10), (11, 10), True),
    ],
)
def test_dates_are_resolved_against_the_day_of_sending(
    text: str, first: tuple[int, int], last: tuple[int, int], *, is_vague: bool
) -> None:
    (found,) = dates.resolve(f"Phường họp {text}, đông người", SENT_AT)

    assert (found.from_, found.to, found.is_vague) == (date(2026, *first), date(2026, *last), is_vague)


@pytest.mark.parametrize(
    "text",
    [
        "phường 3, khu phố 3, tổ 3",
        "64/118 trường hợp",
        "nhà 7/12 hẻm 30",
        "thứ 3 và thứ 5 hàng tuần",
        "toi t3 t5 xuong tung khu pho",
        "sáng thứ Sáu hằng tuần",
        "mô hình “Thứ Sáu không chờ”",
        "lần thứ ba",
        "hỗ trợ 24/7",
        "9/10 phường",
        "sau một tuần",
        "Nghị quyết 76/NQ-CP ngày 15/7/2021",
        "sinh ngày 05/02/1960",
        "so với cùng kỳ năm ngoái",
        "0909 000 111",
    ],
)
def test_places_fractions_rhythms_and_the_dates_of_documents_are_no_dates(text: str) -> None:
    assert dates.resolve(text, SENT_AT) == []


def test_an_evening_in_utc_is_the_next_day_at_the_desk() -> None:
    (found,) = dates.resolve("Sáng nay họp", datetime(2026, 11, 11, 23, 0, tzinfo=UTC))

    assert found.from_ == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "written"),
    [("Sáng nay", "sáng 12/11"), ("hôm qua", "ngày 11/11"), ("tuần rồi", "từ 2/11 đến 8/11"), ("mới đây", "mới đây")],
)
def test_a_resolved_date_is_written_as_the_press_does(text: str, written: str) -> None:
    (found,) = dates.resolve(text, SENT_AT)

    assert dates.written(found) == written


@given(st.text(st.sampled_from("0123456789/-.T thứngày tháng sáng nay tuần nămđến"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_places_of_dates_are_places_in_the_text(text: str) -> None:
    for found in dates.resolve(text, SENT_AT):
        assert text[found.start : found.end] == found.text
