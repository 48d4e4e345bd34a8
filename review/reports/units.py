"""Paper A: tips and items by unit."""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from review.access import Standing
from review.models import PersonRow
from review.reports import facts
from review.reports.facts import Issued, Sent
from review.reports.paper import Column, Kind, Paper, Value
from review.reports.period import Period
from review.reports.scoring import points
from review.workflow import TipStatus

TITLE = "TỔNG HỢP TIN, BÀI THEO ĐƠN VỊ"
KINDS = ("Tin", "Bài", "Ảnh/Video")
NOBODYS = "(chưa rõ đơn vị)"
COLUMNS = (
    Column("STT", Kind.NUMBER),
    Column("Đơn vị"),
    Column("Số CTV", Kind.NUMBER, is_total=True),
    Column("Chỉ tiêu", Kind.NUMBER),
    *(Column(kind, Kind.NUMBER, "Đã gửi", is_total=True) for kind in KINDS),
    *(Column(kind, Kind.NUMBER, "Đã đăng", is_total=True) for kind in KINDS),
    Column("Tỷ lệ đăng (%)", Kind.PERCENT),
    Column("Không sử dụng", Kind.NUMBER, is_total=True),
    Column("Lý do chính"),
    Column("Thời gian phản hồi TB (giờ)", Kind.DECIMAL),
    Column("Điểm", Kind.DECIMAL),
    Column("Xếp hạng", Kind.NUMBER),
    Column("Ghi chú"),
)
TENTH = Decimal("0.1")


def paper(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return the paper; units are those the tips named when they came in, so a change of units shows both."""
    came, out = facts.sent(session, period, zone, unit=unit), facts.issued(session, period, zone)
    names, members = facts.unit_names(session), _members(session)
    per_genre = points(session, period.first)
    sent_by: dict[str | None, list[Sent]] = defaultdict(list)
    scored: dict[str | None, Decimal] = defaultdict(Decimal)
    for tip in came:
        sent_by[tip.unit_id].append(tip)
    printed: dict[str | None, Counter[str]] = defaultdict(Counter)
    for item in out:
        for unit_id in dict.fromkeys(author.unit_id for author in item.authors):
            printed[unit_id][item.group] += 1
        for unit_id, earned in _earned(item, per_genre).items():
            scored[unit_id] += earned
    chosen = [each for each in {*sent_by, *printed, *members} if not unit or each == unit]
    chosen.sort(key=lambda each: (-scored[each], names.get(each or "", NOBODYS)))
    rows = [
        (
            place,
            names.get(each or "", NOBODYS),
            members.get(each, 0),
            None,
            *_row(sent_by[each], printed[each]),
            scored[each],
            1 + sum(scored[other] > scored[each] for other in chosen),
            "",
        )
        for place, each in enumerate(chosen, 1)
    ]
    return Paper("A", TITLE, period.label, period.name, names.get(unit, ""), COLUMNS, tuple(rows))


def _row(sent: list[Sent], printed: Counter[str]) -> tuple[Value, ...]:
    kinds, out = Counter(tip.group for tip in sent), sum(printed.values())
    refused = [tip for tip in sent if tip.status is TipStatus.REJECTED]
    reasons = Counter(tip.reason for tip in refused if tip.reason)
    return (
        *(kinds[kind] for kind in KINDS),
        *(printed[kind] for kind in KINDS),
        _percent(out, len(sent)),
        len(refused),
        min(reasons, key=lambda code: (-reasons[code], code)) if reasons else "",
        _mean_hours([tip.waited for tip in sent if tip.waited is not None]),
    )


def _earned(item: Issued, per_genre: dict[str, Decimal]) -> dict[str | None, Decimal]:
    """Return what an item earns each unit: its points for every unit with an author who came in time."""
    worth = per_genre.get(item.genre, Decimal(0))
    return {author.unit_id: worth for author in item.authors if not author.is_late}


def _members(session: Session) -> dict[str | None, int]:
    query = select(col(PersonRow.unit_id), func.count()).where(
        PersonRow.standing == Standing.ACTIVE, col(PersonRow.unit_id).is_not(None)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(col(PersonRow.unit_id)))}


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part * 100) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def _mean_hours(waits: list[timedelta]) -> Decimal | None:
    if not waits:
        return None
    seconds = sum(int(wait.total_seconds()) for wait in waits)
    return (Decimal(seconds) / len(waits) / 3600).quantize(TENTH, ROUND_HALF_UP)
