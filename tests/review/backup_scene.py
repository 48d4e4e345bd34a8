"""What the tests of backups share: the first release's sample desk with bytes for its files, and keys to seal with."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyrage
from sqlalchemy import text

from review.backups import making, restoring
from review.backups.making import Made
from review.backups.restoring import Restored
from review.db import Database, engine_for
from review.media.opening import store_of
from review.settings import Settings

RELEASE = Path(__file__).parents[1] / "fixtures" / "releases" / "0.1.0.sqlite3"
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def quiet(_step: str) -> None:
    """Say nothing of the steps."""


@dataclass(frozen=True)
class Desk:
    """A desk in a folder, with the key its backups are sealed to and the private one that opens them."""

    settings: Settings
    folder: Path

    @property
    def public_key(self) -> str:
        return str(pyrage.x25519.Identity.from_str(self.identity.read_text().strip()).to_public())

    @property
    def identity(self) -> Path:
        path = self.folder / "identity"
        if not path.exists():
            path.write_text(str(pyrage.x25519.Identity.generate()))
        return path

    def backed_up(self, *, in_clear: bool = False, now: datetime = NOW) -> Made:
        key = None if in_clear else self.public_key
        return making.make(self.settings, self.folder / "backups", to=key, now=now, say=quiet)

    def restored(self, path: Path, url: str, *, now: datetime = NOW) -> "tuple[Desk, Restored]":
        other = replace(self.settings, database_url=url, data_dir=self.folder / "restored")
        done = restoring.restore(other, path, self.identity, now=now, say=quiet)
        return Desk(other, self.folder), done

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every row of the desk as its database holds it, by table."""
        return rows_of(self.settings.database_url)


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = Database(url)
    tables = database.reading.dialect.get_table_names
    with database.reading.connect() as connection:
        names = [name for name in tables(connection) if name != "alembic_version"]
        found = {
            name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr)  # noqa: S608 - our tables
            for name in names
        }
    database.close()
    return found


def a_desk_of_the_first_release(folder: Path) -> Desk:
    """Return the sample desk as version 0.1.0 left it; its files hold made-up bytes under their real names."""
    shutil.copy(RELEASE, folder / "tinbai.sqlite3")
    desk = desk_in(folder)
    _give_bytes(desk.settings)
    return desk


def desk_in(folder: Path) -> Desk:
    return Desk(Settings(database_url=f"sqlite:///{folder / 'tinbai.sqlite3'}", data_dir=folder), folder)


def _give_bytes(settings: Settings) -> None:
    """Have each file of the sample hold bytes: the sample's own were photos drawn by the rehearsal."""
    engine, media = engine_for(settings.database_url, writing=True), store_of(settings)
    with engine.begin() as connection:
        for column in ("original", "copy_key"):
            query = text(f"SELECT DISTINCT {column} FROM attachment WHERE {column} IS NOT NULL")  # noqa: S608 - ours
            for old in connection.execute(query).scalars().all():
                data = f"bytes of {old}".encode()
                new = hashlib.sha256(data).hexdigest()
                media.put(data)
                statement = text(f"UPDATE attachment SET {column} = :new WHERE {column} = :old")  # noqa: S608 - ours
                connection.execute(statement, {"new": new, "old": old})
    engine.dispose()
