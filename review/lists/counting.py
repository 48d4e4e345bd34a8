"""Counts for tabs: exact while few, and honest about where the looking ended."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Count:
    """How many were seen; with `is_more` there are more than that."""

    number: int = 0
    is_more: bool = False

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.number + other.number, self.is_more or other.is_more)


def counted(session: Session, numbers: Any, *, window: int) -> Count:
    """Count the rows of a query as far as `window`."""
    seen = select(func.count()).select_from(numbers.limit(window + 1).subquery())
    number = int(session.execute(seen).scalar_one())
    return Count(min(number, window), number > window)
