"""How the desk is: what waits, what was set aside, who works, which database serves it. Raw texts are for admins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Path as PathParameter

from review import alerts, disk, holding, inbox, network, pulse
from review.access import Right, require
from review.backups import keeping
from review.console import running, said
from review.console.acting import act
from review.console.addresses import LARGEST
from review.console.gate import Room, SeesStatus
from review.console.pages import ThisPage
from review.console.running import Failed, Process
from review.db import Session, is_wal_safe, sqlite_driver
from review.holding import Held
from review.inbox import Letter
from review.lists import mail
from review.lists.mail import Storage, Undelivered, Waiting
from review.outbox import Lane

router = APIRouter()
GROUP = "moderation_chat_id"
STUCK = timedelta(minutes=15)  # what is due is sent within seconds; longer means that something stands still


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes in and out, what could not, and what failed on the way."""

    inbox: Waiting
    outbox: Waiting
    lanes: dict[str, Waiting]
    files: Waiting
    dead: tuple[Letter, ...]
    undelivered: tuple[Undelivered, ...]
    errors: tuple[Failed, ...]

    @property
    def oldest(self) -> timedelta:
        return max(part.oldest for part in (self.inbox, self.outbox, self.files))


@dataclass(frozen=True, slots=True)
class Health:
    mail: Mail
    processes: tuple[Process, ...]
    storage: Storage
    is_wal_safe: bool
    has_group: bool
    held: Held | None
    backup_at: datetime | None
    free: int
    is_working: bool
    version: str
    incidents: tuple[str, ...]

    @property
    def has_room(self) -> bool:
        return self.free > disk.NEARLY_FULL

    @property
    def is_fine(self) -> bool:
        """Tell whether nobody needs to look: nothing set aside, nothing stuck, somebody works, and there is room."""
        is_set = self.has_group and self.is_wal_safe and self.held is None and not self.incidents
        return is_set and self.is_working and self.has_room and not self.mail.dead and self.mail.oldest < STUCK


@router.get("/status")
async def status(room: Room, page: ThisPage, _signed: SeesStatus) -> Response:
    """Show the state of the desk."""
    given = room.settings.moderation_chat_id
    health = await room.database.read(lambda session: _health(session, page.now, given, room.settings.data_dir))
    return page.html("status.html", health=health)


@router.post("/status/dead/{number}/retry")
async def retry(number: Annotated[int, PathParameter(le=LARGEST)], page: ThisPage, signed: SeesStatus) -> Response:
    """Put a dead letter back to be handled as if it were new."""

    def do(session: Session) -> None:
        require(signed.person, Right.RETRY_DEAD_LETTER)
        inbox.retry(session, number, now=page.now)

    await act(page, signed, "retry", f"inbox:{number}", do)
    return said.then("/status", "health.retried")


def _health(session: Session, now: datetime, given: int | None, data_dir: Path) -> Health:
    pulses = pulse.pulses(session, now=now)
    processes = running.processes(pulses, now)
    last = keeping.last(session)
    return Health(
        mail=_mail(session, now, running.errors(pulses)),
        processes=processes,
        storage=mail.storage(session),
        is_wal_safe=is_wal_safe(sqlite_driver().sqlite_version_info),
        has_group=given is not None or network.setting(session, GROUP) is not None,
        held=holding.state(session),
        backup_at=last.at if last else None,
        free=disk.free(data_dir),
        is_working=running.is_working(processes, now),
        version=pulse.own_version(),
        incidents=tuple(alerts.open_kinds(session)),
    )


def _mail(session: Session, now: datetime, errors: tuple[Failed, ...]) -> Mail:
    number, oldest = inbox.backlog(session, now=now)
    return Mail(
        inbox=Waiting(number, max(oldest, timedelta())),
        outbox=mail.notices(session, now=now),
        lanes={Lane(lane).name.lower(): waiting for lane, waiting in mail.lanes(session, now=now).items()},
        files=mail.files(session, now=now),
        dead=tuple(inbox.dead_letters(session)),
        undelivered=tuple(mail.undelivered(session)),
        errors=errors,
    )
