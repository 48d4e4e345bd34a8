"""The newsroom's rules for what comes in, each change a row of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from review.models.columns import refers_to, row_id


class RuleEdition(SQLModel, table=True):
    """A rule as somebody left it, immutable: the newest edition of a number is the rule, unless it is gone."""

    __tablename__ = "rule_edition"
    __table_args__ = (UniqueConstraint("number", "version"),)

    id: int | None = row_id()
    number: int
    version: int
    name: str = Field(max_length=80)
    is_on: bool = False
    is_gone: bool = False
    conditions: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    effects: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by_id: int = refers_to("person.id", index=False)
    at: datetime
