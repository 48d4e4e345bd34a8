"""The columns of a register, and a unit as one row holds it."""

from dataclasses import dataclass
from datetime import date

TYPES = (
    "city", "department", "board", "district", "ward", "commune", "special_zone", "mass_org", "post", "school", "other",
)  # fmt: skip
COLUMNS = (
    "id", "code", "type", "name_full", "name_short", "aliases", "parent_id", "valid_from", "valid_to",
    "successors", "successors_complete", "contact_phone_public",
)  # fmt: skip
NEEDED = ("id", "code", "type", "name_full")
NOT_KEPT = frozenset({"basis", "note", "fictional", "quota_profile_id"})  # remarks beside the register, for its readers
SHARES = ("all", "part")
BETWEEN = "|"  # what parts several values of one cell
MOST_ROWS = 60_000
MOST_VALUES = 400  # of one cell
LONGEST = 200  # characters of a name
FIRST_YEAR, LAST_YEAR = 1901, 2199  # spreadsheets know no day before


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, where: row 0 is the file as a whole, rows count as the spreadsheet does (YAML: the n-th unit)."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Going:
    """All or part of the unit goes over to another; `since` only where the unit itself goes on."""

    unit_id: str
    share: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A unit with everything the register keeps of it."""

    id: str
    code: str
    type: str
    name_full: str
    name_short: str
    aliases: tuple[str, ...] = ()
    parent_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[Going, ...] = ()
    successors_complete: bool = True
    contact_phone_public: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row before it is understood: what stands in each column."""

    row: int
    cells: dict[str, object]
