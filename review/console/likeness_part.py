"""The tips and drafts a tip is like, with the passages they have in common."""

from dataclasses import dataclass

from review import tip_text
from review.db import Session
from review.likeness.pair import Pair
from review.likeness.passages import Run, passages
from review.port import TipView
from review.similar import shown
from review.thresholds import Thresholds
from review.workflow import TipStatus

MOST_SIDE_BY_SIDE = 3
NOT_AN_ORIGINAL = frozenset({TipStatus.DUPLICATE, TipStatus.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Like:
    """One of them; `own` and `other` are the two texts in runs, empty where they are not laid side by side."""

    pair: Pair
    own: tuple[Run, ...] = ()
    other: tuple[Run, ...] = ()

    @property
    def can_be_joined(self) -> bool:
        """Tell whether the tip shown may be marked as a duplicate of this one."""
        pair = self.pair
        return pair.tip_id is not None and pair.is_older and pair.is_likely and pair.status not in NOT_AN_ORIGINAL


def like(session: Session, view: TipView, thresholds: Thresholds) -> tuple[Like, ...]:
    """Return what a tip is like, the first ones side by side with it."""
    pairs = shown.pairs(session, view.id, thresholds)
    beside = [pair.tip_id for pair in pairs if pair.tip_id is not None and pair.why in {"text", "document"}]
    texts = tip_text.of_each(session, beside[:MOST_SIDE_BY_SIDE]) if beside else {}
    return tuple(_like(pair, view.text, texts.get(pair.tip_id or 0, "")) for pair in pairs)


def _like(pair: Pair, own: str, other: str) -> Like:
    return Like(pair, passages(own, other), passages(other, own)) if own and other else Like(pair)
