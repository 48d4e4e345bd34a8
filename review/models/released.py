"""Files that nobody names any more, until they are taken from the store."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from review.models.columns import row_id


class ReleasedFile(SQLModel, table=True):
    """A file that may go from a moment on, where no other row names it then."""

    __tablename__ = "released_file"

    id: int | None = row_id()
    key: str = Field(max_length=64)
    not_before: datetime = Field(index=True)
