"""Paper B: tips and items by correspondent; no ranking, since people are not compared."""

from collections import Counter, defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from review.models import PersonRow
from review.reports import facts
from review.reports.paper import Column, Kind, Paper
from review.reports.period import Period
from review.reports.scoring import points
from review.workflow import TipStatus

TITLE = "TỔNG HỢP THEO CỘNG TÁC VIÊN"
COLUMNS = (
    Column("STT", Kind.NUMBER),
    Column("Họ và tên"),
    Column("Bút danh"),
    Column("Đơn vị"),
    *(Column(title, Kind.NUMBER, is_total=True) for title in ("Đã gửi", "Đã đăng", "Chờ bổ sung", "Không sử dụng")),
    Column("Điểm", Kind.DECIMAL),
    Column("Ghi chú"),
)


def paper(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return everybody who sent or is credited in a period, by unit and name."""
    came, out = facts.sent(session, period, zone, unit=unit), facts.issued(session, period, zone)
    statuses: dict[int, Counter[TipStatus]] = defaultdict(Counter)
    for tip in came:
        statuses[tip.person_id][tip.status] += 1
    per_genre, printed = points(session, period.first), Counter[int]()
    earned: dict[int, Decimal] = defaultdict(Decimal)
    for item in out:
        for author in item.authors:
            if unit and author.unit_id != unit:
                continue
            printed[author.person_id] += 1
            earned[author.person_id] += Decimal(0) if author.is_late else per_genre.get(item.genre, Decimal(0))
    names = facts.unit_names(session)
    rows = session.exec(select(PersonRow).where(col(PersonRow.id).in_({*statuses, *printed}))).all()
    people = sorted(rows, key=lambda row: (names.get(row.unit_id or "", ""), row.name, row.id or 0))
    lines = (
        (
            place,
            row.name,
            row.pen_name or "",
            names.get(row.unit_id or "", ""),
            sum(statuses[row.id or 0].values()),
            printed[row.id or 0],
            statuses[row.id or 0][TipStatus.NEEDS_INFO],
            statuses[row.id or 0][TipStatus.REJECTED],
            earned[row.id or 0],
            "",
        )
        for place, row in enumerate(people, 1)
    )
    return Paper("B", TITLE, period.label, period.name, names.get(unit, ""), COLUMNS, tuple(lines))
