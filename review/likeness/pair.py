"""What doors tell of a tip and another one, or a draft, that it is like."""

from dataclasses import dataclass
from datetime import datetime

from review.thresholds import Verdict


@dataclass(frozen=True, slots=True)
class Pair:
    """The other of two: a tip by its number, or a draft. `why` is text, document, file or photo.

    `score` is 0 to 1; `unit_type` the kind of unit both come from, empty where it is not one; `came_at` is when the tip
    was received or the draft made.
    """

    tip_id: int | None
    reference: str
    status: str
    why: str
    score: float
    verdict: Verdict
    came_at: datetime
    is_older: bool
    unit_type: str = ""
    url: str | None = None

    @property
    def is_likely(self) -> bool:
        """Tell whether the two may well be one: a photo has to be a copy, since halls and stages look alike."""
        if self.why in {"text", "photo"}:
            return self.verdict is Verdict.COPY or (self.why == "text" and self.verdict is Verdict.NEAR)
        return True

    @property
    def percent(self) -> int:
        """Return the score as people read it: what is not all is never called all."""
        return min(99, round(self.score * 100)) if self.score < 1 else 100
