"""The command as an operator uses it: exit codes, sentences, JSON; nothing secret is printed."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main

Run = Callable[..., tuple[int, str, str]]
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in a folder of its own, with no setting but the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    yield call
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def test_a_desk_that_is_not_there_is_not_moved(run: Run) -> None:
    code, _, err = run("migrate", "--to", "postgresql+psycopg://desk:secret@127.0.0.1:1/desk")

    assert code == 1
    assert "there is no desk here" in err
    assert "secret" not in err


def test_staff_join_by_a_link_that_needs_no_numeric_id(run: Run) -> None:
    code, out, _ = run("staff", "add", "moderator", "--name", "Minh")

    assert code == 0
    assert "Minh, moderator" in out
    assert "/start " in out


def test_an_invitation_for_an_unknown_unit_is_refused_with_a_sentence(run: Run) -> None:
    code, out, err = run("invite", "--unit", "nowhere")

    assert code == 1
    assert "no unit has the id nowhere" in err
    assert "/start" not in out


def test_an_invitation_is_printed_with_its_qr_code(run: Run) -> None:
    code, out, _ = run("invite", "--name", "Lan")

    assert code == 0
    assert out.splitlines()[0].startswith("/start ")
    assert "█" in out


def test_a_wrong_setting_ends_with_code_2_and_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "not-a-token-but-s3cret")

    code, _, err = run("doctor")

    assert code == 2
    assert err.startswith("tinbai: TELEGRAM_TOKEN: ")
    assert "s3cret" not in err
    assert len(err.splitlines()) == 1


def test_running_without_a_token_names_what_is_missing(run: Run) -> None:
    code, _, err = run("run")

    assert code == 2
    assert "TELEGRAM_TOKEN" in err


def test_the_doctor_says_what_to_mend(run: Run) -> None:
    code, out, _ = run("doctor")

    assert code == 1
    assert "MEND nobody is on the desk" in out
    assert "ok   SQLite" in out


def test_nobody_but_staff_gets_a_login_link(run: Run) -> None:
    code, out, err = run("login-link", "99")

    assert (code, out) == (1, "")
    assert err.startswith("tinbai: ")


def test_drafts_are_listed_as_json(run: Run) -> None:
    code, out, _ = run("drafts", "list", "--json")

    assert (code, json.loads(out)) == (0, [])


def test_an_unknown_draft_is_refused(run: Run) -> None:
    assert run("drafts", "show", "B-000000-00")[0] == 1


def test_inspect_reads_standard_input_and_prints_the_fixed_shape(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Sáng nay UBND phường Bình Mẫu tiếp 37 người. ĐT 0909 000 111"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    code, out, _ = run("inspect", "-", "--sent-at", "2026-11-12T11:52:00+07:00", "--json")

    seen = json.loads(out)
    assert code == 0
    assert set(seen) == {"clean", "flags", "facts"}
    assert set(seen["facts"]) == {"what", "where", "when", "who", "numbers", "source", "documents"}
    (phone,) = [flag for flag in seen["flags"] if flag["code"] == "pii_mobile"]
    assert text[phone["start"] : phone["end"]] == phone["text"] == "0909 000 111"
    assert seen["facts"]["when"][0]["from"] == "2026-11-12"


def test_a_file_that_is_not_there_is_refused(run: Run) -> None:
    code, _, err = run("inspect", "nowhere.txt")

    assert code == 1
    assert "cannot be read" in err


def test_wrong_usage_ends_with_code_2(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("drafts", "burn")

    assert ended.value.code == 2
