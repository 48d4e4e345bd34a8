"""`tinbai calendar` as an operator uses it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder of its own, with no setting but the folder, and return what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def call(*arguments: str) -> str:
        main(arguments)
        said = capsys.readouterr()
        return said.out + said.err

    return call


def test_days_hours_and_weekdays_are_set_and_shown(run: Run) -> None:
    run("calendar", "off", "2026-11-24", "--name", "Ngày của tòa soạn")
    run("calendar", "work", "2026-11-28")
    run("calendar", "hours", "8:00-12:00,13:30-17:30")
    run("calendar", "weekdays", "mon", "tue", "sat")

    said = run("calendar", "show", "2026")

    assert said.startswith("8:00-12:00, 13:30-17:30; mon, tue, sat\n")
    assert "2026-11-24\toff\tNgày của tòa soạn *\n" in said
    assert "2026-11-28\tworks" in said
    assert "2026-02-17\toff\tTết Nguyên đán\n" in said


def test_what_was_decided_is_taken_back_and_bad_hours_change_nothing(run: Run) -> None:
    run("calendar", "off", "2027-03-01")
    run("calendar", "usual", "2027-03-01")

    assert "working hours are written as" in run("calendar", "hours", "8 to 5")

    said = run("calendar", "show", "2027")
    assert said.startswith("7:30-11:30, 13:00-17:00; mon, tue, wed, thu, fri\n")
    assert "2027-03-01" not in said
    assert "the holidays of 2027 are reckoned from the law" in said
