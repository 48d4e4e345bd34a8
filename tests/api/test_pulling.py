"""`tinbai drafts pull`: the drafts that are ready as files, from where the last pull ended, each version taken once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from review.access import Person
from review.exports import folder
from review.models import PullReceipt
from tests.api.ready import a_ready_draft, changed
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk

pytestmark = ON_SQLITE  # another process opens the same file
Pull = Callable[..., tuple[int, str]]


@pytest.fixture
def pull(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pull:
    """Pull into a folder as an operator does, in a process of its own as far as the database can tell."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", desk.database.url)
    monkeypatch.setenv("DATA_DIR", str(desk.newsroom.settings.data_dir))

    def call(*arguments: str) -> tuple[int, str]:
        code = main(["drafts", "pull", "--to", str(tmp_path / "pulled"), *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def names(tmp_path: Path) -> set[str]:
    return {str(path.relative_to(tmp_path / "pulled")) for path in (tmp_path / "pulled").rglob("*.*") if path.is_file()}


def test_ready_drafts_become_files_with_their_photos(desk: Desk, ha: Person, pull: Pull, tmp_path: Path) -> None:
    reference = a_ready_draft(desk, ha)
    desk.an_approved_tip()

    code, said = pull("--format", "docx,html")

    stem = f"{reference}/{reference}-tra-ket-qua-tai-nha"
    assert (code, "1 drafts written" in said) == (0, True)
    assert names(tmp_path) == {f"{stem}.docx", f"{stem}.html", f"{stem}-1.jpg", folder.PLACE}
    assert f'src="{reference}-tra-ket-qua-tai-nha-1.jpg"' in (tmp_path / "pulled" / f"{stem}.html").read_text()


def test_a_second_pull_brings_only_what_changed(desk: Desk, ha: Person, pull: Pull, tmp_path: Path) -> None:
    first, second = a_ready_draft(desk, ha), a_ready_draft(desk, ha)
    pull()
    pull()  # taking was a change of its own
    assert "0 drafts" in pull()[1]

    changed(desk, ha, second, title="Tít mới")
    code, said = pull()

    assert (code, "1 drafts written" in said) == (0, True)
    assert f"{second}/{second}-tit-moi.docx" in names(tmp_path)
    assert f"{second}/{second}-tra-ket-qua-tai-nha.docx" not in names(tmp_path)
    assert f"{first}/{first}-tra-ket-qua-tai-nha.docx" in names(tmp_path)


def test_each_version_is_taken_once(desk: Desk, ha: Person, pull: Pull) -> None:
    reference = a_ready_draft(desk, ha)
    for _ in range(3):
        pull("--since", "all")

    assert [(row.version, row.way, row.by_id) for row in desk.rows(PullReceipt)] == [(2, "cli", ha.id)]
    assert reference


@pytest.mark.parametrize("arguments", [("--format", "docx,exe"), ("--format", "")])
def test_an_unknown_form_is_refused_before_anything_is_written(
    desk: Desk, ha: Person, pull: Pull, tmp_path: Path, arguments: tuple[str, str]
) -> None:
    a_ready_draft(desk, ha)

    code, said = pull(*arguments)

    assert (code, "unknown form" in said) == (2, True)
    assert not (tmp_path / "pulled").exists()
    assert desk.rows(PullReceipt) == []


def test_somebody_who_is_no_editor_takes_nothing(desk: Desk, ha: Person, pull: Pull, tmp_path: Path) -> None:
    a_ready_draft(desk, ha)

    code, said = pull("--by", "999")

    assert (code, "an editor takes drafts" in said) == (1, True)
    assert not (tmp_path / "pulled").exists()
    assert desk.rows(PullReceipt) == []
