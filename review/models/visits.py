"""How a correspondent comes to the web form: personal links and the browsers they were opened in, both as hashes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from review.models.columns import NEVER_REUSED, refers_to, row_id


class PersonalLink(SQLModel, table=True):
    """A way into the web form for one person: 256 random bits, kept as SHA-256, a day."""

    __tablename__ = "personal_link"
    __table_args__ = NEVER_REUSED

    id: int | None = row_id()
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = refers_to("person.id")
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class FormVisit(SQLModel, table=True):
    """A browser a personal link was opened in; `heard` is what the desk said last, for the next page."""

    __tablename__ = "form_visit"
    __table_args__ = NEVER_REUSED

    id: int | None = row_id()
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = refers_to("person.id")
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    heard: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
