"""Which rows of which tables are about a person: told by the keys, so that a new table is reached too.

A table is a person's where it refers to them as `person_id` or `sender_id`, or to a tip of theirs. Every other table is
named in KEPT with the reason why nothing of a person stands in it; a test asks that of each new one.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Column, ColumnElement, Table, select
from sqlmodel import SQLModel

from review.models import table

OWNED_BY = ("person_id", "sender_id")
KEPT: Mapping[str, str] = {
    "person": "the person's own row, of which the number stays as the tombstone",
    "inbox": "raw updates are found by chat and by the references in them",
    "outbox": "notices are found by recipient and subject",
    "posted_message": "messages of ours are found by chat",
    "invitation": "names in invitations are found by the dialogue and by the name",
    "draft": "articles are the newsroom's; the person's name is taken out of them",
    "draft_revision": "as draft",
    "search_due": "numbers of tips whose words are indexed anew",
    "pull_receipt": "who of the desk took which version",
    "audit": "numbers and codes, chained",
    "rule_edition": "the desk's own rules; a sender stands in them as a number",
    "change": "numbers",
    "released_file": "hashes of files that are about to go",
    "counter": "numbers",
    "desk_figure": "numbers, by topic, unit and who of the desk decided",
    "desk_setting": "the desk's own",
    "unit": "offices",
    "succession": "offices",
    "term": "the desk's own lists",
}


def tables() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every table with rows of a person and the column that says whose, referring tables first."""
    for found in reversed(SQLModel.metadata.sorted_tables):
        column = owner(found)
        if column is not None:
            yield found, column


def owner(found: Table) -> Column[int] | None:
    """Return the column by which a table's rows belong to a person or to a tip; None where they belong to nobody."""
    named = [column for column in found.columns if column.name in OWNED_BY and _refers(column, "person")]
    of_tip = [column for column in found.columns if column.name == "tip_id" and _refers(column, "tip")]
    return next(iter([*named, *of_tip]), None)


def belongs_to(column: Column[int], person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a row belongs to a person."""
    if column.name in OWNED_BY:
        return column == person_id
    tip = table("tip")
    return column.in_(select(tip.c.id).where(tip.c.sender_id == person_id))


def _refers(column: Column[int], target: str) -> bool:
    return any(key.column.table.name == target for key in column.foreign_keys)
