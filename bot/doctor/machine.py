"""The machine: room on the disk, SQLite and where its file lies, and who else may read what is secret."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from dotenv import dotenv_values

from bot.doctor.findings import Finding, mend, note, well
from review import disk
from review.db import is_wal_safe, sqlite_driver, sqlite_file
from review.settings import SECRETS, Settings

MOUNTS = Path("/proc/mounts")
DOTENV = Path(".env")
NETWORKED = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "beegfs", "davfs", "fuse.sshfs")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
STRANGERS = stat.S_IRWXO


def findings(settings: Settings) -> Iterator[Finding]:
    yield room(settings)
    file = sqlite_file(settings.database_url)
    if file is not None:
        yield sqlite_version()
        yield file_system(file)
    environment = {**dotenv_values(DOTENV, encoding="utf-8-sig"), **os.environ}
    yield from private(secret_files(settings, environment), file)


def room(settings: Settings) -> Finding:
    free = disk.free(settings.data_dir)
    what = f"{free // disk.MEGABYTE} MB free on the disk of DATA_DIR"
    if free > disk.NEARLY_FULL:
        return well("disk", what)
    return mend(
        "disk",
        what,
        why="When it is full the desk stops taking messages (Telegram keeps them for 24 hours only).",
        how="Make room, or move DATA_DIR to a larger disk; below 50 MB nothing new is taken.",
    )


def sqlite_version() -> Finding:
    driver = sqlite_driver()
    if is_wal_safe(driver.sqlite_version_info):
        return well("sqlite_version", f"SQLite {driver.sqlite_version}, journal WAL")
    return note(
        "sqlite_version",
        f"SQLite {driver.sqlite_version} can damage a WAL database, so the journal TRUNCATE is used",
        why="All is safe, but writing is slower and pages wait while something is written.",
        how="Install the pysqlite3 wheel (make set-up does, where one exists) or SQLite 3.51.3 or newer.",
    )


def file_system(file: Path, mounts: Path = MOUNTS) -> Finding:
    """Tell whether SQLite's file lies on a disk of this machine; on others its locks do not hold (sqlite.org/wal)."""
    kind = _kind_of(file, mounts)
    if not kind.startswith(NETWORKED):
        return well("file_system", f"the database file lies on a disk of this machine ({kind or 'unknown'})")
    return mend(
        "file_system",
        f"the database file lies on a network file system ({kind})",
        why="SQLite's locks and its WAL do not work there: the database will be damaged sooner or later.",
        how="Move DATA_DIR to a disk of this machine, or use PostgreSQL: tinbai migrate --to postgresql+psycopg://…",
    )


def secret_files(settings: Settings, environment: Mapping[str, str | None]) -> list[Path]:
    """Return the files that hold secrets of this desk, as far as they are there."""
    named = [Path(path) for name in SECRETS if (path := environment.get(f"{name}_FILE"))]
    files = [DOTENV, settings.data_dir / "secret.key", *named]
    return [path for path in files if path.is_file()]


def private(secrets: list[Path], database: Path | None) -> Iterator[Finding]:
    """Tell which secret files others on this machine can read."""
    open_ones = [path for path in secrets if path.stat().st_mode & OTHERS]
    for path in open_ones:
        yield mend(
            "secret_file",
            f"{path} can be read by other users of this machine",
            why="Whoever reads it can speak as the bot, or sign in as staff.",
            how=f"chmod 600 {path}",
        )
    if not open_ones:
        yield well("secret_file", "files with secrets are readable by the desk's own user alone")
    if database is not None and _is_open_to_strangers(database):
        yield mend(
            "data_dir",
            f"{database.parent} can be read by every user of this machine",
            why="It holds what people wrote, who they are, and their photos.",
            how=f"chmod 700 {database.parent}",
        )


def _is_open_to_strangers(database: Path) -> bool:
    return database.is_file() and all(path.stat().st_mode & STRANGERS for path in (database, database.parent))


def _kind_of(path: Path, mounts: Path) -> str:
    """Return the kind of file system a path lies on: that of the longest mount point above it."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    place = path.absolute()
    above = [(len(line[1]), line[2]) for line in lines if len(line) > 2 and place.is_relative_to(_plain(line[1]))]  # noqa: PLR2004 - device, place, kind
    return max(above, default=(0, ""))[1]


def _plain(place: str) -> str:
    r"""Read a mount point: spaces are written as \040 there."""
    return place.replace("\\040", " ")
