"""How the desk is: what waits, what was set aside, which database serves it. Raw texts are for admins alone."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Response

from review import inbox, network
from review.access import Right, require
from review.console import said
from review.console.acting import act
from review.console.gate import Room, SeesStatus
from review.console.pages import ThisPage
from review.db import Session, is_wal_safe, sqlite_driver
from review.inbox import Letter
from review.lists import mail
from review.lists.mail import Storage, Undelivered, Waiting

router = APIRouter()
GROUP = "moderation_chat_id"
STUCK = timedelta(minutes=15)  # what is due is sent within seconds; longer means that something stands still


@dataclass(frozen=True, slots=True)
class Health:
    inbox: Waiting
    outbox: Waiting
    files: Waiting
    dead: tuple[Letter, ...]
    undelivered: tuple[Undelivered, ...]
    storage: Storage
    is_wal_safe: bool
    has_group: bool

    @property
    def is_fine(self) -> bool:
        """Tell whether nobody needs to look: nothing set aside, nothing stuck, the group chosen."""
        oldest = max(part.oldest for part in (self.inbox, self.outbox, self.files))
        is_safe = self.is_wal_safe or self.storage.engine != "SQLite"
        return not self.dead and self.has_group and is_safe and oldest < STUCK


@router.get("/status")
async def status(room: Room, page: ThisPage, _signed: SeesStatus) -> Response:
    """Show the state of the desk."""
    given = room.settings.moderation_chat_id

    def read(session: Session) -> Health:
        number, oldest = inbox.backlog(session, now=page.now)
        return Health(
            inbox=Waiting(number, max(oldest, timedelta())),
            outbox=mail.notices(session, now=page.now),
            files=mail.files(session, now=page.now),
            dead=tuple(inbox.dead_letters(session)),
            undelivered=tuple(mail.undelivered(session)),
            storage=mail.storage(session),
            is_wal_safe=is_wal_safe(sqlite_driver().sqlite_version_info),
            has_group=given is not None or network.setting(session, GROUP) is not None,
        )

    return page.html("status.html", health=await room.database.read(read))


@router.post("/status/dead/{number}/retry")
async def retry(number: int, page: ThisPage, signed: SeesStatus) -> Response:
    """Put a dead letter back to be handled as if it were new."""

    def do(session: Session) -> None:
        require(signed.person, Right.RETRY_DEAD_LETTER)
        inbox.retry(session, number, now=page.now)

    await act(page, signed, "retry", f"inbox:{number}", do)
    return said.then("/status", "health.retried")
