"""A paper: columns, rows and totals as plain values, the same whatever it is written as, and its check sum."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | None


class Kind(StrEnum):
    """What a column holds: words, whole numbers, decimals, đồng, percent, a day, a link."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    LINK = "link"


ADDED_UP = frozenset({Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `group` is the heading over several neighbours, `is_total` whether its sum stands below."""

    title: str
    kind: Kind = Kind.TEXT
    group: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One table with its heading; `notes` stand below it, `signers` are the blocks at its end."""

    code: str
    title: str
    period: str
    period_name: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    checksum: str = field(default="", compare=False)

    @property
    def totals(self) -> tuple[Value, ...] | None:
        """Return the sums under the table, None where nothing is added up."""
        if not any(column.is_total for column in self.columns):
            return None
        return tuple(
            sum(value for row in self.rows if isinstance(value := row[place], int)) if column.is_total else None
            for place, column in enumerate(self.columns)
        )


def check_sum(paper: Paper) -> str:
    """Return the paper's check sum: over its kind, period, unit and every value, in four groups to read aloud."""
    values = [paper.code, paper.period_name, paper.unit, [column.title for column in paper.columns]]
    told = json.dumps([values, [[_plain(value) for value in row] for row in paper.rows]], ensure_ascii=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:16].upper()
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))


def _plain(value: Value) -> str | int | None:
    return value if value is None or isinstance(value, (str, int)) else str(value)
