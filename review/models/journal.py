"""What was done and what was refused, chained; and what changed, for those who watch."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from review.models.columns import BIG, refers_to, row_id


class AuditRow(SQLModel, table=True):
    """One act or refusal, without content; `hash` covers the row and the hash before it."""

    __tablename__ = "audit"

    id: int | None = row_id()
    at: datetime
    by_id: int | None = refers_to("person.id", index=False, nullable=True)
    door: str = Field(max_length=20)
    act: str = Field(max_length=40)
    subject: str = Field(max_length=80, index=True)
    outcome: str = Field(max_length=40)
    details: str = ""
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Change(SQLModel, table=True):
    """A subject changed: the console's pages and other processes follow these numbers."""

    __tablename__ = "change"

    id: int | None = row_id()
    at: datetime
    subject: str = Field(max_length=80)
    version: int = Field(default=0, sa_type=BIG)
