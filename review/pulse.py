"""The pulse of each process: every few seconds it leaves word that it lives, and what it has counted.

So one page, and one /metrics, can speak of all processes of a desk, wherever they run.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from sqlmodel import Session, col, delete, select

from review.figures import Snapshot
from review.models import DeskSetting

BEAT = timedelta(seconds=10)
ALIVE = timedelta(seconds=45)  # without word for longer, a process counts as gone
KEPT = timedelta(hours=1)
PREFIX = "pulse:"


@dataclass(frozen=True, slots=True)
class Pulse:
    """One process as it last said."""

    at: datetime
    version: str
    snapshot: Snapshot

    @property
    def process(self) -> str:
        return self.snapshot.process

    def is_alive(self, now: datetime) -> bool:
        return now - self.at < ALIVE


def own_version() -> str:
    """Return the version of this desk."""
    try:
        return version("tinbai")
    except PackageNotFoundError:
        return "unpacked"


def beat(session: Session, pulse: Pulse) -> None:
    """Leave word; forget processes that left none for an hour."""
    said = {"at": pulse.at.isoformat(), "version": pulse.version, **pulse.snapshot.to_json()}
    name = f"{PREFIX}{pulse.process}"
    row = session.get(DeskSetting, name) or DeskSetting(name=name, value="")
    row.value = json.dumps(said, separators=(",", ":"))
    session.add(row)
    gone = [name for name, at in _times(session) if pulse.at - at > KEPT]
    if gone:
        session.exec(delete(DeskSetting).where(col(DeskSetting.name).in_(gone)))
    session.flush()


def pulses(session: Session, *, now: datetime) -> list[Pulse]:
    """Return what every process last said, those that fell silent within the hour included, newest first."""
    found = [pulse for name, value in _rows(session) if (pulse := _read(name, value)) and now - pulse.at < KEPT]
    return sorted(found, key=lambda pulse: pulse.at, reverse=True)


def _times(session: Session) -> Iterator[tuple[str, datetime]]:
    for name, value in _rows(session):
        pulse = _read(name, value)
        if pulse is not None:
            yield name, pulse.at


def _rows(session: Session) -> Iterator[tuple[str, str]]:
    query = select(DeskSetting).where(col(DeskSetting.name).startswith(PREFIX))
    for row in session.exec(query):
        yield row.name, row.value


def _read(name: str, value: str) -> Pulse | None:
    """Read one pulse; another version's may have another form, and is passed over."""
    try:
        said = json.loads(value)
        snapshot = Snapshot.from_json(name.removeprefix(PREFIX), said)
        return Pulse(datetime.fromisoformat(said["at"]), str(said["version"]), snapshot)
    except (KeyError, TypeError, ValueError):
        return None
