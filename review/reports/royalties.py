"""Paper D: what is owed to whom for the items published; identity and bank data are joined elsewhere, by finance."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from review import network, royalty
from review.port import Entry
from review.reports import facts
from review.reports.facts import Author, Issued
from review.reports.paper import Column, Kind, Paper, Value
from review.reports.period import Period
from review.royalty import Genre

TITLE = "BẢNG KÊ NHUẬN BÚT"
COLUMNS = (
    Column("STT", Kind.NUMBER),
    Column("Họ và tên (bút danh)"),
    Column("Đơn vị"),
    Column("Tên tin, bài"),
    Column("Thể loại"),
    Column("Ngày đăng", Kind.DAY),
    Column("Hệ số", Kind.DECIMAL),
    Column("Giá trị đơn vị hệ số (đ)", Kind.MONEY),
    Column("Thành tiền (đ)", Kind.MONEY, is_total=True),
    Column("Thuế TNCN (đ)", Kind.MONEY, is_total=True),
    Column("Thực nhận (đ)", Kind.MONEY, is_total=True),
    Column("Ký nhận"),
)
SIGNERS = ("Người lập bảng", "Thư ký", "Kế toán", "Trưởng Ban Biên tập")


@dataclass(frozen=True, slots=True)
class Line:
    """One author's part of one item."""

    author: Author
    item: Issued
    coefficient: Decimal
    unit_value: int
    amount: int


def paper(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> Paper:
    """Return one line for each author of each item; coefficients are those the genres start with."""
    found = [line for item in facts.issued(session, period, zone) for line in lines(session, item)]
    tax = network.in_force(session, "tax", _last_day(period)).details
    names, taxes = facts.unit_names(session), _taxes(found, tax)
    genres = {entry.code: entry.vi for entry in network.entries(session, "genre", period.first)}
    kept = [(line, withheld) for line, withheld in zip(found, taxes, strict=True) if unit in {"", line.author.unit_id}]
    rows = tuple((place, *_row(line, withheld, names, genres)) for place, (line, withheld) in enumerate(kept, 1))
    owed = sum(line.amount - withheld for line, withheld in kept)
    rate = network.in_force(session, "site_rate", _last_day(period)).details["percent"]
    notes = (f"Tỷ lệ áp dụng: {rate}%.", f"Bằng chữ (thực nhận): {royalty.in_words(owed)}.")
    return Paper("D", TITLE, period.label, period.name, names.get(unit, ""), COLUMNS, rows, notes, SIGNERS)


def lines(session: Session, item: Issued) -> list[Line]:
    """Return each author's part of an item, by the rates in force on the day of its publication."""
    genre = _genre(_paid_as(session, item))
    value = royalty.coefficient(genre, item.photos)
    salary = int(network.in_force(session, "base_salary", item.published_on).details["amount"])
    rate = Decimal(str(network.in_force(session, "site_rate", item.published_on).details["percent"]))
    if not value or not item.authors:
        return []
    parts = royalty.split(royalty.amount(value, salary, rate), royalty.equal_shares(len(item.authors)))
    unit_value = royalty.rounded(royalty.unit_value(salary))
    return [Line(author, item, value, unit_value, part) for author, part in zip(item.authors, parts, strict=True)]


def _paid_as(session: Session, item: Issued) -> Entry:
    return network.entry(session, "genre", item.genre)


def _genre(entry: Entry) -> Genre:
    details = entry.details
    frame = details.get("frame_max")
    return Genre(
        entry.code,
        Decimal(str(details.get("starter") or 0)),
        Decimal(str(details.get("extra_photo") or 0)),
        None if frame is None else Decimal(str(frame)),
    )


def _taxes(found: list[Line], tax: object) -> list[int]:
    """Return the tax of each line: one person's lines of the paper are one payment."""
    rates = dict(tax) if isinstance(tax, dict) else {}
    payments: dict[int, list[int]] = defaultdict(list)
    for place, line in enumerate(found):
        payments[line.author.person_id].append(place)
    taxes = [0] * len(found)
    for places in payments.values():
        withheld = royalty.withheld(
            [found[place].amount for place in places],
            percent=Decimal(str(rates["percent"])),
            threshold=int(rates["threshold"]),
        )
        for place, part in zip(places, withheld, strict=True):
            taxes[place] = part
    return taxes


def _row(line: Line, withheld: int, names: dict[str, str], genres: dict[str, str]) -> tuple[Value, ...]:
    author, item = line.author, line.item
    return (
        f"{author.name} ({author.pen_name})" if author.pen_name else author.name,
        names.get(author.unit_id or "", ""),
        item.title,
        genres.get(item.genre, item.genre),
        item.published_on,
        line.coefficient,
        line.unit_value,
        line.amount,
        withheld,
        line.amount - withheld,
        "",
    )


def _last_day(period: Period) -> date:
    """Return a day of the period's last month: rates change with a month."""
    return date(*period.each_month()[-1], 28)
