"""The personal link to the web form, made as the notice that names it is sent: nothing but its hash is kept."""

from collections.abc import Mapping
from typing import Any

from bot.telegram.office import Office
from review import visits
from review.access import Person
from review.db import Session
from review.errors import ReviewError
from review.outbox import Notice


def is_needed(notice: Notice) -> bool:
    """Tell whether a notice names the link: one that was asked for, or a file too large for the messenger."""
    return notice.kind == "form_link" or (notice.kind == "file_failed" and bool(notice.details.get("megabytes")))


async def made(office: Office, notice: Notice, reader: Person) -> Mapping[str, Any]:
    """Return a notice's details with a fresh link; without one where its reader may not send any more."""
    newsroom = office.newsroom
    now = office.now

    def new(session: Session) -> str:
        return visits.new_link(session, reader.id, now=now)

    def refused(_session: Session, _error: ReviewError) -> str:
        return ""

    token = await newsroom.database.act(new, refused)
    return {"megabytes": newsroom.settings.upload_mb, **notice.details, "token": token}
