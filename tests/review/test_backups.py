import io
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

from review import audit, holding, migrations, network, verifying
from review.backups import archive, checking, making, restoring, sealing, snapshot
from review.backups.restoring import NotEmpty
from review.backups.sealing import BadKey
from review.backups.snapshot import NoDesk
from review.clock import desk_date
from review.db import Database, engine_for
from review.media.opening import store_of
from review.newsroom import open_newsroom
from review.settings import Settings
from tests.review.backup_scene import NOW, Desk, quiet

CHANGED_BY_A_RESTORE = {"desk_setting", "audit", "counter", "web_session", "login_link"}


def test_a_backup_is_one_sealed_file_that_only_its_owner_reads(desk: Desk) -> None:
    made = desk.backed_up()

    assert [path.name for path in made.path.parent.iterdir()] == ["tinbai-20261124-200000.tar.age"]
    assert made.path.read_bytes().startswith(b"age-encryption.org/")
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.manifest.rows["tip"] == 22
    assert made.manifest.missing == 0


def test_a_fresh_backup_has_no_fault(desk: Desk) -> None:
    made = desk.backed_up()

    checked = checking.check(made.path, desk.identity, say=quiet)

    assert checked.findings == ()
    assert checked.manifest == made.manifest


def test_a_backup_of_the_version_before_is_restored_with_all_its_rows(desk: Desk, empty_url: str) -> None:
    made = desk.backed_up()
    before = desk.rows()

    restored, done = desk.restored(made.path, empty_url)

    after = restored.rows()
    assert done.findings == ()
    assert {name: len(rows) for name, rows in after.items() if name in before and name not in CHANGED_BY_A_RESTORE} == {
        name: len(rows) for name, rows in before.items() if name not in CHANGED_BY_A_RESTORE
    }
    newsroom = open_newsroom(restored.settings)
    assert migrations.current(newsroom.database.writing) == migrations.head()
    assert verifying.findings(newsroom, known=made.manifest.about.audit) == []
    newsroom.close()


def test_a_restored_desk_put_away_again_holds_the_same_rows(desk: Desk, empty_url: str) -> None:
    migrations.upgrade(engine_for(desk.settings.database_url, writing=True))
    made = desk.backed_up(in_clear=True)
    restored, _ = desk.restored(made.path, empty_url)

    again = making.make(restored.settings, desk.folder / "again", to=None, now=NOW, say=quiet)

    same = {
        name.partition("-")[2]: digest
        for name, digest in made.manifest.members.items()
        if name.startswith("rows/") and not any(f"-{table}/" in name for table in CHANGED_BY_A_RESTORE)
    }
    assert same.items() <= {name.partition("-")[2]: d for name, d in again.manifest.members.items()}.items()
    assert len(same) > 20
    assert again.manifest.media_digest == made.manifest.media_digest


def test_a_restored_desk_is_held_signed_out_and_gives_no_reference_twice(desk: Desk, empty_url: str) -> None:
    made = desk.backed_up()

    restored, _ = desk.restored(made.path, empty_url)

    database = Database(restored.settings.database_url)
    held = database.read_now(holding.state)
    assert held is not None
    assert (held.backup_at, held.restored_at) == (NOW, NOW)
    query = text("SELECT count(*) FROM web_session WHERE revoked_at IS NULL")
    assert database.read_now(lambda session: session.connection().execute(query).scalar()) == 0
    day = desk_date(NOW, restored.settings.time_zone)
    assert database.act_now(lambda session: network.next_number(session, "tip", day)) > restoring.SKIPPED
    database.close()


def test_numbers_go_on_behind_the_restored_rows(desk: Desk, empty_url: str) -> None:
    made = desk.backed_up()
    restored, _ = desk.restored(made.path, empty_url)
    database = Database(restored.settings.database_url)
    highest = database.read_now(lambda s: s.connection().execute(text("SELECT max(id) FROM audit")).scalar_one())

    database.act_now(lambda session: audit.record(session, "look", "desk", by=None, door="cli", now=NOW))

    assert database.read_now(audit.head).number == highest + 1
    assert database.read_now(audit.verify) is None
    database.close()


