"""The checks of a draft with what the newsroom knows: its lists, its units, the rights told for photos, its titles."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from review import draft_view, network
from review.checks.article import check
from review.checks.finding import Finding, Known, Level, UnitName
from review.errors import NotFound
from review.language.stamps import desk_day
from review.models import Attachment, Draft, Succession, Unit
from review.rendering.article import Article
from review.workflow import DraftStatus

PUBLISHED = (DraftStatus.PUBLISHED, DraftStatus.CORRECTED)


def findings(session: Session, draft: Draft, article: Article, *, now: datetime) -> tuple[Finding, ...]:
    """Return what to look at in an article before its draft is ready, what blocks first."""
    known = Known(
        length=_length(session, article.genre),
        units=_units(session),
        rights=_rights(session, draft),
        same_title=_same_title(session, draft, article.title),
    )
    return check(article, known, levels(session, desk_day(now)))


def levels(session: Session, on: date) -> Mapping[str, Level]:
    """Return how the newsroom takes each finding on a day; what its list says wrongly is a warning."""
    return {
        entry.code: Level(entry.details["level"])
        for entry in network.entries(session, "check", on)
        if entry.details.get("level") in set(Level)
    }


def _length(session: Session, genre: str) -> tuple[int, int] | None:
    try:
        usual = network.entry(session, "genre", genre).details.get("usual")
    except NotFound:
        return None
    return (int(usual[0]), int(usual[1])) if usual else None


def _units(session: Session) -> tuple[UnitName, ...]:
    rows = list(session.exec(select(Unit)))
    names = {row.id: row.name_short for row in rows}
    followers: dict[str, list[str]] = {}
    for link in session.exec(select(Succession).order_by(col(Succession.id))):
        followers.setdefault(link.unit_id, []).append(names[link.successor_id])
    return tuple(
        UnitName(
            full=row.name_full,
            short=row.name_short,
            aliases=tuple(row.aliases),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            followers=tuple(followers.get(row.id, ())),
        )
        for row in rows
    )


def _rights(session: Session, draft: Draft) -> Mapping[str, str | None]:
    tips = [tip.id for tip in draft_view.tips_of(session, draft)]
    query = select(Attachment).where(col(Attachment.tip_id).in_(tips), Attachment.kind == "photo")
    return {row.copy_key: row.rights for row in session.exec(query) if row.copy_key}


def _same_title(session: Session, draft: Draft, title: str) -> tuple[str, ...]:
    query = select(Draft.reference).where(
        col(Draft.status).in_(PUBLISHED), Draft.title == title, Draft.id != draft.id, Draft.title != ""
    )
    return tuple(session.exec(query.order_by(col(Draft.id).desc()).limit(1)))
