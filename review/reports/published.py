"""Paper C: what was published, each with its link: the evidence."""

from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import network
from review.reports import facts
from review.reports.paper import Column, Kind, Paper
from review.reports.period import Period

TITLE = "DANH MỤC TIN, BÀI ĐÃ ĐĂNG"
COLUMNS = (
    Column("STT", Kind.NUMBER),
    Column("Tên tin, bài"),
    Column("Thể loại"),
    Column("Chuyên mục"),
    Column("Tác giả/CTV"),
    Column("Đơn vị"),
    Column("Ngày đăng", Kind.DAY),
    Column("Đường dẫn", Kind.LINK),
    Column("Lượt xem", Kind.NUMBER),
)


def paper(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return the items published in a period, oldest first; of a unit those that credit somebody of it."""
    names = facts.unit_names(session)
    genres = {entry.code: entry.vi for entry in network.entries(session, "genre", period.first)}
    items = [
        item
        for item in facts.issued(session, period, zone)
        if not unit or any(author.unit_id == unit for author in item.authors)
    ]
    rows = (
        (
            place,
            item.title,
            genres.get(item.genre, item.genre),
            item.section,
            ", ".join(author.pen_name or author.name for author in item.authors),
            ", ".join(dict.fromkeys(names.get(author.unit_id or "", "") for author in item.authors)),
            item.published_on,
            item.link,
            None,
        )
        for place, item in enumerate(items, 1)
    )
    return Paper("C", TITLE, period.label, period.name, names.get(unit, ""), COLUMNS, tuple(rows))
