"""From which score on two texts are called what, as the settings give it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What one text or photo is to another."""

    COPY = "copy"
    NEAR = "near"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores of copies and near copies, and how long a near copy is news of the same event (domain guide, 3)."""

    copy: float = 0.60
    near: float = 0.30
    recent: timedelta = timedelta(days=3)

    def verdict(self, score: float | None) -> Verdict:
        """Return what a score means; half of what makes a near copy is at least related."""
        if score is None or score < self.near / 2:
            return Verdict.DIFFERENT
        if score < self.near:
            return Verdict.RELATED
        return Verdict.NEAR if score < self.copy else Verdict.COPY


def thresholds(value: str) -> Thresholds:
    """Read "0.60 0.30 3d"; raises ValueError."""
    found = re.fullmatch(r"([01]\.?\d{0,4}) ([01]\.?\d{0,4}) (\d{1,3})d", value)
    if not found or not 0 < float(found[2]) <= float(found[1]) <= 1:
        raise ValueError(
            "write it as '0.60 0.30 3d': from which score on it is a copy, nearly one, and for how many days."
        )
    return Thresholds(float(found[1]), float(found[2]), timedelta(days=int(found[3])))
