"""What an archive says about itself: first what must be known before reading on, last what it must hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from review.audit import Head
from review.backups.archive import BadArchive

FORMAT = 1


@dataclass(frozen=True, slots=True)
class About:
    """The version and schema of the desk that made the backup, when, and how far its numbers and its audit had come."""

    tinbai: str
    schema: str
    made_at: datetime
    engine: str
    audit: Head
    counters: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "tinbai": self.tinbai,
            "schema": self.schema,
            "made_at": self.made_at.isoformat(),
            "engine": self.engine,
            "audit": {"number": self.audit.number, "hash": self.audit.hash},
            "counters": dict(self.counters),
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: rows by table, the SHA-256 of each member.

    Media are named by theirs: how many there are, the SHA-256 over all the names, and how many the store did not have.
    """

    about: About
    rows: Mapping[str, int]
    members: Mapping[str, str]
    media: int
    media_digest: str
    missing: int

    def as_json(self) -> dict[str, Any]:
        return {
            **self.about.as_json(),
            "rows": dict(self.rows),
            "media": self.media,
            "media_digest": self.media_digest,
            "missing": self.missing,
            "members": dict(self.members),
        }


def written(part: About | Manifest) -> bytes:
    return json.dumps(part.as_json(), ensure_ascii=True, indent=1).encode("ascii")


def about(data: bytes) -> About:
    """Read the first member; raises BadArchive."""
    try:
        return _about(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchive("about.json is not what a backup of this version has.") from error


def manifest(data: bytes) -> Manifest:
    """Read the last member; raises BadArchive."""
    try:
        given = json.loads(data)
        return Manifest(
            _about(given),
            {str(name): int(n) for name, n in given["rows"].items()},
            {str(name): str(digest) for name, digest in given["members"].items()},
            int(given["media"]),
            str(given["media_digest"]),
            int(given["missing"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive("manifest.json is not what a backup of this version has.") from error


def _about(given: Mapping[str, Any]) -> About:
    if given["format"] != FORMAT:
        raise BadArchive("the backup was made by a later version of the desk; restore it with that one.")
    return About(
        str(given["tinbai"]),
        str(given["schema"]),
        datetime.fromisoformat(given["made_at"]),
        str(given["engine"]),
        Head(int(given["audit"]["number"]), str(given["audit"]["hash"])),
        {str(name): int(n) for name, n in given["counters"].items()},
    )
