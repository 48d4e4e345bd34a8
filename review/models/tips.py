"""Tips: what was sent in, message by message, with its files, versions, decisions and questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from review.models.columns import BIG, NEVER_REUSED, by_value, refers_to, row_id
from review.workflow import TipStatus, Verb

# Of these the text goes after the days the notice names; version 0 has none left.
UNUSED = text("status IN ('rejected', 'withdrawn') AND version > 0")


class Tip(SQLModel, table=True):
    __tablename__ = "tip"
    __table_args__ = (
        Index("ix_tip_status_id", "status", "id"),
        Index("ix_tip_topic_status", "topic", "status", "id"),
        Index("ix_tip_unit_status", "unit_id", "status", "id"),
        Index(
            "uq_tip_composing",
            "sender_id",
            unique=True,
            sqlite_where=text("status = 'composing'"),
            postgresql_where=text("status = 'composing'"),
        ),
        Index("ix_tip_received_at", "received_at"),
        Index(
            "ix_tip_due",
            "status",  # SQLite chooses it only where it holds more columns of the condition than others do
            "due_at",
            sqlite_where=text("status = 'received'"),
            postgresql_where=text("status = 'received'"),
        ),
        Index("ix_tip_unused", "status", "decided_at", sqlite_where=UNUSED, postgresql_where=UNUSED),
        Index(
            "ix_tip_claimed_by",
            "claimed_by",
            "id",
            sqlite_where=text("claimed_by IS NOT NULL"),
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
        Index(
            "ix_tip_duplicate_of",
            "duplicate_of",
            sqlite_where=text("duplicate_of IS NOT NULL"),
            postgresql_where=text("duplicate_of IS NOT NULL"),
        ),
        Index(
            "ix_tip_revises",
            "revises",
            sqlite_where=text("revises IS NOT NULL"),
            postgresql_where=text("revises IS NOT NULL"),
        ),
        NEVER_REUSED,
    )

    id: int | None = row_id()
    reference: str | None = Field(default=None, max_length=20, unique=True)
    sender_id: int = refers_to("person.id")
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    status: TipStatus = Field(default=TipStatus.COMPOSING, sa_type=by_value(TipStatus))
    version: int = 1
    topic: str | None = Field(default=None, max_length=20)
    genre: str | None = Field(default=None, max_length=10)
    section: str | None = Field(default=None, max_length=40)
    event_when: str = ""
    event_where: str = ""
    source_type: str | None = Field(default=None, max_length=20)
    source_detail: str = ""
    excerpt: str = ""
    flags: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    warned: dict[str, str] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # of what, and what they chose
    photos: int = 0
    files: int = 0
    started_at: datetime
    sent_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    claimed_by: int | None = refers_to("person.id", index=False, nullable=True)
    claimed_until: datetime | None = None
    duplicate_of: int | None = refers_to("tip.id", index=False, nullable=True)
    revises: str | None = Field(default=None, max_length=20)  # the reference of the rejected tip it was made from
    priority: str | None = Field(default=None, max_length=10)  # None is an ordinary one
    embargo_until: datetime | None = None
    checklist: str | None = Field(default=None, max_length=20)  # the topic whose checklist it gets in place of its own
    readings: int | None = None  # how many readers have to agree on a decision; None is one


class TipMessage(SQLModel, table=True):
    """One message of the sender, as revision `revision`; an edit adds a row, nothing is overwritten."""

    __tablename__ = "tip_message"
    __table_args__ = (
        UniqueConstraint("door", "chat_id", "message_id", "revision"),
        Index("ix_tip_message_album", "door", "chat_id", "media_group_id"),
        NEVER_REUSED,
    )

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    door: str = Field(max_length=20)
    chat_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    revision: int = 1
    kind: str = Field(max_length=20)
    text: str = ""
    media_group_id: str | None = None
    forwarded_from: str | None = None
    question_id: int | None = refers_to("question.id", index=False, nullable=True)
    sent_at: datetime
    is_late: bool = False
    is_current: bool = True
    data: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class Attachment(SQLModel, table=True):
    """A file of a tip: `file_ref` fetches its bytes from the door; `original` and `copy_key` name them in the store."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "ix_attachment_to_fetch",
            "not_before",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        NEVER_REUSED,
    )

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    message_pk: int = refers_to("tip_message.id")
    kind: str = Field(max_length=20)
    door: str = Field(max_length=20)
    file_ref: str
    unique_ref: str = Field(default="", index=True)
    name: str = ""
    declared_type: str = ""
    size: int | None = Field(default=None, sa_type=BIG)
    state: str = Field(default="pending", max_length=20)
    error_class: str | None = None
    attempts: int = 0
    not_before: datetime
    original: str | None = Field(default=None, max_length=64, index=True)
    media_type: str | None = None
    copy_key: str | None = Field(default=None, max_length=64, index=True)
    width: int | None = None
    height: int | None = None
    caption: str = ""
    alt: str = ""
    rights: str | None = Field(default=None, max_length=20)
    taken_by: str = ""
    stored_at: datetime | None = None


class TipVersion(SQLModel, table=True):
    """The text of a tip at a moment, immutable; one row at sending and one for each change afterwards."""

    __tablename__ = "tip_version"
    __table_args__ = (UniqueConstraint("tip_id", "version"),)

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    version: int
    text: str
    photos: int = 0
    cause: str = Field(max_length=20)
    at: datetime


class Decision(SQLModel, table=True):
    """One recorded act on a tip: who moved it from where to where, when, behind which door, and why."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_at", "at", "verb"),)

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    verb: Verb = Field(sa_type=by_value(Verb))
    from_status: TipStatus = Field(sa_type=by_value(TipStatus))
    to_status: TipStatus = Field(sa_type=by_value(TipStatus))
    by_id: int = refers_to("person.id")
    at: datetime
    door: str = Field(max_length=20)
    version: int
    reason: str | None = Field(default=None, max_length=20)
    note: str = ""


class Question(SQLModel, table=True):
    """What the desk asked about a tip; open until answered. `outcome`: answered, declined, or nothing while open."""

    __tablename__ = "question"

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    code: str = Field(max_length=20)
    text: str
    asked_by: int = refers_to("person.id", index=False)
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    outcome: str | None = Field(default=None, max_length=20)


class Note(SQLModel, table=True):
    """An internal note of the desk: never sent to anybody outside."""

    __tablename__ = "note"

    id: int | None = row_id()
    tip_id: int = refers_to("tip.id")
    by_id: int = refers_to("person.id", index=False)
    at: datetime
    text: str
