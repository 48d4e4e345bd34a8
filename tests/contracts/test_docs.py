"""What the documents list equals what the code has: rooms, statuses, versions, decisions, links."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from review.workflow import DRAFT_MOVES, TIP_MOVES

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(((?!https?:|#)[^)\s]+)\)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def diagram(moves: Mapping[tuple[str, str], str]) -> str:
    """Draw a transition table as a state diagram; docs/workflow.md holds exactly this."""
    arrows = [f"    {status} --> {after}: {verb}" for (status, verb), after in moves.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])


@pytest.mark.parametrize("moves", [TIP_MOVES, DRAFT_MOVES], ids=["tip", "draft"])
def test_the_diagrams_are_drawn_from_the_tables(moves: Mapping[tuple[str, str], str]) -> None:
    assert diagram(moves) in text_of("docs/workflow.md")


def test_the_changelog_speaks_of_this_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]

    assert f"## {version}" in text_of("CHANGELOG.md")


def test_every_decision_is_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    targets = [target.partition("#")[0] for target in LINK.findall(document.read_text(encoding="utf-8"))]

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("module", ["bot", "review"])
def test_the_architecture_names_every_room(module: str) -> None:
    children = [path for path in (ROOT / module).iterdir() if path.stem[0] not in "_." and path.stem != "data"]
    rooms = {path.stem for path in children if path.suffix == ".py" or (path / "__init__.py").exists()}

    assert {room for room in rooms if f"`{room}`" not in text_of("docs/architecture.md")} == set()
