"""What the operators' documents tell people to type exists: commands, parts, settings, figures of the units."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.commands.run import PARTS
from tests.contracts.test_command import commands
from tests.contracts.test_settings import documented

DOCS = Path(__file__).parents[2] / "docs"
TYPED = re.compile(r"(?:`tinbai|as-desk|worker tinbai) ([a-z][a-z-]+)")
SETTING = re.compile(r"`([A-Z][A-Z_]{4,})(?:=[^`]*)?`")
ELSEWHERE = {
    "SIGTERM",
    "VACUUM",
    "TMPDIR",
    "SIZES",
    "ROUNDS",
    "NIGHTS",
}  # of the system, of SQLite, of the measurements
UNITS = ("tinbai.service", "tinbai@.service")


class Unit(ConfigParser):
    """A unit file: its names keep their case, and one may stand twice."""

    def __init__(self, name: str) -> None:
        super().__init__(strict=False, interpolation=None)
        self.optionxform = str  # type: ignore[assignment,method-assign]  # configparser's own way to keep the case
        self.read(DOCS / "deploy" / name, encoding="utf-8")


@pytest.mark.parametrize("name", ["operations.md", "growth.md"])
def test_every_command_that_is_to_be_typed_exists(name: str) -> None:
    typed = set(TYPED.findall((DOCS / name).read_text(encoding="utf-8")))

    assert typed
    assert typed <= commands()


@pytest.mark.parametrize("name", ["operations.md", "growth.md"])
def test_every_setting_named_is_one(name: str) -> None:
    named = set(SETTING.findall((DOCS / name).read_text(encoding="utf-8")))

    assert named - ELSEWHERE <= documented()


def test_the_units_start_what_there_is() -> None:
    started = {name: Unit(name)["Service"]["ExecStart"].split()[1] for name in UNITS}

    assert started == {"tinbai.service": "run", "tinbai@.service": "%i"}
    assert {"bot", "worker", "console"} <= set(PARTS)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_shuts_the_desk_in(name: str) -> None:
    service = Unit(name)["Service"]

    assert service["User"] == "tinbai"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service["Restart"] == "always"
