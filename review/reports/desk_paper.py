"""Paper F: the desk in figures, one row for each day, topic, unit, reason and person of the desk, and the times."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import network
from review.reports import facts
from review.reports.desk import DeskFigures, Line, figures
from review.reports.desk_day import NONE
from review.reports.paper import Column, Kind, Paper, Value
from review.reports.period import Period
from review.workflow import Verb

TITLE = "SỐ LIỆU BÀN DUYỆT TIN"
COLUMNS = (
    Column("Nhóm"),
    Column("Mục"),
    Column("Đã nhận", Kind.NUMBER),
    Column("Đã quyết định", Kind.NUMBER),
    Column("Duyệt", Kind.NUMBER),
    Column("Không dùng", Kind.NUMBER),
    Column("Trùng", Kind.NUMBER),
    Column("Hỏi thêm", Kind.NUMBER),
    Column("Trung vị (giờ)", Kind.DECIMAL),
    Column("90 % trong (giờ)", Kind.DECIMAL),
)
VERBS = (Verb.APPROVE, Verb.REJECT, Verb.MARK_DUPLICATE, Verb.ASK)
TIMES = {
    "first_work": "Đến lần trả lời đầu, giờ làm việc",
    "first_wall": "Đến lần trả lời đầu, giờ đồng hồ",
    "decision_work": "Đến quyết định, giờ làm việc",
    "decision_wall": "Đến quyết định, giờ đồng hồ",
}
NOTES = (
    "Mỗi việc tính vào ngày diễn ra. Quyết định gồm duyệt, không dùng và trùng; quyết định sau khi mở lại tính thêm.",
    "Thời gian tính từ lúc nhận tin, gồm cả lúc chờ người gửi bổ sung; số giờ gần đúng đến một phần mười.",
)
NOTHING: tuple[Value, ...] = (None,) * 4
HUNDREDTH = Decimal("0.01")


def paper(session: Session, period: Period, _zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return the paper; with a unit only the row of that unit."""
    found, names = figures(session, period), facts.unit_names(session)
    topics = {entry.code: entry.vi for entry in network.entries(session, "topic", period.first)}
    units = [_line("Đơn vị", line, names, "(chưa rõ đơn vị)") for line in found.units if unit in {"", line.part}]
    rows = units if unit else [*_summed(found), *_topics(found.topics, topics), *units, *_rest(found)]
    return Paper("F", TITLE, period.label, period.name, names.get(unit, ""), COLUMNS, tuple(rows), NOTES)


def _summed(found: DeskFigures) -> Iterable[tuple[Value, ...]]:
    acts = tuple(found.acts.get(verb, 0) for verb in VERBS)
    yield ("Cả kỳ", "", found.received, found.decided, *acts, None, None)
    for stretch in found.stretches:
        yield ("Từ ngày", f"{stretch.first:%d/%m/%Y}", stretch.received, stretch.decided, *NOTHING, None, None)


def _topics(lines: Iterable[Line], names: dict[str, str]) -> Iterable[tuple[Value, ...]]:
    return [_line("Chủ đề", line, names, "(chưa có chủ đề)") for line in lines]


def _line(group: str, line: Line, names: dict[str, str], nobodys: str) -> tuple[Value, ...]:
    name = nobodys if line.part == NONE else names.get(line.part, line.part)
    return (group, name, line.received, line.decided, *NOTHING, None, None)


def _rest(found: DeskFigures) -> Iterable[tuple[Value, ...]]:
    for line in found.people:
        acts = tuple((line.acts or {}).get(verb, 0) for verb in VERBS)
        yield ("Người quyết định", line.name, None, line.decided, *acts, None, None)
    for reason, number in found.reasons:
        yield ("Lý do không dùng", reason, None, None, None, number, None, None, None, None)
    for name, label in TIMES.items():
        wait = found.waits[name]
        yield ("Thời gian", label, None, None, *NOTHING, _hours(wait.median), _hours(wait.p90))
    for label, both in (("Người khác quyết định lại", found.second), ("Nhiều người cùng đọc", found.read)):
        yield ("Thống nhất", f"{label}: cùng ý", None, both.same, *NOTHING, None, None)
        yield ("Thống nhất", f"{label}: khác ý", None, both.other, *NOTHING, None, None)


def _hours(span: timedelta | None) -> Decimal | None:
    return None if span is None else (Decimal(span.total_seconds()) / 3600).quantize(HUNDREDTH, ROUND_HALF_UP)
