"""What stands in the cells of a row, as a unit; each cell that cannot be taken as it is gets its reason."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NoReturn

from review.unit_files.form import (
    BETWEEN,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST,
    MOST_VALUES,
    SHARES,
    TYPES,
    Fault,
    FileUnit,
    Going,
    Line,
)

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YES, NO = frozenset({"yes", "true", ""}), frozenset({"no", "false"})
LONGEST_CODE = 40


class _WrongCellError(ValueError):
    """The cell cannot be taken as it is; the sentence says why."""


def understood(line: Line, *, are_days_text: bool) -> tuple[FileUnit | None, list[Fault]]:
    """Return the unit of a row, or None with every fault of its cells."""
    readers = {
        "id": _id,
        "code": lambda value: _text(value, LONGEST_CODE, is_needed=True),
        "type": _type,
        "name_full": lambda value: _text(value, is_needed=True),
        "name_short": _text,
        "aliases": _aliases,
        "parent_id": lambda value: _id(value) if value not in (None, "") else None,
        "valid_from": lambda value: _day(value, is_text=are_days_text),
        "valid_to": lambda value: _day(value, is_text=are_days_text),
        "successors": _successors,
        "successors_complete": _is_yes,
        "contact_phone_public": _text,
    }
    found: dict[str, Any] = {}
    faults = []
    for column, reader in readers.items():
        try:
            found[column] = reader(line.cells.get(column))
        except _WrongCellError as error:
            faults.append(Fault(line.row, column, str(error)))
    if faults:
        return None, faults
    found["name_short"] = found["name_short"] or found["name_full"]
    return FileUnit(**found), []


def _text(value: object, longest: int = LONGEST, *, is_needed: bool = False) -> str:
    if value is None:
        value = ""
    if not isinstance(value, str):
        _refuse("a number or a day where text belongs; make the column text, so that no zero is lost")
    text = unicodedata.normalize("NFC", value).strip()
    if text.startswith("="):
        _refuse("a formula stands here, not a value")
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        _refuse("the cell holds a line break or a sign that cannot be printed")
    if is_needed and not text:
        _refuse("the cell is empty")
    if len(text) > longest:
        _refuse(f"longer than {longest} characters")
    return text


def _id(value: object) -> str:
    text = _text(value, is_needed=True)
    if not ID.fullmatch(text):
        _refuse("an id is made of a-z, 0-9 and hyphens, 60 at most")
    return text


def _type(value: object) -> str:
    text = _text(value, is_needed=True)
    if text not in TYPES:
        _refuse(f"no such type; there are {', '.join(TYPES)}")
    return text


def _day(value: object, *, is_text: bool) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        if value.time() != time() or value.tzinfo is not None:
            _refuse("a day with a time of day")
        value = value.date()
    if isinstance(value, str):
        value = _written_day(value.strip(), is_text=is_text)
    if not isinstance(value, date):
        _refuse("this is no day")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        _refuse(f"a day from {FIRST_YEAR} to {LAST_YEAR} belongs here")
    return value


def _written_day(text: str, *, is_text: bool) -> date:
    if not is_text:
        _refuse("a day as text; make it a day of the spreadsheet, for 1/7 and 7/1 look alike")
    if not DAY.fullmatch(text):
        _refuse("write the day as 2025-07-01, for 1/7 and 7/1 look alike")
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse("there is no such day")


def _values(value: object) -> list[object]:
    values = [each for each in value.split(BETWEEN) if each.strip()] if isinstance(value, str) else value or []
    if not isinstance(values, list):
        _refuse("a list belongs here")
    if len(values) > MOST_VALUES:
        _refuse(f"more than {MOST_VALUES} values")
    return values


def _aliases(value: object) -> tuple[str, ...]:
    names = tuple(_text(each, is_needed=True) for each in _values(value))
    if any(BETWEEN in name for name in names):
        _refuse(f"a name holds {BETWEEN}")
    return names


def _successors(value: object) -> tuple[Going, ...]:
    goings = tuple(_going(each) for each in _values(value))
    ids = [going.unit_id for going in goings]
    if len(set(ids)) < len(ids):
        _refuse("a successor stands there twice")
    if len(goings) > 1 and any(going.share == "all" for going in goings):
        _refuse("all of a unit goes to one; to several go parts")
    return goings


def _going(value: object) -> Going:
    if isinstance(value, str):
        value = dict(zip(("unit_id", "share", "from"), map(str.strip, value.split(":", 2)), strict=False))
    if not isinstance(value, Mapping):
        _refuse("a successor is written as id:all, id:part or id:part:2025-10-01")
    share = value.get("share")
    if share not in SHARES:
        _refuse("the share of a successor is all or part")
    return Going(_id(value.get("unit_id")), share, _day(value.get("from"), is_text=True))


def _is_yes(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return value is not False
    text = _text(value).lower()
    if text not in YES | NO:
        _refuse("yes or no belongs here")
    return text in YES


def _refuse(reason: str) -> NoReturn:
    raise _WrongCellError(reason)
