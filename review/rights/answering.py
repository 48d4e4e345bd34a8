"""What people of the desk, or a download, carry out of a request."""

from datetime import datetime

from sqlmodel import Session

from review import outbox, people
from review.access import Person
from review.errors import NotFound
from review.models import RightsRequest
from review.personal import Wish
from review.rights import requests


def names_are_off(session: Session, number: int, *, by: Person, door: str, now: datetime) -> str:
    """Note that a name is off the portal; ends the request unless files still have to go. Returns its reference.

    Raises NotFound where nobody waits for this. The person is told where there is one left to tell.
    """
    row = requests.get(session, number)
    if row.done_at is not None or not row.details.get("drafts"):
        raise NotFound("nothing is left to do for people")
    row.details = {name: items for name, items in row.details.items() if name != "drafts"}
    session.add(row)
    session.flush()
    if row.wish is not Wish.DELETE:
        _tell(session, row, now=now)
    if not row.details:
        requests.close(session, row, by=by, door=door, now=now)
    return row.reference


def handed_over(session: Session, row: RightsRequest, *, door: str, now: datetime) -> None:
    """Note that somebody took their data away."""
    if row.done_at is None:
        requests.close(session, row, by=None, door=door, now=now)


def locale_of(session: Session, person_id: int) -> str:
    return people.get(session, person_id).locale


def _tell(session: Session, row: RightsRequest, *, now: datetime) -> None:
    """Owe the person the answer, also when they want no other notice: they asked for it."""
    outbox.enqueue(
        session,
        "rights_answered",
        subject=requests.subject(row),
        recipient=outbox.person(row.person_id),
        lane=outbox.Lane.REPLY,
        dedupe_key=f"rights_answered:{row.id}",
        now=now,
        details={"reference": row.reference, "wish": str(row.wish)},
    )
