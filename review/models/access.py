"""Tokens by which programs act for a member of staff."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from review.models.columns import refers_to, row_id


class ApiToken(SQLModel, table=True):
    """A bearer token; only its SHA-256 is kept. It does no more than its person may, and no more than its scopes."""

    __tablename__ = "api_token"

    id: int | None = row_id()
    name: str = Field(max_length=80)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = refers_to("person.id")
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
