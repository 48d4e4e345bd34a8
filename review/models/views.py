"""Filters of the queue that people keep under a name."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from review.models.columns import refers_to, row_id


class SavedView(SQLModel, table=True):
    """A filter under a name: one person's own, or the desk's where it is nobody's; `query` as in an address."""

    __tablename__ = "saved_view"

    id: int | None = row_id()
    person_id: int | None = refers_to("person.id", nullable=True)
    name: str = Field(max_length=40)
    query: str = Field(max_length=2000)
    added_by: int = refers_to("person.id", index=False)
    added_at: datetime
