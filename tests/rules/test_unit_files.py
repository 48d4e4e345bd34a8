"""The register as a file: what is read, what is refused and where, and that writing and reading are one."""

import io
import time
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from review.unit_files import Fault, FileUnit, Going, checking, read, write
from review.unit_files.form import COLUMNS, TYPES

HEADING = "id;code;type;name_full;parent_id;valid_from;valid_to;successors"
CITY = "tphcm;HCM;city;Thành phố Hồ Chí Minh;;;;"


def faults_of(*rows: str, heading: str = HEADING) -> list[tuple[int, str, str]]:
    """Return every fault of a CSV, of cells and between rows."""
    given = read("\n".join((heading, *rows)).encode(), "csv")
    return [(each.row, each.column, each.reason) for each in (*given.faults, *checking.faults(given.units, {}))]


def a_workbook(*rows: tuple[Any, ...], heading: tuple[str, ...] = COLUMNS[:4], merged: str = "") -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heading)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, row)
        if merged:
            sheet.merge_range(merged, "together")
    return held.getvalue()


def test_a_whole_row_is_a_unit() -> None:
    given = read(f"{HEADING}\np-1;P1;ward;Phường Một;tphcm;2020-01-01;2025-06-30;a:part | b:part\n".encode(), "csv")

    unit = FileUnit(
        "p-1",
        "P1",
        "ward",
        "Phường Một",
        "Phường Một",
        parent_id="tphcm",
        valid_from=date(2020, 1, 1),
        valid_to=date(2025, 6, 30),
        successors=(Going("a", "part"), Going("b", "part")),
    )
    assert (given.units, given.faults) == (((2, unit),), ())


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (";A;ward;Xã A;;;;", "id", "empty"),
        ("Xã A;A;ward;Xã A;;;;", "id", "made of a-z"),
        ("a;;ward;Xã A;;;;", "code", "empty"),
        (f"a;{'9' * 41};ward;Xã A;;;;", "code", "longer than 40"),
        ("a;A;village;Xã A;;;;", "type", "no such type"),
        ("a;A;ward;;;;;", "name_full", "empty"),
        (f"a;A;ward;{'x' * 201};;;;", "name_full", "longer than 200"),
        ("a;A;ward;=1+1;;;;", "name_full", "formula"),
        ('a;A;ward;"Xã\nA";;;;', "name_full", "line break"),
        ("a;A;ward;Xã A;nowhere;;;", "parent_id", "no unit has the id nowhere"),
        ("a;A;ward;Xã A;a;;;", "parent_id", "circle"),
        ("a;A;ward;Xã A;;1/7/2025;;", "valid_from", "2025-07-01"),
        ("a;A;ward;Xã A;;;2025-02-30;", "valid_to", "no such day"),
        ("a;A;ward;Xã A;;1698-01-01;;", "valid_from", "1901"),
        ("a;A;ward;Xã A;;2025-07-01;2025-06-30;", "valid_to", "before the first"),
        ("a;A;ward;Xã A;;;2025-06-30;b:all", "successors", "no unit has the id b"),
        ("a;A;ward;Xã A;;;2025-06-30;tphcm:half", "successors", "all or part"),
        ("a;A;ward;Xã A;;;2025-06-30;tphcm", "successors", "all or part"),
        ("a;A;ward;Xã A;;;2025-06-30;tphcm:part|tphcm:part", "successors", "twice"),
        ("a;A;ward;Xã A;;;2025-06-30;tphcm:all|q1:part", "successors", "goes to one"),
        ("a;A;ward;Xã A;;;;tphcm:part", "successors", "valid_to is empty"),
        ("a;A;ward;Xã A;;;2025-06-30;a:all", "successors", "circle"),
        ("a;A;ward;Xã A;;;;;;more", "after the last column", "names no column"),
        ("a;HCM;ward;Xã A;;;;", "code", "on some of the same days"),
        ("tphcm;B;ward;Xã A;;;;", "id", "stands in row 2"),
    ],
)
def test_a_fault_is_named_with_its_row_and_column(row: str, column: str, reason: str) -> None:
    found = faults_of(CITY, row)

    named = [each for each in found if each[0] == 3 and each[1] == column]
    assert len(named) == 1
    assert reason in named[0][2]


