"""The README's table of commands equals the command."""

import argparse
import re
from pathlib import Path

from bot.cli import _parser

README = Path(__file__).parents[2] / "README.md"
FIRST_CELL = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)
SECOND_WORDS = {
    "revoke",
    "people",
    "published",
    "royalties",
    "coverage",
    "desk",
    "pull",
    "list",
    "show",
    "export",
    "remove",
    "off",
    "work",
    "usual",
    "hours",
    "weekdays",
}  # verbs that share a row with their command


def commands() -> set[str]:
    """Return the names of the command's subcommands."""
    choices = [action.choices for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return set(choices[0])


def documented_commands() -> set[str]:
    table = README.read_text(encoding="utf-8").partition("| `tinbai …` |")[2].partition("\n\n")[0]
    return {code.split()[0] for cell in FIRST_CELL.findall(table) for code in re.findall(r"`([a-z][a-z -]*)`", cell)}


def test_the_readme_lists_every_command() -> None:
    assert documented_commands() - SECOND_WORDS == commands()
