"""A finding and how grave it is."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    WELL = "ok"
    NOTE = "note"  # works, and somebody should know
    MEND = "mend"  # something is lost, refused or unsafe until it is mended


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `why` and `how` are empty where all is well."""

    level: Level
    code: str
    what: str
    why: str = ""
    how: str = ""

    def to_json(self) -> dict[str, str]:
        return {**asdict(self), "level": self.level.value}


def well(code: str, what: str) -> Finding:
    return Finding(Level.WELL, code, what)


def note(code: str, what: str, *, why: str, how: str) -> Finding:
    return Finding(Level.NOTE, code, what, why, how)


def mend(code: str, what: str, *, why: str, how: str) -> Finding:
    return Finding(Level.MEND, code, what, why, how)