def test_every_fault_of_a_file_is_named_at_once() -> None:
    found = faults_of(CITY, "a;;village;;nowhere;1/7/2025;;", "b;B;ward;Xã B;nowhere;2025-07-01;2025-06-30;")

    assert [each[:2] for each in found] == [
        (3, "code"), (3, "name_full"), (3, "type"), (3, "valid_from"), (4, "parent_id"), (4, "valid_to"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "column", "reason"),
    [
        ("id;code;type", "name_full", "missing"),
        ("id;code;type;name_full;id", "id", "twice"),
        ("id;code;type;name_full;tên", "tên", "no column"),
        ("", "id", "missing"),
    ],
)
def test_a_wrong_heading_is_a_fault_of_the_first_row(heading: str, column: str, reason: str) -> None:
    assert [each for each in faults_of(CITY, heading=heading) if each[:2] == (1, column) and reason in each[2]]


def test_a_code_may_be_used_again_after_its_unit_has_ended() -> None:
    assert faults_of("a;X;ward;Xã A;;;2025-06-30;b:all", "b;X;ward;Xã A;;2025-07-01;;") == []


def test_one_long_unit_overlaps_two_short_ones_of_its_code() -> None:
    found = faults_of(
        "a;X;ward;Xã A;;2001-01-01;2025-06-30;",
        "b;X;ward;Xã B;;2002-01-01;2003-01-01;",
        "c;X;ward;Xã C;;2004-01-01;2005-01-01;",
    )

    assert [each[:2] for each in found] == [(3, "code"), (4, "code")]


def test_only_the_rows_of_a_circle_are_named_not_what_leads_to_it_or_away() -> None:
    end = "2025-06-30"
    found = faults_of(
        f"in;1;ward;Xã A;;;{end};a:all",
        f"a;2;ward;Xã B;;;{end};b:part|out:part",
        f"b;3;ward;Xã C;;;{end};a:all",
        "out;4;ward;Xã D;;;;",
    )

    assert [each[:2] for each in found] == [(3, "successors"), (4, "successors")]


def test_a_fault_between_a_file_and_the_register_stands_at_the_row_of_the_file() -> None:
    kept = {"old": FileUnit("old", "X", "ward", "Xã Cũ", "xã Cũ")}
    fresh = FileUnit(
        "new", "X", "ward", "Xã Mới", "xã Mới", valid_to=date(2020, 1, 1), successors=(Going("old", "all"),)
    )

    assert [(each.row, each.column) for each in checking.faults([(7, fresh)], kept)] == [(7, "code")]


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ((("a", 760, "ward", "Xã A"),), "code", "no zero is lost"),
        ((("a", "=1+1", "ward", "Xã A"),), "code", "formula"),
        ((("a", "A", "ward", "Xã A", "2025-07-01"),), "valid_from", "a day as text"),
        ((("a", "A", "ward", "Xã A", 45839),), "valid_from", "no day"),
        ((("a", "A", "ward", "Xã A", datetime(2025, 7, 1, 8, 30)),), "valid_from", "time of day"),  # noqa: DTZ001 - a cell's
        ((("a", "A", "ward", "Xã A", None, "beside"),), "after the last column", "names no column"),
    ],
)
def test_a_cell_of_a_workbook_is_what_it_looks_like_or_refused(
    values: tuple[tuple[Any, ...], ...], column: str, reason: str
) -> None:
    given = read(a_workbook(*values, heading=("id", "code", "type", "name_full", "valid_from")), "xlsx")

    assert [(each.row, each.column) for each in given.faults] == [(2, column)]
    assert reason in given.faults[0].reason


