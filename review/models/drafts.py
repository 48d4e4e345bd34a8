"""Drafts: article texts made from tips, every saved version kept, and who took which."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from review.models.columns import BIG, by_value, refers_to, row_id
from review.workflow import DraftStatus


class Draft(SQLModel, table=True):
    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_status_id", "status", "id"),
        Index("ix_draft_sequence", "sequence"),
        Index("ix_draft_status_sequence", "status", "sequence"),
    )

    id: int | None = row_id()
    reference: str = Field(max_length=20, unique=True)
    status: DraftStatus = Field(default=DraftStatus.DRAFTED, sa_type=by_value(DraftStatus))
    version: int = 1
    title: str = ""
    genre: str = Field(max_length=10)
    section: str = ""
    template_error: str | None = None
    created_at: datetime
    changed_at: datetime
    sequence: int = Field(default=0, sa_type=BIG)  # raised with every change: whoever has seen one has seen all before
    published_at: datetime | None = None
    published_url: str | None = None
    reason: str = ""


class DraftSource(SQLModel, table=True):
    """Which tips a draft was made from, in order."""

    __tablename__ = "draft_source"
    __table_args__ = (UniqueConstraint("draft_id", "tip_id"),)

    id: int | None = row_id()
    draft_id: int = refers_to("draft.id")
    tip_id: int = refers_to("tip.id")
    position: int = 0


class DraftRevision(SQLModel, table=True):
    """One saved version of a draft: the article as JSON, immutable."""

    __tablename__ = "draft_revision"
    __table_args__ = (UniqueConstraint("draft_id", "version"),)

    id: int | None = row_id()
    draft_id: int = refers_to("draft.id")
    version: int
    article: dict[str, Any] = Field(sa_type=JSON)
    by_id: int | None = refers_to("person.id", index=False, nullable=True)
    at: datetime
    note: str = ""


class PullReceipt(SQLModel, table=True):
    """Who took which version of a draft, when and how."""

    __tablename__ = "pull_receipt"

    id: int | None = row_id()
    draft_id: int = refers_to("draft.id")
    version: int
    by_id: int = refers_to("person.id", index=False)
    at: datetime
    way: str = Field(max_length=20)
