"""The command that makes up a past, or a load: what it does, what it refuses."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.rehearsal.load import Seen
from review.db import Database


def tips_of(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'tinbai.sqlite3'}")
    with database.reading.connect() as connection:
        number = int(connection.exec_driver_sql("SELECT count(*) FROM tip WHERE status <> 'composing'").scalar_one())
    database.close()
    return number


def test_a_rehearsals_folder_is_filled_with_tips_and_their_photos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "desk"

    code = main(["simulate", "--tips", "20", "--days", "5", "--data-dir", str(folder), "--json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out)["tips"] == 20
    assert tips_of(folder) == 20
    assert any((folder / "media").rglob("*"))


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters.txt").write_text("private", encoding="utf-8")

    code = main(["simulate", "--tips", "5", "--data-dir", str(tmp_path)])

    assert code == 1
    assert "--data-dir" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_live_desk_with_tips_is_refused_unless_it_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    fill = ["simulate", "--live", "--tips", "12", "--days", "3"]

    codes = [main(fill), main(fill), main([*fill, "--add"])]

    assert codes == [0, 1, 0]
    assert tips_of(tmp_path) == 24


@pytest.mark.parametrize("wrong", [["--tips", "0"], ["--people", "x"], ["--people", "5", "--rate", "nan"], []])
def test_a_wrong_number_is_a_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", *wrong])

    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_load_is_answered_whole_and_its_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["simulate", "--people", "6", "--rate", "30", "--minutes", "0.02", "--json"])

    figures = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (figures["updates"], figures["answered"], figures["lost"], figures["doubled"]) == (36, 36, 0, 0)
    assert figures["handed_in"] == figures["stored"] > 0


def test_the_percentile_is_the_delay_that_so_many_answers_did_not_exceed() -> None:
    seen = Seen(delays=[0.4, 0.1, 0.3, 0.2])

    assert (seen.percentile(0.5), seen.percentile(0.99)) == (0.2, 0.4)
