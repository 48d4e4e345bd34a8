"""`tinbai units` as an operator uses it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Run = Callable[..., tuple[int, str, str]]
SAMPLE = Path(__file__).parents[2] / "review" / "data" / "units-sample.yaml"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder of its own, with no setting but the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_sample_is_tried_taken_in_and_comes_out_as_it_went_in(run: Run, tmp_path: Path) -> None:
    tried = run("units", "import", str(SAMPLE))
    done = run("units", "import", str(SAMPLE), "--apply")
    exported = run("units", "export", "--format", "xlsx", "--to", "units.xlsx")
    again = run("units", "import", "units.xlsx")

    assert tried == (0, "would import: 108 new, 0 changed, 0 as they were; nothing is imported without --apply\n", "")
    assert done == (0, "imported: 108 new, 0 changed, 0 as they were\n", "")
    assert exported == (0, "units.xlsx: 108 units\n", "")
    assert again[1] == "would import: 0 new, 0 changed, 108 as they were; nothing is imported without --apply\n"
    assert (tmp_path / "units.xlsx").exists()


def test_every_fault_is_said_with_its_row_and_column(run: Run, tmp_path: Path) -> None:
    rows = "id;code;type;name_full;parent_id\na;A;village;Xã A;\nb;B;ward;Xã B;nowhere\n"
    (tmp_path / "units.csv").write_text(rows, encoding="utf-8")

    code, out, err = run("units", "import", "units.csv", "--apply")

    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == [
        "units.csv, row 3, parent_id: no unit has the id nowhere",
        "tinbai: 2 faults; nothing was imported",
    ]
    assert err.startswith("units.csv, row 2, type: no such type; there are city, ")


@pytest.mark.parametrize(("name", "said"), [("units.doc", "ends in"), ("units.csv", "cannot be read"), ("", "ends in")])
def test_a_file_that_is_not_there_or_no_register_is_one_sentence(run: Run, name: str, said: str) -> None:
    code, out, err = run("units", "import", name)

    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert said in err


def test_an_invitation_takes_a_unit_by_its_name_and_never_guesses(run: Run) -> None:
    run("units", "import", str(SAMPLE), "--apply")

    by_name = run("invite", "--unit", "UBND p. tan dinh")
    old = run("invite", "--unit", "quận 7")
    several = run("invite", "--unit", "Tân")

    assert by_name[0] == 0
    assert "/start" in by_name[1]
    assert (old[0], several[0]) == (1, 1)
    assert "give one of the ids p-tan-thuan, p-phu-thuan, p-tan-my, p-tan-hung" in old[2]
    assert "p-tan-dinh" in several[2]
