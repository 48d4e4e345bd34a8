"""`tinbai doctor`: a healthy desk has nothing to mend; each misconfiguration, planted for real, is found by name."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from importlib.resources import files as shipped_files
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.doctor import spoken
from bot.doctor import files, machine, words
from bot.doctor.findings import Level
from review import holding, inbox
from review.clock import utc_now
from review.holding import Held
from review.inbox import Arrival
from review.media.folder import FolderStore
from review.settings import Settings
from tests.bot.clinic import TOKEN, Desk, healthy_desk
from tests.bucket import Bucket

CANARY = "CANARY-of-a-message"
BROKEN = {
    "messages/receipt.vi.txt": "Đã nhận {{ ma ",
    "messages/approved.en.txt": "{{ ma.x.y }}",
    "drafts/TIN.txt": "{% block title %}{{ nobody }}{% endblock %}",
    "console/queue.html": "{% if x %}",
    "locale/vi/LC_MESSAGES/console.po": 'msgid "x"\nno keyword\n',
    "locale/en/LC_MESSAGES/tinbai.po": 'msgid "x"\nmsgstr "{n tips"\n',
}


@pytest.fixture
async def desk(migrated: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    async with healthy_desk(migrated, tmp_path) as healthy:
        yield healthy


async def test_a_healthy_desk_has_nothing_to_mend(desk: Desk) -> None:
    assert await desk.wrong() == {}


async def test_every_finding_says_what_why_and_how_and_never_a_secret(desk: Desk) -> None:
    found = await desk.findings(telegram_api_base="http://127.0.0.1:9", base_url="http://desk.example")

    assert all(each.what and (each.level is Level.WELL or (each.why and each.how)) for each in found)
    said = "\n".join(map(spoken, found))
    assert TOKEN not in said
    assert "k" * 40 not in said


# ---------------------------------------------------------------- machine and settings


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, a place that never has room")
def test_a_disk_without_room() -> None:
    assert machine.room(Settings(data_dir=Path("/proc"))).level is Level.MEND


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_database_on_a_network_file_system(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/my\\040data {kind} rw 0 0\n")

    assert machine.file_system(tmp_path / "my data" / "tinbai.sqlite3", mounts).level is Level.MEND
    assert machine.file_system(tmp_path / "here" / "tinbai.sqlite3", mounts).level is Level.WELL


async def test_secret_files_that_others_can_read(desk: Desk) -> None:
    key = desk.settings.data_dir / "secret.key"
    key.write_text("secret")
    key.chmod(0o644)

    assert f"chmod 600 {key}" in (await desk.wrong())["secret_file"].how
    key.chmod(0o600)
    assert await desk.wrong() == {}


async def test_a_data_folder_that_everybody_can_read(desk: Desk) -> None:
    desk.settings.data_dir.chmod(0o755)

    assert "chmod 700" in (await desk.wrong())["data_dir"].how


def test_secret_files_named_by_the_environment_are_looked_at(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    token.chmod(0o640)

    (found,) = machine.private(
        machine.secret_files(Settings(data_dir=tmp_path), {"TELEGRAM_TOKEN_FILE": str(token)}), None
    )

    assert str(token) in found.what


async def test_a_short_secret_key(desk: Desk) -> None:
    assert set(await desk.wrong(secret_key="short")) == {"secret_key"}


async def test_an_address_without_https(desk: Desk) -> None:
    plain, local = await desk.wrong(base_url="http://desk.example"), await desk.wrong(base_url="http://localhost:8080")

    assert plain["base_url"].level is Level.MEND
    assert local["base_url"].level is Level.NOTE


async def test_a_persons_number_in_the_place_of_a_groups(desk: Desk) -> None:
    assert "group_number" in await desk.wrong(moderation_chat_id=700000101)


async def test_secret_files_named_in_the_dotenv_are_looked_at(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    token.chmod(0o604)
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN_FILE={token}\n")
    (tmp_path / ".env").chmod(0o600)
    monkeypatch.chdir(tmp_path)

    assert str(token) in (await desk.wrong())["secret_file"].what


async def test_no_backups(desk: Desk) -> None:
    assert set(await desk.wrong(backup_recipient="")) == {"backup"}


# ---------------------------------------------------------------- database, desk, files, templates


async def test_a_database_that_is_no_database(desk: Desk) -> None:
    desk.file.write_bytes(b"this is no database, however long it may be " * 100)

    assert set(await desk.wrong()) == {"database"}


async def test_an_older_schema(desk: Desk) -> None:
    desk.act(lambda s: s.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'"))

    assert "tinbai migrate" in (await desk.wrong())["schema"].how


async def test_a_newer_schema(desk: Desk) -> None:
    desk.act(lambda s: s.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'later'"))

    assert "a later version" in (await desk.wrong())["schema"].what


async def test_nobody_on_the_desk(desk: Desk) -> None:
    desk.act(lambda s: s.connection().exec_driver_sql("UPDATE role_grant SET revoked_at = granted_at"))

    assert set(await desk.wrong()) == {"staff"}


async def test_no_units(desk: Desk) -> None:
    desk.act(lambda s: s.connection().exec_driver_sql("UPDATE unit SET valid_to = '2000-01-01'"))

    assert (await desk.wrong())["units"].level is Level.NOTE


async def test_a_backlog_and_a_dead_letter(desk: Desk) -> None:
    past = utc_now() - timedelta(minutes=20)
    raw = [Arrival(1, 1, "a", 1, f'{{"text": "{CANARY}"}}'), Arrival(1, 2, "b", 2, CANARY)]
    desk.act(lambda session: inbox.keep(session, raw, now=past))
    desk.act(lambda s: s.connection().exec_driver_sql("UPDATE inbox SET state = 'dead' WHERE update_id = 2"))

    wrong = await desk.wrong()

    assert set(wrong) == {"backlog", "dead_letters"}
    assert "20 minutes" in wrong["backlog"].what
    assert CANARY not in "".join(map(spoken, wrong.values()))


async def test_a_desk_that_does_not_run(desk: Desk) -> None:
    desk.act(lambda s: s.connection().exec_driver_sql("DELETE FROM desk_setting WHERE name LIKE 'pulse:%'"))

    assert set(await desk.wrong()) == {"alive"}


async def test_a_desk_held_after_a_restore(desk: Desk) -> None:
    now = utc_now()
    desk.act(lambda session: holding.hold(session, Held(now - timedelta(hours=5), now), now=now))

    assert "tinbai release" in (await desk.wrong())["held"].how


async def test_a_media_store_that_takes_nothing(desk: Desk) -> None:
    desk.settings.media_dir.write_text("a file where the folder should be")
    folder, bucket = await desk.wrong(), Bucket("http://127.0.0.1:9", "tips").settings(desk.settings.data_dir)

    down = await desk.wrong(media_url=bucket.media_url, s3_endpoint=bucket.s3_endpoint, aws_access_key_id="x")

    assert set(folder) == {"media"}
    assert set(down) == {"media"}


class Forgetful(FolderStore):
    """A server that ignores If-None-Match, as the port shows it."""

    def keeps_first(self) -> bool:
        return False


def test_a_media_store_that_overwrites(tmp_path: Path) -> None:
    (found,) = files.findings(Forgetful(tmp_path))

    assert "If-None-Match" in found.what


def test_templates_that_cannot_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(Path(str(shipped_files("templates"))), folder)
    for name, text in BROKEN.items():
        (folder / name).write_text(text, encoding="utf-8")

    found = [each.what for each in words.findings(utc_now, folder)]

    assert len(found) == len(BROKEN)
    for name in BROKEN:
        assert any(what.startswith(f"templates/{name} cannot be used: ") for what in found)


# ---------------------------------------------------------------- the command


async def test_the_command_speaks_json_and_ends_with_0_or_1(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    given = {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": desk.settings.telegram_api_base, "SECRET_KEY": "k" * 40,
        "DATA_DIR": str(desk.settings.data_dir), "BASE_URL": "https://desk.example",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    code = await asyncio.to_thread(main, ["doctor", "--json", "--deep"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["well"]) == (1, False)
    assert [each["code"] for each in said["findings"] if each["level"] == "mend"] == ["backup"]
    assert "whole" in {each["code"] for each in said["findings"]}