def test_merged_cells_are_named_by_their_place() -> None:
    given = read(a_workbook(("a", "A", "ward", "Xã A"), merged="B3:C4"), "xlsx")

    assert given.units == ()
    assert [(each.row, each.column) for each in given.faults] == [(3, "B3:C4")]


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04 cut",
        b"units: [{id: 2025-02-30}]",
        b"units: [1, [2]]",
        b"{" * 9000,
        b'id;"x\n',
    ],
    ids=range(7),
)
def test_a_file_that_is_something_else_is_a_fault_and_never_a_failure(form: str, data: bytes) -> None:
    given = read(data, form)

    assert given.units == ()
    assert given.faults


@pytest.mark.parametrize(
    "value", ["!!timestamp x", '!!int ""', "!!bool x", '!!float ""', "2025-13-45", "&a [*a]", "!!binary é"]
)
def test_a_value_of_yaml_that_does_not_exist_is_a_fault(value: str) -> None:
    given = read(f"units:\n- {{id: a, code: A, type: ward, name_full: Xã A, aliases: {value}}}\n".encode(), "yaml")

    assert given.units == ()
    assert given.faults


@given(data=st.binary(max_size=300), form=st.sampled_from(["csv", "xlsx", "yaml"]))
@settings(max_examples=100, deadline=None)
def test_no_bytes_whatever_make_reading_fail(data: bytes, form: str) -> None:
    given = read(data, form)

    assert given.faults or given.units


WRITTEN = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1, max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
DAYS = st.none() | st.dates(date(1901, 1, 1), date(2199, 12, 31))
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
NAMES = WRITTEN.filter(lambda text: not text.startswith("="))
GOINGS = st.builds(Going, IDS, st.just("part"), DAYS)


@st.composite
def units(draw: st.DrawFn) -> FileUnit:
    return FileUnit(
        draw(IDS),
        draw(NAMES),
        draw(st.sampled_from(TYPES)),
        draw(NAMES),
        draw(NAMES),
        tuple(draw(st.lists(NAMES, max_size=3))),
        draw(st.none() | IDS),
        draw(DAYS),
        draw(DAYS),
        tuple(draw(st.lists(GOINGS, max_size=3, unique_by=lambda going: going.unit_id))),
        draw(st.booleans()),
        draw(st.just("") | NAMES),
    )


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@given(some=st.dictionaries(IDS, units(), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_what_is_written_reads_back_as_it_was(form: str, some: Mapping[str, FileUnit]) -> None:
    held = {unit.id: unit for unit in some.values()}

    given = read(write(held.values(), form), form)

    assert given.faults == ()
    assert {unit.id: unit for _, unit in given.units} == held


def test_a_number_of_a_code_keeps_its_zeros_and_a_plus_is_no_formula() -> None:
    unit = FileUnit("a", "00760", "ward", "-Xã", "'+x", ("@a",), contact_phone_public="+84 28 3800 0001")

    data = write([unit], "csv")

    assert b";+84" not in data
    assert read(data, "csv").units == ((2, unit),)


def test_fifty_thousand_rows_are_checked_in_bounded_time() -> None:
    many = [
        FileUnit(f"u-{n}", str(n), "ward", f"Phường {n}", f"phường {n}", parent_id=f"u-{n - 1}" if n else None)
        for n in range(50_000)
    ]
    data = write(many, "csv")

    began = time.process_time()
    given = read(data, "csv")
    faults = checking.faults(given.units, {})

    assert (len(given.units), faults) == (len(many), [])
    assert time.process_time() - began < 20


def test_more_rows_than_a_register_has_are_refused_before_they_are_read() -> None:
    data = (HEADING + "\n" + f"{CITY}\n" * 60_001).encode()

    assert read(data, "csv").faults == (Fault(0, "", "the file has more than 60,000 rows"),)
