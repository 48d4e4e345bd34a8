"""Units through time and the dated lists the newsroom keeps."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from review.models.columns import row_id


class Unit(SQLModel, table=True):
    """A department, ward, commune …, valid from and to a day (both inclusive, None = open)."""

    __tablename__ = "unit"

    id: str = Field(primary_key=True, max_length=60)
    code: str = Field(max_length=40)
    type: str = Field(max_length=20)
    name_full: str
    name_short: str
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    parent_id: str | None = Field(default=None, foreign_key="unit.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None
    contact: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_succession_complete: bool = True


class Succession(SQLModel, table=True):
    """All or part of a unit went over to another, on the day after its last where `since` names no other."""

    __tablename__ = "succession"

    id: int | None = row_id()
    unit_id: str = Field(foreign_key="unit.id", index=True)
    successor_id: str = Field(foreign_key="unit.id", index=True)
    share: str = Field(max_length=10)
    since: date | None = None


class Term(SQLModel, table=True):
    """One entry of a dated list: a topic, section, genre, reason, question, source type … by kind and code."""

    __tablename__ = "term"
    __table_args__ = (Index("uq_term_kind_code_from", "kind", "code", "valid_from", unique=True),)

    id: int | None = row_id()
    kind: str = Field(max_length=20)
    code: str = Field(max_length=40)
    position: int = 0
    vi: str
    en: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    valid_from: date | None = None
    valid_to: date | None = None


class Counter(SQLModel, table=True):
    """A number per name and day: references given out, strangers turned away."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True)
    n: int = 0


class DeskSetting(SQLModel, table=True):
    """What the desk has decided about itself: the moderators' group, switches."""

    __tablename__ = "desk_setting"

    name: str = Field(primary_key=True, max_length=40)
    value: str
