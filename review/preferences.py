"""What people have chosen for themselves: kept only where it is not as it comes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from sqlmodel import Session, col, select

from review.models import Preference
from review.quiet import Preferences
from review.settings import DeskRules


def of(session: Session, person_id: int, rules: DeskRules) -> Preferences:
    """Return what a person has chosen; where that is nothing, what the desk offers."""
    row = session.get(Preference, person_id)
    return _chosen(row) if row else offered(rules)


def offered(rules: DeskRules) -> Preferences:
    """Return what everybody has who has chosen nothing."""
    return Preferences(*rules.quiet_hours)


def of_all(session: Session, people: Iterable[int]) -> Mapping[int, Preferences]:
    """Return what each of these people has chosen, those alone who have chosen anything."""
    rows = session.exec(select(Preference).where(col(Preference.person_id).in_(list(people))))
    return {row.person_id: _chosen(row) for row in rows}


def keep(session: Session, person_id: int, chosen: Preferences) -> None:
    """Keep what a person has chosen from now on."""
    row = session.get(Preference, person_id) or Preference(person_id=person_id, **asdict(chosen))
    for name, value in asdict(chosen).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def _chosen(row: Preference) -> Preferences:
    return Preferences(row.quiet_from, row.quiet_until, is_digest=row.is_digest, wants_monthly=row.wants_monthly)
