"""The contracts in pyproject.toml know every dialogue; the contracts themselves are proven by `make check`."""

import ast
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHARED = {"aside", "desk", "incoming", "marked", "refusals", "values", "words"}  # what dialogues have in common


def contract(name: str) -> dict[str, Any]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = pyproject["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"] == name)


def routed() -> set[str]:
    """Return the modules of `bot/conversation` that the router hands messages to."""
    tree = ast.parse((ROOT / "bot" / "conversation" / "route.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "bot.conversation":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.conversation."):
            found.add(str(node.module).rpartition(".")[2])
    return found - SHARED


def test_every_dialogue_is_held_apart_from_the_others() -> None:
    held = {module.rpartition(".")[2] for module in contract("Dialogues do not import each other")["modules"]}

    assert routed()
    assert routed() <= held


def test_a_new_room_of_the_newsroom_must_be_given_its_layer() -> None:
    assert contract("The rooms of the newsroom, top to bottom")["exhaustive"] is True
