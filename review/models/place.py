"""A person's own place in the network: what they have chosen for themselves, and the unit they ask to belong to."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from review.models.columns import BIG, NEVER_REUSED, refers_to, row_id


class Preference(SQLModel, table=True):
    """What somebody has chosen that is not as it comes; minutes are those of the desk's day, equal ones mean never."""

    __tablename__ = "preference"

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=BIG)
    quiet_from: int
    quiet_until: int
    is_digest: bool
    wants_monthly: bool


class UnitChange(SQLModel, table=True):
    """Somebody asks to belong to another unit; staff grant it or not."""

    __tablename__ = "unit_change"
    __table_args__ = NEVER_REUSED

    id: int | None = row_id()
    person_id: int = refers_to("person.id")
    unit_id: str = Field(foreign_key="unit.id")
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = refers_to("person.id", index=False, nullable=True)
    is_granted: bool = False
