"""What is compared of tips, drafts and photos, and which tips were found alike. All of it can be made anew."""

from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from review.models.columns import BIG, NEVER_REUSED, row_id


def _belongs_to(target: str, *, unique: bool = False, index: bool = False, nullable: bool = True) -> Any:
    """Return a reference that goes with its row: what is compared of a thing has no life of its own."""
    extra: dict[str, Any] = {"default": None} if nullable else {}
    return Field(
        foreign_key=target, ondelete="CASCADE", unique=unique, index=index, nullable=nullable, sa_type=BIG, **extra
    )


class Likeness(SQLModel, table=True):
    """The text of a tip or a draft as it is compared, in one version; a new version is a new row with a new number.

    `digest` tells exact copies, `signature` likely ones (None: too short to tell), `photos` how many were looked at.
    """

    __tablename__ = "likeness"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = row_id()
    tip_id: int | None = _belongs_to("tip.id", unique=True)
    draft_id: int | None = _belongs_to("draft.id", unique=True)
    version: int
    form: int
    photos: int = 0
    digest: str = Field(default="", max_length=64, index=True)
    signature: bytes | None = Field(default=None, sa_type=LargeBinary)


class NamedDocument(SQLModel, table=True):
    """The number of a document a tip names, folded."""

    __tablename__ = "named_document"

    id: int | None = row_id()
    tip_id: int = _belongs_to("tip.id", index=True, nullable=False)
    number: str = Field(max_length=80, index=True)


class PhotoLikeness(SQLModel, table=True):
    """The signs of a photo, whole and with its edges cut."""

    __tablename__ = "photo_likeness"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = row_id()
    tip_id: int = _belongs_to("tip.id", index=True, nullable=False)
    attachment_id: int = _belongs_to("attachment.id", unique=True, nullable=False)
    bits: bytes = Field(sa_type=LargeBinary)


class Alike(SQLModel, table=True):
    """A tip and an older one, or a draft, that tell of the same: `why` is text, document, file or photo."""

    __tablename__ = "alike"
    __table_args__ = (
        Index("ix_alike_other_tip_id", "other_tip_id"),
        Index("ix_alike_other_draft_id", "other_draft_id"),
    )

    id: int | None = row_id()
    tip_id: int = _belongs_to("tip.id", index=True, nullable=False)
    other_tip_id: int | None = _belongs_to("tip.id")
    other_draft_id: int | None = _belongs_to("draft.id")
    why: str = Field(max_length=20)
    score: float
