"""What people asked about their own data, with the time each request is due; the row outlives what it deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from review.models.columns import NEVER_REUSED, by_value, refers_to, row_id
from review.personal import Wish


class RightsRequest(SQLModel, table=True):
    """One request. `details` holds what is left to do (a unit, drafts, keys of files) and is empty at the end.

    `outcome`: done, declined, or nothing while open. The token is that of a link to an export, kept as SHA-256.
    """

    __tablename__ = "rights_request"
    __table_args__ = (
        Index(
            "ix_rights_request_open",
            "done_due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        NEVER_REUSED,
    )

    id: int | None = row_id()
    reference: str = Field(max_length=20, unique=True)
    person_id: int = refers_to("person.id")
    wish: Wish = Field(sa_type=by_value(Wish))
    door: str = Field(max_length=20)
    asked_at: datetime
    answer_due_at: datetime
    done_due_at: datetime
    answered_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str | None = Field(default=None, max_length=20)
    closed_by: int | None = refers_to("person.id", index=False, nullable=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    token_until: datetime | None = None
