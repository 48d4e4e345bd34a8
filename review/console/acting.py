"""Running an act from a page: in the lane, with the refusal of it recorded."""

from collections.abc import Callable
from typing import Any, TypeVar

from review import audit
from review.console.pages import Page
from review.db import Session
from review.errors import ReviewError
from review.sessions import SignedIn

DOOR = "console"
LONGEST_SUBJECT = 80
T = TypeVar("T")


async def act(page: Page, signed: SignedIn, name: str, subject: str, do: Callable[[Session], T]) -> T:
    """Run `do` and return after its COMMIT; a ReviewError is recorded as refused and raised."""

    def refused(session: Session, error: ReviewError) -> Any:
        audit.record(
            session,
            name,
            subject[:LONGEST_SUBJECT],
            by=signed.person.id,
            door=DOOR,
            now=page.now,
            outcome=error.code,
        )

    return await page.newsroom.database.act(do, refused)
