"""The papers A to E: the rows they hold, recounted by plain SQL, and each file read back by somebody else's reader."""

import csv
import io
import itertools
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import text

from review import draft_view, drafting, moderation, queue
from review.access import Person, Role
from review.db import Database
from review.reports import papers
from review.reports.paper import Paper
from review.reports.period import BadPeriod, period
from review.reports.written import FORMATS, write
from review.settings import DESK_ZONE
from tests.api.ready import changed
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk, opened_desk

HEADS = {
    "units": "STT Đơn vị Số CTV Chỉ tiêu Tin Bài Ảnh/Video Tin Bài Ảnh/Video Tỷ lệ đăng (%) Không sử dụng Lý do chính "
    "Thời gian phản hồi TB (giờ) Điểm Xếp hạng Ghi chú",
    "people": "STT Họ và tên Bút danh Đơn vị Đã gửi Đã đăng Chờ bổ sung Không sử dụng Điểm Ghi chú",
    "published": "STT Tên tin, bài Thể loại Chuyên mục Tác giả/CTV Đơn vị Ngày đăng Đường dẫn Lượt xem",
    "royalties": "STT Họ và tên (bút danh) Đơn vị Tên tin, bài Thể loại Ngày đăng Hệ số Giá trị đơn vị hệ số (đ) "
    "Thành tiền (đ) Thuế TNCN (đ) Thực nhận (đ) Ký nhận",
}
LINK = "https://portal.example/tin/1"
HOSTILE = '=HYPERLINK("http://x";"y")'


@pytest.fixture
def desk(database: Database, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, now) as opened:
        yield opened


@pytest.fixture
def month(desk: Desk) -> Desk:
    """A month: two items out (one by two people), one tip refused, one waiting."""
    lan, hoa = desk.a_person("Nguyễn Lan"), desk.a_person("Trần Hòa")
    ha, minh = desk.a_person("Hà", Role.EDITOR), desk.a_person("Minh", Role.MODERATOR)
    first = _published(desk, ha, minh, "Trả kết quả tại nhà", by=lan)
    joined = desk.a_tip(by=hoa)
    _decide(desk, joined, minh, "mark_duplicate", original=first)
    _published(desk, ha, minh, HOSTILE, by=lan)
    _decide(desk, desk.a_tip(by=hoa), minh, "reject", reason="R02")
    desk.a_tip(by=hoa)
    return desk


def _published(desk: Desk, ha: Person, minh: Person, title: str, *, by: Person) -> str:
    tip, reference = desk.an_approved_tip(by=minh)
    whose = text("UPDATE tip SET sender_id = :by WHERE reference = :tip").bindparams(by=by.id, tip=tip)
    desk.database.act_now(lambda s: s.execute(whose))
    changed(desk, ha, reference, title=title)
    desk.database.act_now(
        lambda s: drafting.mark_ready(s, draft_view.get(s, reference), by=ha, door="console", now=desk.clock())
    )
    desk.database.act_now(
        lambda s: drafting.publish(s, draft_view.get(s, reference), url=LINK, by=ha, door="console", now=desk.clock())
    )
    return tip


def _decide(desk: Desk, tip: str, by: Person, verb: str, **how: Any) -> None:
    given: dict[str, Any] = {
        "by": by,
        "door": "console",
        "now": desk.clock(),
        "rules": desk.newsroom.rules,
        "version": None,
    }
    if verb == "mark_duplicate":
        desk.database.act_now(
            lambda s: moderation.mark_duplicate(s, queue.get(s, tip), original=queue.get(s, how["original"]), **given)
        )
    else:
        desk.database.act_now(lambda s: moderation.reject(s, queue.get(s, tip), reason=how["reason"], **given))


def made(desk: Desk, name: str, when: str = "2026-11") -> Paper:
    return desk.database.read_now(lambda session: papers.make(session, name, when, zone=DESK_ZONE))


def test_each_paper_has_exactly_its_columns(month: Desk) -> None:
    assert {name: " ".join(column.title for column in made(month, name).columns) for name in HEADS} == HEADS


def test_units_count_what_came_and_what_was_printed(month: Desk) -> None:
    (row,) = made(month, "units").rows

    recounted = month.database.read_now(lambda s: s.execute(text("SELECT count(*) FROM tip")).scalar_one())
    assert sum(int(str(number)) for number in row[4:7]) == recounted == 5
    assert (row[7], str(row[10]), row[11], row[12]) == (2, "40.0", 1, "R02")


def test_people_are_listed_by_name_with_their_points(month: Desk) -> None:
    rows = made(month, "people").rows

    told = [(row[1], row[4], row[5], row[7], str(row[8])) for row in rows]
    assert told == [("Nguyễn Lan", 2, 2, 0, "4"), ("Trần Hòa", 3, 1, 1, "2")]


