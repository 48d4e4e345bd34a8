"""The house rules that a machine can read: sizes, names, what is not used, and nothing of a machine in the files."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "review", "templates", "tests", "docs", "bench", ".ci")
TEXTS = {
    ".py",
    ".md",
    ".txt",
    ".toml",
    ".yaml",
    ".yml",
    ".in",
    ".lock",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".po",
    ".mako",
    "",
}
LONGEST_FUNCTION, LONGEST_MODULE = 50, 300
MEDIAN_FUNCTION, MEDIAN_MODULE = 10, 120

VAGUE = {"utils", "util", "common", "manager", "managers", "helpers", "helper", "misc", "base", "handle_data"}
# What stock PTB does wrong for us: it confirms before the commit, keeps state in memory, halts on one 429, or forwards.
UNUSED = {
    "Updater", "run_polling", "run_webhook", "start_polling", "start_webhook", "ConversationHandler", "JobQueue",
    "AIORateLimiter", "PicklePersistence", "BasePersistence", "DictPersistence", "CallbackDataCache",
    "forward_message", "forward_messages", "forwardMessage", "forwardMessages",
}  # fmt: skip
UNUSED_OPTIONS = {"drop_pending_updates", "concurrent_updates", "arbitrary_callback_data", "block"}
INTAKE = ("bot/telegram/receive.py", "bot/telegram/arrivals.py", "bot/telegram/webhook.py", "review/inbox.py")

MACHINE_PATH = re.compile(r"(?<![\w.>}])/(?:work|root|farm|home|Users|opt)/")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.|registry\.npm|--(?:extra-)?index-url|--find[-]links|\S/simple[/]", re.IGNORECASE
)
BARE_SUPPRESSION = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$")


def shipped() -> Iterator[Path]:
    """Return every text file of the project, whatever else lies in the working tree."""
    top = (path for path in ROOT.iterdir() if path.name not in {".env", ".git"})
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    for path in (*top, *below):
        if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
            yield path


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "versions" not in path.parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Return each function of a module with its number of lines."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def words_used(tree: ast.AST) -> Iterator[str]:
    """Return the names and short strings that code uses; prose in docstrings and comments does not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def matches(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        f"{named(path)}:{number} {line.strip()[:100]}" for number, line in enumerate(lines, 1) if pattern.search(line)
    ]


def test_the_walk_sees_the_project() -> None:
    names = {named(path) for path in shipped()}

    assert {"Makefile", "pyproject.toml", "requirements.lock", "bot/cli.py", "review/workflow.py", ".ci/run"} <= names


def test_no_function_is_longer_than_fifty_lines() -> None:
    sized = [pair for path in modules("bot", "review", "tests", "bench") for pair in functions(path)]

    assert [name for name, lines in sized if lines > LONGEST_FUNCTION] == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    assert [named(path) for path in modules("bot", "review", "tests", "bench") if length(path) > LONGEST_MODULE] == []


def test_half_of_all_functions_and_modules_are_short() -> None:
    paths = modules("bot", "review")

    assert statistics.median(lines for path in paths for _, lines in functions(path)) <= MEDIAN_FUNCTION
    assert statistics.median(length(path) for path in paths) <= MEDIAN_MODULE


def test_modules_are_named_for_their_subject() -> None:
    assert [named(path) for path in modules("bot", "review") if path.stem in VAGUE] == []


def test_template_names_end_in_what_they_become() -> None:
    assert [named(path) for path in (ROOT / "templates").rglob("*.j2")] == []


@pytest.mark.parametrize("path", [path for path in modules("bot") if "rehearsal" not in path.parts], ids=named)
def test_the_bot_leaves_aside_what_would_lose_or_leak(path: Path) -> None:
    tree = parsed(path)
    options = {word.arg for word in ast.walk(tree) if isinstance(word, ast.keyword)}

    assert UNUSED & set(words_used(tree)) == set()
    assert UNUSED_OPTIONS & options == set()


def test_intake_starts_no_task_that_could_outlive_its_commit() -> None:
    used = {name: set(words_used(parsed(ROOT / name))) for name in INTAKE if (ROOT / name).exists()}

    assert used
    assert [name for name, words in used.items() if words & {"create_task", "ensure_future"}] == []


def test_every_suppression_carries_its_reason() -> None:
    assert [
        line for path in modules("bot", "review", "tests", "bench") for line in matches(BARE_SUPPRESSION, path)
    ] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert [line for path in shipped() for line in matches(MACHINE_PATH, path)] == []


def test_no_file_says_where_packages_come_from() -> None:
    assert [line for path in shipped() for line in matches(REGISTRY, path)] == []
