"""What a backup must not be taken for: cut off, changed, foreign, swollen, or of a later version."""

import gzip
import hashlib
import json
import os
import random
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from review import migrations
from review.backups import archive, checking, restoring
from review.backups.archive import BadArchive
from review.db import Database
from review.migrations import SchemaNewer
from review.settings import Settings
from tests.review.backup_scene import NOW, Desk, quiet

INTO_SQLITE = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)


def codes(checked: checking.Checked) -> list[str]:
    return sorted({finding.code for finding in checked.findings})


def has_no_table(url: str) -> bool:
    database = Database(url)
    names = database.reading.dialect.get_table_names
    with database.reading.connect() as connection:
        found = names(connection)
    database.close()
    return found == []


def rewritten(desk: Desk, change: Callable[[list[tuple[str, bytes]]], None]) -> Path:
    """Return a backup in clear whose members were changed by somebody."""
    path = desk.backed_up(in_clear=True).path
    with path.open("rb") as file:
        members = [(member.name, member.data) for member in archive.members(file)]
    change(members)
    with path.open("wb") as file:
        for name, data in members:
            file.writelines(archive.packed(name, data, at=0))
        file.write(archive.END)
    return path


@pytest.mark.parametrize("share", [0.5, 0.999])
@pytest.mark.parametrize("form", ["in clear", "sealed"])
@INTO_SQLITE
def test_a_backup_that_was_cut_off_is_never_taken_for_whole(
    desk: Desk, empty_url: str, share: float, form: str
) -> None:
    path = desk.backed_up(in_clear=form == "in clear").path
    os.truncate(path, int((path.stat().st_size - 2048) * share))

    assert codes(checking.check(path, desk.identity, say=quiet)) == ["archive"]
    with pytest.raises(BadArchive):
        desk.restored(path, empty_url)
    assert has_no_table(empty_url)


def test_a_flipped_bit_is_found_wherever_it_is(desk: Desk) -> None:
    path = desk.backed_up(in_clear=True).path
    whole = path.read_bytes()
    unseen = []
    for place in range(600, len(whole) - archive.BLOCK * 2, len(whole) // 12):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        is_padding = not any(whole[place - 1 : place + 2])
        if not is_padding and not checking.check(path, None, say=quiet).findings:
            unseen.append(place)

    assert unseen == []


def test_each_fault_of_an_archive_is_named(desk: Desk) -> None:
    def spoil(members: list[tuple[str, bytes]]) -> None:
        media = [place for place, (name, _) in enumerate(members) if name.startswith("media/")]
        members[media[0]] = (members[media[0]][0], b"other bytes")
        stray = hashlib.sha256(b"stray").hexdigest()
        members.insert(media[1], (f"media/{stray}", b"stray"))
        del members[media[3]]
        tip = next(place for place, (name, _) in enumerate(members) if "-tip/" in name)
        del members[tip]

    checked = checking.check(rewritten(desk, spoil), None, say=quiet)

    assert {"member", "count", "reference", "file_damaged", "file_missing", "file_orphan"} <= set(codes(checked))


@INTO_SQLITE
def test_an_archive_that_was_changed_is_not_restored(desk: Desk, empty_url: str) -> None:
    def spoil(members: list[tuple[str, bytes]]) -> None:
        place = next(place for place, (name, _) in enumerate(members) if "-note/" in name)
        del members[place]

    path = rewritten(desk, spoil)

    with pytest.raises(BadArchive, match="Nothing was restored"):
        desk.restored(path, empty_url)
    assert has_no_table(empty_url)


def foreign(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    header = tarfile.TarInfo(name)
    header.type, header.linkname, header.size = kind, link, 0
    return header.tobuf(tarfile.USTAR_FORMAT)


@pytest.mark.parametrize(
    "header",
    [
        foreign("/etc/passwd"),
        foreign("../outside"),
        foreign("media/../../outside"),
        foreign("about.json", tarfile.SYMTYPE, "/etc/passwd"),
        foreign("about.json", tarfile.LNKTYPE, "manifest.json"),
        foreign("media", tarfile.DIRTYPE),
        foreign("about.json", tarfile.CHRTYPE),
        foreign("about.json", tarfile.XHDTYPE),
        foreign("rows/000-tip/000000.jsonl.gz\n"),
        b"\xff" * 512,
        b"",
    ],
)
def test_what_no_backup_holds_is_refused_before_it_is_used(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "foreign.tar"
    path.write_bytes(header + archive.END)
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}", data_dir=tmp_path / "new")

    assert codes(checking.check(path, None, say=quiet)) == ["archive"]
    with pytest.raises(BadArchive):
        restoring.restore(settings, path, None, now=NOW, say=quiet)
    assert has_no_table(settings.database_url)
    assert not settings.media_dir.exists()


ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1 << 70,
    1e308,
    "",
    "\ud800",
    "x" * 100_000,
    [],
    {"a": [[[]]]},
    "2026-13-45T99:00:00",
    "\x00",
)


@pytest.mark.parametrize("seed", range(6))
def test_rows_of_any_kind_are_loaded_or_named_and_never_break_off(desk: Desk, seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - a seed makes a test repeatable

    def spoil(members: list[tuple[str, bytes]]) -> None:
        place, (name, data) = luck.choice([pair for pair in enumerate(members) if pair[1][0].startswith("rows/")])
        columns, *rows = (json.loads(line) for line in gzip.decompress(data).splitlines())
        luck.choice(rows)[luck.randrange(len(columns))] = luck.choice(ODD)
        lines = "\n".join(json.dumps(line) for line in [columns, *rows])
        members[place] = (name, archive.squeezed(lines.encode()))

    checked = checking.check(rewritten(desk, spoil), None, say=quiet)

    assert checked.findings
    assert "x" * 50 not in " ".join(finding.sentence for finding in checked.findings)


@pytest.mark.parametrize("lines", [b"", b"{}", b"[1, 2", b'["id"]\n5', b'["nothing"]\n[1]', b"[" * 100_000])
def test_lines_that_are_no_rows_are_said_to_be_none(desk: Desk, lines: bytes) -> None:
    def spoil(members: list[tuple[str, bytes]]) -> None:
        place = next(place for place, (name, _) in enumerate(members) if "-note/" in name)
        members[place] = (members[place][0], archive.squeezed(lines))

    checked = checking.check(rewritten(desk, spoil), None, say=quiet)

    assert codes(checked) == ["archive"]


def test_rows_that_swell_beyond_all_measure_are_refused() -> None:
    swollen = archive.squeezed(bytes(archive.LARGEST_PORTION + 1))

    with pytest.raises(BadArchive, match="too large"):
        archive.unsqueezed(archive.Member("rows/000-tip/000000.jsonl.gz", swollen, table="tip"))


@INTO_SQLITE
def test_a_backup_of_a_later_version_is_refused_and_both_revisions_are_named(desk: Desk, empty_url: str) -> None:
    def age(members: list[tuple[str, bytes]]) -> None:
        about = json.loads(members[0][1])
        members[0] = (archive.ABOUT, json.dumps({**about, "schema": "9999"}).encode())

    path = rewritten(desk, age)

    with pytest.raises(SchemaNewer, match=f"9999.*{migrations.head()}"):
        desk.restored(path, empty_url)
    assert codes(checking.check(path, None, say=quiet)) == ["archive"]