def test_what_was_published_is_listed_with_its_link(month: Desk) -> None:
    rows = made(month, "published").rows

    assert [(row[1], row[7]) for row in rows] == [("Trả kết quả tại nhà", LINK), (HOSTILE, LINK)]
    assert rows[0][4] == "Nguyễn Lan, Trần Hòa"


def test_a_royalty_is_shared_by_those_who_are_credited(month: Desk) -> None:
    paper = made(month, "royalties")

    assert [(row[1], row[8]) for row in paper.rows] == [
        ("Nguyễn Lan", 35_100),
        ("Trần Hòa", 35_100),
        ("Nguyễn Lan", 70_200),
    ]
    assert paper.totals is not None
    assert paper.totals[8:11] == (140_400, 0, 140_400)
    assert "Một trăm bốn mươi nghìn bốn trăm đồng" in paper.notes[1]


def test_coverage_names_the_topics_of_which_nothing_came(month: Desk) -> None:
    paper = made(month, "coverage", "2026-Q4")

    assert [column.title for column in paper.columns] == ["STT", "Chủ đề", "10/2026", "11/2026", "12/2026", "Cộng"]
    assert sum(int(str(row[-1])) for row in paper.rows) == 2
    assert paper.notes[0].startswith("Chủ đề chưa có tin, bài: ")


@ON_SQLITE
def test_another_month_is_empty(month: Desk) -> None:
    assert made(month, "published", "2026-10").rows == ()
    assert made(month, "royalties", "2026-12").totals == (None,) * 8 + (0, 0, 0) + (None,)


@ON_SQLITE
def test_every_paper_is_written_in_every_form_with_its_check_sum(month: Desk) -> None:
    for name, extension in itertools.product(papers.PAPERS, FORMATS):
        paper = made(month, name)

        data = write(paper, extension, organisation="Ban Biên tập")

        assert len(paper.checksum) == 19
        assert paper.checksum in read_back(data, extension), (name, extension)


def read_back(data: bytes, extension: str) -> str:
    """Return all text of a file as somebody else's reader finds it."""
    if extension == "xlsx":
        return " ".join(str(cell.value) for row in load_workbook(io.BytesIO(data)).active for cell in row)
    if extension == "docx":
        return " ".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    return data.decode()


@ON_SQLITE
def test_a_spreadsheet_holds_numbers_and_sums_and_no_formula_of_anybodys(month: Desk) -> None:
    sheet = load_workbook(io.BytesIO(write(made(month, "royalties"), "xlsx", organisation="Ban Biên tập"))).active

    (amounts,) = list(sheet.iter_cols(min_col=9, max_col=9, min_row=7, max_row=10, values_only=True))
    assert amounts == (35_100, 35_100, 70_200, "=SUM(I7:I9)")
    assert sheet["D9"].value == HOSTILE
    assert sheet["D9"].data_type == "s"
    assert sheet.freeze_panes == "C7"


@ON_SQLITE
def test_csv_is_for_spreadsheets_of_this_country(month: Desk) -> None:
    data = write(made(month, "royalties"), "csv", organisation="Ban Biên tập")

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[1][6:9] == ["1,5", "234.000", "35.100"]
    assert rows[3][3] == f"'{HOSTILE}"


def test_a_check_sum_is_recognised_until_the_figures_change(month: Desk) -> None:
    paper = made(month, "published")
    month.database.act_now(
        lambda s: papers.hand_out(s, "published", paper, unit="", by=None, door="cli", now=month.clock())
    )

    same = month.database.read_now(lambda s: papers.recognise(s, paper.checksum.lower(), zone=DESK_ZONE))
    month.database.act_now(lambda s: s.execute(text("UPDATE draft SET published_url = 'https://portal.example/2'")))
    other = month.database.read_now(lambda s: papers.recognise(s, paper.checksum, zone=DESK_ZONE))

    assert (same.name, same.period, same.is_unchanged) == ("published", "2026-11", True)
    assert not other.is_unchanged


@pytest.mark.parametrize("name", ["", "2026-13", "2026-00", "26-11", "2026-Q5", "2026-11-01", "năm nay", "2026-11\n"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(BadPeriod):
        period(name)


@ON_SQLITE
def test_json_keeps_decimals_exact(month: Desk) -> None:
    values = json.loads(write(made(month, "royalties"), "json", organisation="Ban Biên tập"))

    assert values["rows"][0]["Hệ số"] == "1.5"
    assert values["totals"]["Thành tiền (đ)"] == 140_400
