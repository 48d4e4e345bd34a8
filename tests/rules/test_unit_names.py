"""Which unit is meant by a name on a day: the guide's cases, our own, and what holds for every text."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review import network
from review.unit_names import DatedUnit, Follower, Match, Register, match

SAMPLE = network.shipped("units-sample.yaml")
THEN, NOW = date(2017, 6, 14), date(2026, 11, 12)


def dated(row: Mapping[str, Any]) -> DatedUnit:
    return DatedUnit(
        row["id"],
        (row["name_full"], row["name_short"], *row["aliases"]),
        row.get("parent_id"),
        row["valid_from"],
        row["valid_to"],
        tuple(Follower(each["unit_id"], each["share"] == "all") for each in row["successors"]),
        row.get("successors_complete", True),
    )


UNITS = Register(dated(row) for row in SAMPLE["units"])
NAMES = sorted({name for unit in UNITS.units.values() for name in unit.names})
DAYS = st.dates(date(2015, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("case", SAMPLE["alias_tests"], ids=lambda case: f"{case['text']} {case['date']}")
def test_a_case_of_the_domain_guide(case: Mapping[str, Any]) -> None:
    found = match(case["text"], UNITS, case["date"])

    assert (found.unit, list(found.hint)) == (case["expect"], case.get("hint", []))


@pytest.mark.parametrize(
    ("text", "on", "unit"),
    [
        ("Q7", THEN, "q7"),
        ("Q. 07", THEN, "q7"),
        ("QUẬN 7", THEN, "q7"),
        ("quận 7.", THEN, "q7"),
        ("UBND Quận 7", THEN, "q7"),
        ("Quận 7, TP.HCM", THEN, "q7"),
        ("quận 1 cũ", THEN, "q1"),
        ("q12", THEN, "q12"),
        ("UBND P. Tân Định", NOW, "p-tan-dinh"),
        ("UBND phường tân định", THEN, "p-tan-dinh-cu"),
        ("Phường Tân Định, Quận 1", THEN, "p-tan-dinh-cu"),
        ("F. Bến Thành", THEN, "p-ben-thanh-cu"),
        ("f.ben thanh Q1", THEN, "p-ben-thanh-cu"),
        ("phường Tân Định cũ", THEN, "p-tan-dinh-cu"),
        ("phường Tân Định mới", NOW, "p-tan-dinh"),
        ("Ủy ban nhân dân phường Sài Gòn", NOW, "p-sai-gon"),
        ("Uỷ ban nhân dân phường Hoà Hưng", NOW, "p-hoa-hung"),
        ("ở phường Sài Gòn", NOW, "p-sai-gon"),
        ("Phường Sài Gòn, Thành phố Hồ Chí Minh", NOW, "p-sai-gon"),
        ("ba diem", NOW, "x-ba-diem"),
        ("X. Bà Điểm", NOW, "x-ba-diem"),
        ("cần giờ", THEN, "h-can-gio"),
        ("H.Củ Chi", THEN, "h-cu-chi"),
        ("cu chi", THEN, "h-cu-chi"),
        ("con dao", NOW, "dk-con-dao"),
        ("tphcm", NOW, "tphcm"),
        ("Tp. Hồ Chí Minh", THEN, "tphcm-cu"),
        ("so tttt", THEN, "stttt-cu"),
        ("Sở 4T", THEN, "stttt-cu"),
        ("SXD", NOW, "sxd"),
        ("Đoàn phường Bình Mẫu", NOW, "doan-p-binh-mau"),
        ("đoàn thanh niên phường bình mẫu", NOW, "doan-p-binh-mau"),
        ("P.BÌNH MẪU", NOW, "p-binh-mau"),
    ],
)
def test_a_name_of_the_day_is_its_unit(text: str, on: date, unit: str) -> None:
    assert match(text, UNITS, on) == Match(unit=unit)


@pytest.mark.parametrize(
    ("text", "on", "candidates"),
    [
        ("xã Tân Phú", NOW, ["p-tan-phu"]),
        ("Thành An", NOW, ["x-thanh-an"]),
        ("phường Bình Thành", NOW, ["p-binh-thanh"]),
        ("công an phường Tân Định", NOW, ["p-tan-dinh"]),
        ("phường Tân Định hay phường Bến Thành", NOW, ["p-tan-dinh", "p-ben-thanh"]),
        ("phường Sài Gòn cũ", NOW, ["p-sai-gon"]),
        ("P. Sài Gòn, Q.1 cũ", NOW, ["p-sai-gon"]),
        ("Nông nghiệp", NOW, ["snnmt"]),
        ("phú", NOW, ["p-phu-nhuan", "p-phu-thuan", "p-tan-phu", "x-phu-giao", "p-tang-nhon-phu"]),
    ],
)
def test_what_is_not_certain_is_asked(text: str, on: date, candidates: list[str]) -> None:
    assert match(text, UNITS, on) == Match(candidates=tuple(candidates))


@pytest.mark.parametrize(
    ("text", "on", "hint", "is_partial"),
    [
        ("Q3", NOW, ["p-ban-co", "p-xuan-hoa", "p-nhieu-loc"], True),
        ("Phường Đa Kao", NOW, ["p-sai-gon", "p-tan-dinh"], True),
        ("dakao", NOW, ["p-sai-gon", "p-tan-dinh"], True),
        ("phường Tân Định cũ", NOW, ["p-tan-dinh"], False),
        ("P. Tân Định, Q.1", NOW, ["p-tan-dinh"], False),
        ("huyện Côn Đảo", NOW, ["dk-con-dao"], False),
        ("quận 2", date(2022, 1, 1), ["tp-thu-duc"], False),
        ("quận 2", NOW, ["p-hiep-binh", "p-tang-nhon-phu"], True),
        ("Sở Quy hoạch - Kiến trúc", date(2025, 3, 1), ["sxd-cu"], False),
        ("tỉnh Bình Dương", NOW, ["tphcm"], False),
        ("quận 4", NOW, [], True),
        ("huyện Củ Chi", NOW, [], True),
        ("Thành phố Thủ Đức", THEN, ["q2", "q9", "q-thu-duc"], True),
        ("phường Sài Gòn", THEN, ["q1", "p-ben-nghe-cu", "p-da-kao-cu", "p-nguyen-thai-binh-cu"], True),
    ],
)
def test_a_name_of_another_time_is_a_hint_and_no_unit(
    text: str, on: date, hint: list[str], *, is_partial: bool
) -> None:
    found = match(text, UNITS, on)

    assert (found.unit, found.candidates, list(found.hint), found.is_partial) == (None, (), hint, is_partial)
    assert found.named


@pytest.mark.parametrize("text", ["", " ", "p", "7", "🏙️", "không biết", "tân " * 30, "0", "cũ"])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert match(text, UNITS, NOW) == Match()


def test_a_ward_with_a_number_needs_its_district() -> None:
    register = Register(
        [
            DatedUnit("q5", ("Quận 5", "Q.5")),
            DatedUnit("q8", ("Quận 8", "Q.8")),
            DatedUnit("q5-p3", ("Phường 3", "P.3"), "q5"),
            DatedUnit("q8-p3", ("Phường 3", "P.3"), "q8"),
        ]
    )

    assert match("phường 03", register, NOW) == Match(candidates=("q5-p3", "q8-p3"))
    assert match("p3 q8", register, NOW) == Match(unit="q8-p3")
    assert match("P.3, Q.5", register, NOW) == Match(unit="q5-p3")


def test_marks_part_two_names_that_fold_alike_and_without_marks_both_are_asked() -> None:
    register = Register([DatedUnit("thanh-an", ("Xã Thanh An",)), DatedUnit("thạnh-an", ("Xã Thạnh An",))])

    assert match("xã Thạnh An", register, NOW) == Match(unit="thạnh-an")
    assert match("xa thanh an", register, NOW).unit is None
    assert match("xa thanh an", register, NOW).candidates == ("thanh-an", "thạnh-an")


def test_successions_in_a_circle_come_to_an_end() -> None:
    end = date(2020, 1, 1)
    one = DatedUnit("a", ("Xã A",), valid_to=end, followers=(Follower("b", is_whole=True),))
    other = DatedUnit("b", ("Xã B",), valid_to=end, followers=(Follower("a", is_whole=True),))

    assert match("xã A", Register([one, other]), NOW) == Match(named=("a",), is_partial=True)


@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(NAMES), max_size=3).map(" ".join)), on=DAYS)
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_only_units_of_the_day_are_offered(text: str, on: date) -> None:
    found = match(text, UNITS, on)

    offered = [*([found.unit] if found.unit else []), *found.candidates, *found.hint]
    assert all(UNITS.units[unit_id].is_valid(on) for unit_id in offered)
    assert not any(UNITS.units[unit_id].is_valid(on) for unit_id in found.named)
    assert sum(map(bool, (found.unit, found.candidates, found.named))) <= 1


@given(name=st.sampled_from(NAMES), on=DAYS)
@settings(max_examples=150, deadline=None)
def test_capitals_the_form_of_marks_and_spaces_change_nothing(name: str, on: date) -> None:
    expected = match(name, UNITS, on)

    assert match(name.upper(), UNITS, on) == expected
    assert match(unicodedata.normalize("NFD", name), UNITS, on) == expected
    assert match(f"  {name.replace(' ', '  ')}. ", UNITS, on) == expected


@given(unit_id=st.sampled_from(sorted(UNITS.units)), on=DAYS)
@settings(max_examples=100, deadline=None)
def test_the_full_name_of_a_unit_finds_it_while_it_stands(unit_id: str, on: date) -> None:
    unit = UNITS.units[unit_id]

    found = match(unit.names[0], UNITS, on)

    assert (found.unit == unit_id) == unit.is_valid(on)
