"""What the full-text index still owes: tips whose words changed since they were last written into it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from review.models.columns import BIG


class SearchDue(SQLModel, table=True):
    """A tip to be indexed anew; the row goes when that is done. No reference, since a tip may be gone by then."""

    __tablename__ = "search_due"

    tip_id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    at: datetime
