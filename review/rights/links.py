"""A one-time link to one's own data, for what is too large for a messenger: kept as a hash, good for a day."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from review import audit, tokens
from review.clock import SKEW
from review.errors import NotAllowed
from review.models import RightsRequest
from review.personal import Wish
from review.rights import requests

LIFE = timedelta(hours=24)


def issue(session: Session, number: int, *, now: datetime) -> str:
    """Return a fresh token for the export a request asked for; an earlier one ends."""
    token = tokens.new()
    row = requests.get(session, number)
    row.token_hash, row.token_until = tokens.digest(token), now + LIFE
    session.add(row)
    session.flush()
    audit.record(session, "rights_link", requests.subject(row), by=row.person_id, door="desk", now=now)
    return token


def use(session: Session, token: str, *, now: datetime) -> RightsRequest:
    """Use a token up and return its request; raises NotAllowed, alike for every wrong token."""
    query = (
        update(RightsRequest)
        .where(
            col(RightsRequest.token_hash) == tokens.digest(token),
            col(RightsRequest.token_until) > now,
            col(RightsRequest.token_until) < now + LIFE + SKEW,
            col(RightsRequest.wish) == Wish.EXPORT,
        )
        .values(token_hash=None, token_until=None)
        .returning(col(RightsRequest.id))
    )
    number = session.execute(query, execution_options={"synchronize_session": False}).scalar()
    if number is None:
        raise NotAllowed("this link is not valid", verb="download")
    session.expire_all()
    return session.exec(select(RightsRequest).where(RightsRequest.id == number)).one()
