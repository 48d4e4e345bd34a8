"""The papers by name, each with its check sum; what was handed out is recognised again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from review import audit
from review.errors import NotFound
from review.models import AuditRow
from review.reports import coverage, desk_paper, people, published, royalties, units
from review.reports.paper import Paper, check_sum
from review.reports.period import period

Make = Callable[..., Paper]
PAPERS: Mapping[str, Make] = {
    "units": units.paper,
    "people": people.paper,
    "published": published.paper,
    "royalties": royalties.paper,
    "coverage": coverage.paper,
    "desk": desk_paper.paper,
}


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A paper that was handed out: which, when, and whether it would be the same now."""

    name: str
    period: str
    unit: str
    at: datetime
    is_unchanged: bool


def make(session: Session, name: str, period_name: str, *, zone: ZoneInfo, unit: str = "") -> Paper:
    """Return a paper; raises NotFound for a name there is not, BadPeriod."""
    if name not in PAPERS:
        raise NotFound("there is no such paper")
    made = PAPERS[name](session, period(period_name), zone, unit=unit)
    return replace(made, checksum=check_sum(made))


def hand_out(session: Session, name: str, paper: Paper, *, unit: str, by: int | None, door: str, now: datetime) -> None:
    """Keep that a paper was handed out, so that its check sum is recognised."""
    details = f"{name} {paper.period_name} {unit}".rstrip()
    audit.record(session, "paper", f"paper:{paper.checksum}", by=by, door=door, now=now, details=details)


def recognise(session: Session, checksum: str, *, zone: ZoneInfo) -> HandedOut:
    """Return the paper a check sum stands on; raises NotFound for one that this desk never handed out."""
    code = checksum.strip().upper()
    query = select(AuditRow).where(AuditRow.subject == f"paper:{code}", AuditRow.act == "paper")
    row = session.exec(query.order_by(col(AuditRow.id)).limit(1)).first()
    if row is None:
        raise NotFound("this desk has handed out no paper with this check sum")
    name, period_name, *unit = row.details.split(" ")
    now = make(session, name, period_name, zone=zone, unit=unit[0] if unit else "")
    return HandedOut(name, period_name, unit[0] if unit else "", row.at, now.checksum == code)
