"""Paper E: topics by month, with those of which nothing came out: the gaps."""

from collections import Counter
from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import network
from review.reports import facts
from review.reports.paper import Column, Kind, Paper, Value
from review.reports.period import Period

TITLE = "CƠ CẤU NỘI DUNG"
NO_TOPIC = "(chưa có chủ đề)"


def paper(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return how many items of each topic were published in each month; a topic without any is named below."""
    counted: Counter[tuple[str | None, tuple[int, int]]] = Counter()
    for item in facts.issued(session, period, zone):
        if not unit or any(author.unit_id == unit for author in item.authors):
            counted[item.topic, (item.published_on.year, item.published_on.month)] += 1
    months = period.each_month()
    topics: list[tuple[str | None, str]] = [
        (entry.code, entry.vi) for entry in network.entries(session, "topic", period.first)
    ]
    if any(topic is None for topic, _ in counted):
        topics.append((None, NO_TOPIC))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (place, name, *(counted[code, month] for month in months), sum(counted[code, month] for month in months))
        for place, (code, name) in enumerate(topics, 1)
    )
    gaps = [str(row[1]) for row in rows if not row[-1]]
    columns = (
        Column("STT", Kind.NUMBER),
        Column("Chủ đề"),
        *(Column(f"{month:02d}/{year}", Kind.NUMBER, is_total=True) for year, month in months),
        Column("Cộng", Kind.NUMBER, is_total=True),
    )
    notes = (f"Chủ đề chưa có tin, bài: {', '.join(gaps)}.",) if gaps else ()
    names = facts.unit_names(session)
    return Paper("E", TITLE, period.label, period.name, names.get(unit, ""), columns, rows, notes)