def test_numbers_of_rows_that_are_gone_are_not_given_again(desk: Desk, empty_url: str) -> None:
    engine = engine_for(desk.settings.database_url, writing=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE sqlite_sequence SET seq = 9000 WHERE name = 'tip'"))
    engine.dispose()
    made = desk.backed_up()

    restored, _ = desk.restored(made.path, empty_url)

    again = making.make(restored.settings, desk.folder / "again", to=None, now=NOW, say=quiet)
    assert again.manifest.about.counters["tip"] == 9000


def test_a_desk_is_never_restored_over_another(desk: Desk, database_url: str) -> None:
    made = desk.backed_up()

    with pytest.raises(NotEmpty):
        desk.restored(made.path, database_url)

    database = Database(database_url)
    assert database.read_now(lambda s: s.connection().execute(text("SELECT count(*) FROM tip")).scalar()) == 0
    database.close()


def test_a_sealed_backup_does_not_open_with_another_key(desk: Desk, tmp_path: Path) -> None:
    made = desk.backed_up()
    other = tmp_path / "other"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    assert "does not open with this key" in checking.check(made.path, other, say=quiet).findings[0].sentence
    with pytest.raises(BadKey, match="--identity"):
        checking.check(made.path, None, say=quiet)


@pytest.mark.parametrize("contents", ["", "# a comment\n", "AGE-SECRET-KEY-1XYZ", "khóa"])
def test_a_file_without_a_private_key_is_said_to_be_none(desk: Desk, tmp_path: Path, contents: str) -> None:
    made = desk.backed_up()
    (tmp_path / "bad").write_text(contents, encoding="utf-8")

    with pytest.raises(BadKey, match="private key"):
        checking.check(made.path, tmp_path / "bad", say=quiet)


def test_a_bad_public_key_is_refused_before_anything_is_written(desk: Desk) -> None:
    with pytest.raises(BadKey, match="public key"):
        making.make(desk.settings, desk.folder / "backups", to="age1nothing", now=NOW, say=quiet)

    assert not (desk.folder / "backups").exists()


def test_where_there_is_no_desk_there_is_no_backup(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'nowhere.sqlite3'}", data_dir=tmp_path)

    with pytest.raises(NoDesk):
        making.make(settings, tmp_path / "backups", to=None, now=NOW, say=quiet)

    assert list((tmp_path / "backups").iterdir()) == []
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_a_file_that_the_desk_had_lost_already_is_named_and_the_rest_is_restored(desk: Desk, empty_url: str) -> None:
    media = store_of(desk.settings)
    lost = next(media.keys())
    (desk.folder / "media" / lost[:2] / lost).unlink()
    made = desk.backed_up()

    _, done = desk.restored(made.path, empty_url)

    assert made.manifest.missing == 1
    assert [(finding.code, finding.subject) for finding in done.findings] == [("file_missing", lost)]


def test_a_backup_has_its_name_only_when_it_is_whole(desk: Desk) -> None:
    seen: list[set[str]] = []
    folder = desk.folder / "backups"

    def look(step: str) -> None:
        if step in {"rows read", "files read", "before rename"}:
            seen.append({path.suffix for path in folder.iterdir()})

    making.make(desk.settings, folder, to=None, now=NOW, say=look)

    assert seen == [{".incomplete"}] * 3
    assert {path.suffix for path in folder.iterdir()} == {".tar"}


def test_an_error_on_the_way_leaves_nothing_behind_and_is_told_as_it_was(desk: Desk) -> None:
    def fail(step: str) -> None:
        if step == "rows read":
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        making.make(desk.settings, desk.folder / "backups", to=desk.public_key, now=NOW, say=fail)

    assert list((desk.folder / "backups").iterdir()) == []


def test_what_is_written_while_a_backup_is_made_is_not_half_in_it(desk: Desk) -> None:
    database = Database(desk.settings.database_url)

    def write(step: str) -> None:
        if step.startswith("account:"):
            database.act_now(lambda session: audit.record(session, "late", "desk", by=None, door="cli", now=NOW))

    made = making.make(desk.settings, desk.folder / "backups", to=None, now=NOW, say=write)

    assert database.read_now(audit.head).number == made.manifest.about.audit.number + 1
    assert made.manifest.rows["audit"] == made.manifest.about.audit.number
    assert checking.check(made.path, None, say=quiet).findings == ()
    database.close()


def test_where_sqlite_runs_without_wal_a_copy_is_read_and_nobody_waits_for_it(desk: Desk) -> None:
    path = Path(desk.settings.database_url.removeprefix("sqlite:///"))
    database = Database(desk.settings.database_url)

    with snapshot.of_a_copy(path) as connection:
        database.act_now(lambda session: audit.record(session, "late", "desk", by=None, door="cli", now=NOW))
        numbers = connection.execute(text("SELECT max(id) FROM audit")).scalar_one()

    assert database.read_now(audit.head).number == numbers + 1
    assert list(desk.folder.glob(".backup-*")) == []
    database.close()


def test_a_reading_end_that_stops_early_ends_the_unsealing(desk: Desk) -> None:
    made = desk.backed_up()

    with sealing.opened(made.path, desk.identity) as stream:
        first = next(archive.members(stream))

    assert first.name == archive.ABOUT
    assert isinstance(stream, io.BufferedReader)
    assert stream.closed
