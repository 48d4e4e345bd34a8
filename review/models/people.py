"""Who people are. Identity at a messenger stands in `account` alone; everything else holds the opaque person id."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from review.access import Role, Standing
from review.models.columns import BIG, NEVER_REUSED, by_value, refers_to, row_id


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = NEVER_REUSED

    id: int | None = row_id()
    name: str
    pen_name: str | None = None
    byline: str = Field(default="unit", max_length=10)
    unit_id: str | None = Field(default=None, foreign_key="unit.id", index=True)
    locale: str = Field(default="vi", max_length=5)
    standing: Standing = Field(default=Standing.ENROLLING, sa_type=by_value(Standing))
    standing_reason: str | None = None
    created_at: datetime
    enrolled_at: datetime | None = None


class Account(SQLModel, table=True):
    """One account behind one door; `reached_at` None and `lost_at` tell whether a notice can arrive."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("door", "account_id"),)

    id: int | None = row_id()
    person_id: int = refers_to("person.id")
    door: str = Field(max_length=20)
    account_id: int = Field(sa_type=BIG)
    chat_id: int = Field(sa_type=BIG)
    shown_name: str = ""
    lost_at: datetime | None = None
    lost_reason: str | None = None


class RoleGrant(SQLModel, table=True):
    """A role given to a person; taking it away stamps the row, nothing is deleted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_held",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "ix_role_grant_role",
            "role",
            "person_id",
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: int | None = row_id()
    person_id: int = refers_to("person.id")
    role: Role = Field(sa_type=by_value(Role))
    granted_at: datetime
    granted_by: int | None = refers_to("person.id", index=False, nullable=True)
    revoked_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """A deep link into the network or the staff; only the code's SHA-256 is kept."""

    __tablename__ = "invitation"

    id: int | None = row_id()
    code_hash: str = Field(max_length=64, unique=True)
    role: Role = Field(sa_type=by_value(Role))
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    name: str = ""
    max_uses: int = 1
    uses: int = 0
    expires_at: datetime
    created_at: datetime
    created_by: int | None = refers_to("person.id", index=False, nullable=True)
    revoked_at: datetime | None = None


class Consent(SQLModel, table=True):
    """Proof of an explicit yes: which notice, when, through which message."""

    __tablename__ = "consent"

    id: int | None = row_id()
    person_id: int = refers_to("person.id")
    notice_version: str = Field(max_length=20)
    notice_hash: str = Field(max_length=64)
    door: str = Field(max_length=20)
    account_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    locale: str = Field(max_length=5)
    given_at: datetime
    withdrawn_at: datetime | None = None


class Dialogue(SQLModel, table=True):
    """Where a person's conversation with the desk stands; belongs to the person, not to a door."""

    __tablename__ = "dialogue"

    id: int | None = row_id()
    person_id: int = refers_to("person.id", unique=True)
    name: str = Field(max_length=20)
    step: str = Field(max_length=30)
    screen: int = 0
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime


class LoginLink(SQLModel, table=True):
    """A one-time way into the console: 256 random bits, kept as SHA-256, ten minutes."""

    __tablename__ = "login_link"

    id: int | None = row_id()
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = refers_to("person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class WebSession(SQLModel, table=True):
    """A signed-in browser; the cookie's value is kept as SHA-256."""

    __tablename__ = "web_session"

    id: int | None = row_id()
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = refers_to("person.id")
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    agent: str = ""
