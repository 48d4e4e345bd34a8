"""Backup, verify, restore, release and the audit, as an operator types them."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

from bot.cli import main
from review import audit, holding
from review.db import Database

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command on a desk of its own; DATA_DIR=name first chooses another."""
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# created: today\n{key}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKUP_RECIPIENT", str(key.to_public()))
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level

    def call(*arguments: str, desk: str = "data") -> tuple[int, str, str]:
        monkeypatch.setenv("DATA_DIR", str(tmp_path / desk))
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    yield call
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def the_backup(folder: Path) -> str:
    return str(next((folder / "data" / "backups").glob("tinbai-*.tar.age")))


def test_a_desk_is_put_away_checked_restored_and_released(run: Run, tmp_path: Path) -> None:
    run("staff", "add", "admin", "--name", "Quản trị")

    code, out, err = run("backup")
    assert (code, "rows read" in err, "audit up to row" in out) == (0, True, True)
    code, out, _ = run("verify", the_backup(tmp_path), "--identity", "key")
    assert (code, out.startswith("whole: ")) == (0, True)
    code, out, _ = run("restore", the_backup(tmp_path), "--identity", "key", desk="other")
    assert (code, "tinbai release" in out) == (0, True)
    code, out, _ = run("verify", desk="other")
    assert (code, out) == (0, "whole: rows, files and audit fit each other\n")
    code, out, _ = run("release", desk="other")
    assert (code, out.startswith("released; missing is what came from ")) == (0, True)
    code, _, err = run("release", desk="other")
    assert (code, err) == (1, "tinbai: the desk is not held\n")


def test_a_restore_says_who_left_again_and_where_no_list_was_found(run: Run, tmp_path: Path) -> None:
    run("staff", "list")
    run("backup")

    _, with_list, _ = run("restore", the_backup(tmp_path), "--identity", "key", desk="other")
    assert "left again: 0 deleted, 0 withdrawn, from a list up to 20" in with_list
    assert (tmp_path / "other" / "backups" / "deletions.jsonl").is_file(), "the next restore needs it too"
    (tmp_path / "data" / "backups" / "deletions.jsonl").unlink()
    code, without, _ = run("restore", the_backup(tmp_path), "--identity", "key", desk="third")
    assert (code, "no list of deletions (deletions.jsonl) was found" in without) == (0, True)
    code, _, err = run("restore", the_backup(tmp_path), "--identity", "key", "--deletions", "key", desk="fourth")
    assert (code, "key is no list of deletions" in err) == (1, True)
    assert not (tmp_path / "fourth").exists()


def test_a_restored_desk_is_held_until_then(run: Run, tmp_path: Path) -> None:
    run("staff", "list")
    run("backup")

    run("restore", the_backup(tmp_path), "--identity", "key", desk="other")

    database = Database(f"sqlite:///{tmp_path / 'other' / 'tinbai.sqlite3'}")
    assert database.read_now(holding.is_held)
    database.close()


def test_without_a_public_key_only_in_clear_and_only_when_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("staff", "list")
    monkeypatch.delenv("BACKUP_RECIPIENT")

    code, _, err = run("backup")
    assert (code, err.splitlines()[-1].startswith("tinbai: BACKUP_RECIPIENT: ")) == (2, True)
    code, out, _ = run("backup", "--in-clear", "--to", "elsewhere", "--json")
    made = json.loads(out)
    assert (code, made["rows"]["term"] > 0, made["file"].endswith(".tar")) == (0, True, True)
    assert run("verify", made["file"])[0] == 0


def test_a_full_desk_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    run("staff", "list")
    run("backup")

    code, _, err = run("restore", the_backup(tmp_path), "--identity", "key")

    assert (code, err.splitlines()[-1]) == (
        1,
        "tinbai: there is a desk already in this database; restore into an empty one",
    )


@pytest.mark.parametrize("arguments", [("verify", "nowhere.tar"), ("restore", "nowhere.tar"), ("restore", ".")])
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = run(*arguments)

    assert code == 1
    assert err.startswith(f"tinbai: {arguments[1]}: ")
    assert len(err.splitlines()) == 1


def test_a_backup_of_nothing_is_refused(run: Run) -> None:
    code, _, err = run("backup")

    assert (code, "there is no database here" in err) == (1, True)


def test_the_audit_is_compared_with_the_last_backup(run: Run, tmp_path: Path) -> None:
    run("staff", "list")
    database = Database(f"sqlite:///{tmp_path / 'data' / 'tinbai.sqlite3'}")
    for _ in range(3):
        database.act_now(lambda session: audit.record(session, "look", "desk", by=None, door="cli", now=NOON))
    run("backup")
    assert run("audit", "verify")[0] == 0

    database.act_now(lambda s: s.connection().execute(text("DELETE FROM audit WHERE id = 3")))

    code, out, _ = run("audit", "verify")
    assert (code, out.startswith("row 3 does not fit")) == (1, True)
    code, out, _ = run("audit", "verify", "--against", the_backup(tmp_path), "--identity", "key", "--json")
    assert (code, json.loads(out)["first_bad"]) == (1, 3)
    code, out, _ = run("verify", "--json")
    assert [finding["code"] for finding in json.loads(out)["findings"]] == ["audit"]
    database.close()


def test_old_backups_go_and_what_the_dead_left_is_swept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("staff", "list")
    folder = tmp_path / "data" / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"tinbai-202611{day}-000000.tar.age").write_bytes(b"old")
    (folder / "notes.txt").write_text("mine")
    dead = folder / "tinbai-20261101-000000.tar.age.incomplete"
    dead.write_bytes(b"half")
    os.utime(dead, (0, 0))
    monkeypatch.setenv("BACKUP_KEEP", "2")

    run("backup")

    left = sorted(path.name for path in folder.iterdir())
    assert left[:3] == ["deletions.jsonl", "notes.txt", "tinbai-20261103-000000.tar.age"]
    assert len(left) == 4
