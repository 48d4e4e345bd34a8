"""What the page of rules offers to choose from, and whom somebody means by what they typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import or_, select
from sqlmodel import Session, col

from review import network, people, queue
from review.access import STAFF
from review.errors import BadRule, TipNotFound
from review.models import PersonRow
from review.port import Entry
from review.rulebook.form import Offered

TIP = "T-"


@dataclass(frozen=True, slots=True)
class Choices:
    """Topics, flags by code, and the people of the desk by number."""

    topics: Sequence[Entry]
    flags: Sequence[str]
    staff: Mapping[int, str]

    @property
    def offered(self) -> Offered:
        return Offered({topic.code for topic in self.topics}, self.flags, self.staff.keys())


@cache
def flags() -> tuple[str, ...]:
    """Return the codes of what is noticed in texts, by the shipped list."""
    return tuple(row["code"] for row in network.shipped("taxonomies.yaml")["flags"])


def choices(session: Session, on: date) -> Choices:
    """Return what a rule may name on a day."""
    staff = {person.id: person.name for person in people.with_role(session, STAFF)}
    return Choices(network.entries(session, "topic", on), flags(), staff)


def sender(session: Session, typed: str) -> int | None:
    """Return who is meant by a name, a pen name, or the reference of a tip of theirs; raises BadRule.

    Several people may bear one name: then only a reference tells.
    """
    if not typed:
        return None
    if typed.upper().startswith(TIP):
        try:
            return queue.get(session, typed.upper()).sender_id
        except TipNotFound:
            raise BadRule(fault="no_sender") from None
    named = or_(col(PersonRow.name) == typed, col(PersonRow.pen_name) == typed)
    found = list(session.execute(select(col(PersonRow.id)).where(named).limit(2)).scalars())
    if len(found) != 1:
        raise BadRule(fault="several_senders" if found else "no_sender")
    return int(found[0])


def names(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    """Return the names of people; empty for who is gone."""
    query = select(col(PersonRow.id), col(PersonRow.name)).where(col(PersonRow.id).in_(numbers))
    return {row.id: row.name for row in session.execute(query)}
