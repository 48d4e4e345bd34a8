"""Points by genre (domain guide, section 5)."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session

from review import network


def points(session: Session, on: date) -> dict[str, Decimal]:
    """Return what an item of each genre is worth on a day."""
    return {
        entry.code: Decimal(str(entry.details.get("points") or 0)) for entry in network.entries(session, "genre", on)
    }
