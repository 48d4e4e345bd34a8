"""What a person may ask about their own data, and what the desk answers: small values that cross to the doors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Wish(StrEnum):
    """What a person asks of the desk about their own data."""

    VIEW = "view"
    CORRECT = "correct"
    EXPORT = "export"
    WITHDRAW = "withdraw"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Requested:
    """A request as its sender sees it: its reference, and by when it is answered and carried out.

    `is_open` while something is left to do, for the desk's people or for one of its tasks.
    """

    id: int
    reference: str
    wish: Wish
    answer_due_at: datetime
    done_due_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent: which notice, when, and when it was withdrawn."""

    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyData:
    """What the desk holds about a person, counted where it is long."""

    name: str
    pen_name: str
    byline: str
    unit_name: str
    joined_at: datetime
    accounts: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    tips: int
    published: int
    files: int
    open_requests: tuple[Requested, ...]
