"""What people read stands in templates and catalogues, not in code: a search for strings that should not be there."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

HOUSE = Path(str(files("bot"))).parent
VIETNAMESE = re.compile(
    "[ăâđêôơưĂÂĐÊÔƠƯ\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea"
    "\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0128\u0129\u0168\u0169\u1ea0-\u1ef9]"
)
# Where Vietnamese stands in code, and why it may.
ALLOWED = {
    "review/language/": "the words that the rules look for in what people write",
    "review/checks/": "the words that the rules look for in an article",
    "review/likeness/": "the phrases that a comparison of two texts leaves out",
    "review/rendering/": "an article is Vietnamese whatever its reader speaks: its patterns, placeholders and remarks",
    "review/reports/": "papers of a Vietnamese office: their columns are laid down (domain guide, section 7)",
    "review/royalty.py": "amounts on the same papers",
    "review/simulated/": "tips and answers that people make up, to fill a desk",
    "bot/rehearsal/load.py": "tips that people make up, to load a desk",
    "bot/rehearsal/sample/": "the people and tips of the sample network",
    "bot/doctor/words.py": "a sentence to try the finders on",
    "bot/conversation/preview_view.py": "the parts of a day as the finders name them, turned into labels there",
    "review/desk/sending.py": "a part of the day as the finders name it",
    "review/settings.py": "the defaults of what the operator sets: the names of the organisation and the desk",
}
# Dialogues, doors and pages: people read what these say, and nothing they say is written here.
SPEAKING = ("bot/conversation", "bot/web", "bot/telegram", "review/console", "review/desk")
FOR_OPERATORS = {
    "bot/telegram/commands.py": "names of calls, for the log",
    "bot/telegram/failures.py": "the sentences of the Bot API, to tell its failures apart",
    "bot/telegram/files.py": "a sentence of the Bot API",
    "bot/telegram/request.py": "why a call is taken for failed, for the log",
    "review/console/health.py": "what /readyz says to a machine",
    "review/console/metrics.py": "what /metrics says to a machine",
}
PROSE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((HOUSE / folder).rglob("*.py")):
            yield path.relative_to(HOUSE).as_posix(), ast.parse(path.read_text("utf-8"))


def strings(tree: ast.AST, *, raised: bool = True) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module but its docstrings; those of errors are for the log, people are told their code."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if not raised and (isinstance(node, ast.Raise) or is_logged(node)):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        yield from strings(node, raised=raised)


def is_logged(node: ast.AST) -> bool:
    """Tell whether a call writes a line of the log, which is English."""
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "log"


def vietnamese(name: str, tree: ast.Module) -> list[str]:
    return [f"{name}:{line}: {text[:40]}" for line, text in strings(tree) if VIETNAMESE.search(text)]


def prose(name: str, tree: ast.Module) -> list[str]:
    return [f"{name}:{line}: {text[:60]}" for line, text in strings(tree, raised=False) if PROSE.search(text)]


def test_vietnamese_stands_in_code_only_where_it_is_not_for_the_reader_of_a_screen() -> None:
    found = chain.from_iterable(vietnamese(name, tree) for name, tree in modules("bot", "review"))

    assert [hit for hit in found if not hit.startswith(tuple(ALLOWED))] == []


@pytest.mark.parametrize("place", ALLOWED)
def test_every_exception_is_still_needed(place: str) -> None:
    everywhere = modules(place) if place.endswith("/") else [(place, ast.parse((HOUSE / place).read_text("utf-8")))]

    assert any(vietnamese(name, tree) for name, tree in everywhere)


def test_dialogues_doors_and_pages_hold_no_prose() -> None:
    found = [hit for name, tree in modules(*SPEAKING) if name not in FOR_OPERATORS for hit in prose(name, tree)]

    assert found == []


@pytest.mark.parametrize("name", FOR_OPERATORS)
def test_every_exception_for_operators_is_still_needed(name: str) -> None:
    assert prose(name, ast.parse((HOUSE / name).read_text("utf-8")))
