"""A rule tried on what came in before it: which of the newest tips it would have fitted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from review import tip_text
from review.lists.choosing import SEEN
from review.models import Tip
from review.rulebook.matching import facts, matches
from review.rulebook.rule import Rule
from review.workflow import TipStatus

LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Fitting:
    """A past tip that a rule fits."""

    reference: str
    status: TipStatus
    excerpt: str
    topic: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """How many of the newest tips were looked at, and those that fit, the newest first."""

    looked_at: int
    fitting: tuple[Fitting, ...]


def tried(session: Session, rule: Rule) -> Trial:
    """Try a rule on the newest tips as they now stand; nothing is changed."""
    query = select(Tip).where(col(Tip.status).in_(SEEN)).order_by(col(Tip.id).desc()).limit(LOOKED_AT)
    tips = list(session.execute(query).scalars())
    texts = tip_text.of_each(session, [tip.id or 0 for tip in tips])
    return Trial(len(tips), tuple(_fitting(tip) for tip in tips if _fits(rule, tip, texts.get(tip.id or 0, ""))))


def _fits(rule: Rule, tip: Tip, text: str) -> bool:
    flags: list[dict[str, Any]] = list(tip.flags)
    seen = facts(text, topic=tip.topic, unit=tip.unit_id, sender=tip.sender_id, flags=flags)
    return matches(rule, seen)


def _fitting(tip: Tip) -> Fitting:
    return Fitting(tip.reference or "", tip.status, tip.excerpt, tip.topic, tip.received_at or tip.started_at)
