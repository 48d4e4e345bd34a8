"""Each fault that is planted in a desk is found and named; a desk without one has none."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from review import migrations, verifying
from review.audit import Head
from review.db import Database, engine_for
from review.media.opening import store_of
from review.newsroom import Newsroom
from review.words import shipped
from tests.review.backup_scene import Desk


@pytest.fixture
def newsroom(desk: Desk) -> Iterator[Newsroom]:
    database = Database(desk.settings.database_url)
    migrations.upgrade(database.writing)
    yield Newsroom(desk.settings, database, store_of(desk.settings), shipped())
    database.close()


def found(newsroom: Newsroom, known: Head | None = None) -> list[tuple[str, str]]:
    return [(finding.code, finding.subject) for finding in verifying.findings(newsroom, known=known)]


def plant(newsroom: Newsroom, statement: str) -> None:
    """Change rows as somebody would who does not ask the desk."""
    engine = engine_for(newsroom.settings.database_url, writing=True)
    raw = engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(statement)
    raw.close()
    engine.dispose()


def test_a_whole_desk_has_no_fault(newsroom: Newsroom) -> None:
    assert found(newsroom) == []


def test_a_file_that_is_gone_is_named(newsroom: Newsroom) -> None:
    key = next(newsroom.media.keys())
    (newsroom.settings.media_dir / key[:2] / key).unlink()

    assert found(newsroom) == [("file_missing", key)]


def test_a_file_whose_bytes_changed_is_named(newsroom: Newsroom) -> None:
    key = next(newsroom.media.keys())
    (newsroom.settings.media_dir / key[:2] / key).write_bytes(b"other bytes")

    assert found(newsroom) == [("file_damaged", key)]


def test_a_file_that_no_row_names_is_named(newsroom: Newsroom) -> None:
    key = newsroom.media.put(b"left behind")

    assert found(newsroom) == [("file_orphan", key)]


def test_a_row_that_refers_to_nothing_is_named(newsroom: Newsroom) -> None:
    plant(newsroom, "UPDATE note SET tip_id = 4711 WHERE id = 1")

    assert found(newsroom) == [("reference", "note:1")]


def test_a_changed_audit_is_named_by_its_first_row(newsroom: Newsroom) -> None:
    plant(newsroom, "UPDATE audit SET outcome = 'refused' WHERE id = 40")

    assert found(newsroom) == [("audit", "audit:40")]


def test_a_cut_tail_of_the_audit_is_found_by_what_was_noted(newsroom: Newsroom) -> None:
    head = newsroom.database.read_now(
        lambda s: s.connection().execute(text("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")).one()
    )
    plant(newsroom, "DELETE FROM audit WHERE id > 90")

    assert found(newsroom) == []
    assert found(newsroom, Head(*head)) == [("audit", "audit:91")]


def test_a_torn_database_file_is_a_fault(newsroom: Newsroom) -> None:
    statement = "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'tip') "
    torn = engine_for(newsroom.settings.database_url, writing=True)
    raw = torn.raw_connection()
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute(statement + "WHERE name = 'ix_tip_status_id'")
    raw.close()
    torn.dispose()

    assert {"integrity", "unreadable"} & {code for code, _ in found(newsroom)}
