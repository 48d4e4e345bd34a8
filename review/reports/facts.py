"""What the papers are counted from: the tips that came in during a period and the items that were published in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from review.clock import desk_date
from review.models import Decision, Draft, DraftRevision, DraftSource, PersonRow, Tip, Unit
from review.rendering.article import Article
from review.reports.period import Period
from review.workflow import DraftStatus, TipStatus, Verb

OUT = (DraftStatus.PUBLISHED, DraftStatus.CORRECTED)
GROUPS = {"BAI": "Bài", "PV": "Bài", "PS": "Bài", "TA": "Ảnh/Video", "VD": "Ảnh/Video"}
PLAIN = "Tin"
MERGED_IN_TIME = timedelta(hours=2)  # domain guide, section 5


@dataclass(frozen=True, slots=True)
class Sent:
    """A tip that came in: by whom, from which unit, of which kind, and what became of it."""

    id: int
    person_id: int
    unit_id: str | None
    group: str
    status: TipStatus
    reason: str | None
    topic: str | None
    received_on: date
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Author:
    """One who is credited; `is_late` when their tip was merged and came too long after the first to earn points."""

    person_id: int
    name: str
    pen_name: str
    unit_id: str | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """An item that was published, with everybody who is credited: the senders of its tips and of their duplicates."""

    reference: str
    title: str
    genre: str
    section: str
    topic: str | None
    photos: int
    published_on: date
    link: str
    authors: tuple[Author, ...]

    @property
    def group(self) -> str:
        return group_of(self.genre)


def group_of(genre: str | None) -> str:
    """Return under which of Tin, Bài, Ảnh/Video a genre is counted; undecided tips count as Tin."""
    return GROUPS.get(genre or "", PLAIN)


def sent(session: Session, period: Period, zone: ZoneInfo, *, unit: str = "") -> list[Sent]:
    """Return the tips received in a period, oldest first, with the reason of the last rejection."""
    query = select(Tip).where(
        col(Tip.received_at) >= period.begins(zone),
        col(Tip.received_at) < period.ends(zone),
        col(Tip.status) != TipStatus.COMPOSING,
        *((col(Tip.unit_id) == unit,) if unit else ()),
    )
    reasons = _reasons(session, period, zone)
    return [_sent(tip, reasons, zone) for tip in session.exec(query.order_by(col(Tip.id)))]


def issued(session: Session, period: Period, zone: ZoneInfo) -> list[Issued]:
    """Return the items published in a period and not taken down, in the order of their publication."""
    query = (
        select(Draft, DraftRevision.article)
        .join(
            DraftRevision,
            (col(DraftRevision.draft_id) == col(Draft.id)) & (col(DraftRevision.version) == col(Draft.version)),
        )
        .where(
            col(Draft.status).in_(OUT),
            col(Draft.published_at) >= period.begins(zone),
            col(Draft.published_at) < period.ends(zone),
        )
        .order_by(col(Draft.published_at), col(Draft.id))
    )
    return [_issued(session, draft, Article.from_json(article), zone) for draft, article in session.execute(query)]


def _sent(tip: Tip, reasons: dict[int, str], zone: ZoneInfo) -> Sent:
    received = _moment(tip)
    return Sent(
        id=tip.id or 0,
        person_id=tip.sender_id,
        unit_id=tip.unit_id,
        group=group_of(tip.genre),
        status=tip.status,
        reason=reasons.get(tip.id or 0) if tip.status is TipStatus.REJECTED else None,
        topic=tip.topic,
        received_on=desk_date(received, zone),
        waited=tip.decided_at - received if tip.decided_at else None,
    )


def _issued(session: Session, draft: Draft, article: Article, zone: ZoneInfo) -> Issued:
    tips = session.exec(
        select(Tip)
        .join(DraftSource, col(DraftSource.tip_id) == col(Tip.id))
        .where(DraftSource.draft_id == draft.id)
        .order_by(col(DraftSource.position))
    ).all()
    joined = session.exec(
        select(Tip)
        .where(col(Tip.duplicate_of).in_([tip.id for tip in tips]), col(Tip.status) == TipStatus.DUPLICATE)
        .order_by(col(Tip.id))
    ).all()
    at: datetime = draft.published_at or draft.changed_at
    return Issued(
        reference=draft.reference,
        title=article.title,
        genre=article.genre,
        section=article.section,
        topic=tips[0].topic if tips else None,
        photos=len(article.photos),
        published_on=desk_date(at, zone),
        link=draft.published_url or "",
        authors=_authors(session, [*tips, *joined]),
    )


def _authors(session: Session, tips: Sequence[Tip]) -> tuple[Author, ...]:
    found: dict[int, Author] = {}
    for tip in tips:
        row = session.get(PersonRow, tip.sender_id)
        if row is not None and tip.sender_id not in found:
            is_late = _moment(tip) - _moment(tips[0]) > MERGED_IN_TIME
            found[tip.sender_id] = Author(tip.sender_id, row.name, row.pen_name or "", tip.unit_id, is_late)
    return tuple(found.values())


def _moment(tip: Tip) -> datetime:
    return tip.received_at or tip.started_at


def _reasons(session: Session, period: Period, zone: ZoneInfo) -> dict[int, str]:
    query = (
        select(Decision.tip_id, Decision.reason)
        .join(Tip, col(Tip.id) == col(Decision.tip_id))
        .where(
            Decision.verb == Verb.REJECT,
            col(Tip.received_at) >= period.begins(zone),
            col(Tip.received_at) < period.ends(zone),
        )
        .order_by(col(Decision.id))
    )
    return {number: reason for number, reason in session.execute(query) if reason}


def unit_names(session: Session) -> dict[str, str]:
    """Return the full name of every unit there was, by its id."""
    return {row.id: row.name_full for row in session.exec(select(Unit))}
