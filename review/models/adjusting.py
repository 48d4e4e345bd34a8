"""What is set on a tip beside its text and status, and what its readers think of it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from review.models.columns import refers_to, row_id


class Adjustment(SQLModel, table=True):
    """Topic, unit, priority … of a tip was set from one value to another: by a person, or by an edition of a rule."""

    __tablename__ = "adjustment"

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    field: str = Field(max_length=20)
    before: str = ""
    after: str = ""
    by_id: int | None = refers_to("person.id", index=False, nullable=True)
    edition_id: int | None = refers_to("rule_edition.id", index=False, nullable=True)
    at: datetime
    door: str = Field(max_length=20)


class Vote(SQLModel, table=True):
    """What one reader of a second reading would do with a version of a tip; hidden from the others while open."""

    __tablename__ = "vote"
    __table_args__ = (
        Index(
            "uq_vote_open",
            "tip_id",
            "by_id",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    by_id: int = refers_to("person.id", index=False)
    verb: str = Field(max_length=20)
    version: int
    reason: str | None = Field(default=None, max_length=20)
    note: str = ""
    at: datetime
    door: str = Field(max_length=20)
    is_open: bool = True
