"""Inbox and outbox: raw updates that came in, notices that are owed, and where at a door each subject is shown."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from review.models.columns import BIG, BIG_ID, NEVER_REUSED, by_value


class MailState(StrEnum):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"


class NoticeState(StrEnum):
    NEW = "new"
    SENT = "sent"
    GONE = "gone"
    HELD = "held"


class InboxRow(SQLModel, table=True):
    """One raw update as it came; `raw` is ASCII JSON, blank once its content must not be kept."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id", "digest"),
        Index("uq_inbox_bot_id_digest", "bot_id", "digest", unique=True),  # the same under another number is the same
        Index(
            "ix_inbox_open",
            "chat_key",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index("ix_inbox_new", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index("ix_inbox_dead", "id", sqlite_where=text("state = 'dead'"), postgresql_where=text("state = 'dead'")),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    bot_id: int = Field(sa_type=BIG)
    update_id: int = Field(sa_type=BIG)
    digest: str = Field(max_length=64)
    chat_key: int = Field(sa_type=BIG)
    raw: str
    state: MailState = Field(default=MailState.NEW, sa_type=by_value(MailState))
    attempts: int = 0
    failures: int = 0
    not_before: datetime
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    received_at: datetime
    handled_at: datetime | None = None
    error_class: str | None = None


class OutboxRow(SQLModel, table=True):
    """A message we owe somebody: what happened to what, for whom; no text and no messenger."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due", "lane", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")
        ),
        Index("ix_outbox_subject", "subject"),
        Index("ix_outbox_gone", "id", sqlite_where=text("state = 'gone'"), postgresql_where=text("state = 'gone'")),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=80)
    recipient: str = Field(max_length=80)
    lane: int
    dedupe_key: str = Field(max_length=160, unique=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: NoticeState = Field(default=NoticeState.NEW, sa_type=by_value(NoticeState))
    attempts: int = 0
    not_before: datetime
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    last_error_class: str | None = None
    is_ambiguous: bool = False
    created_at: datetime
    sent_at: datetime | None = None


class PostedMessage(SQLModel, table=True):
    """Where a subject is shown behind a door, so that it can be redrawn and a reply to it understood."""

    __tablename__ = "posted_message"
    __table_args__ = (
        UniqueConstraint("door", "chat_id", "message_id"),
        Index("ix_posted_message_subject", "subject", "door", "chat_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    door: str = Field(max_length=20)
    chat_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    subject: str = Field(max_length=80)
    kind: str = Field(max_length=40)
    view: str = Field(default="", max_length=120)
    digest: str = Field(default="", max_length=64)
    posted_at: datetime
    is_current: bool = True
