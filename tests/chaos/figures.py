"""What the campaigns share: how large a run is, its seed, and its line of figures."""

import os
import random
from dataclasses import dataclass, field

import pytest

from tests.conftest import ENGINES

SEED = int(os.environ.get("SEED", "1"))
IS_FULL = os.environ.get("CAMPAIGN") == "full"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# The short form takes one database, since the stories before it have been on both.
ON_BOTH_IN_FULL = pytest.mark.parametrize("database_url", ENGINES if IS_FULL else ENGINES[:1], indirect=True)


def size(short: int, full: int) -> int:
    """Return how many: few in `make test`, many in `make chaos`."""
    return full if IS_FULL else short


def chance(name: str) -> random.Random:
    """Return the chance of one campaign: its own, so that a run of it alone repeats it."""
    return random.Random(f"{name} {SEED}")


@dataclass
class Figures:
    """Counts what is lost and doubled, and prints both with the database and the seed to repeat the run."""

    capsys: pytest.CaptureFixture[str]
    name: str
    lost: int = 0
    doubled: int = 0
    others: dict[str, object] = field(default_factory=dict)

    def told(self, of: str) -> None:
        others = "".join(f", {name} {value}" for name, value in self.others.items())
        with self.capsys.disabled():
            print(f"\n{self.name}{_database()}: lost {self.lost} doubled {self.doubled} of {of}{others}, seed {SEED}")
        assert (self.lost, self.doubled) == (0, 0)


def _database() -> str:
    """Return the database of the running test, in brackets; nothing where it knows one only."""
    running = os.environ.get("PYTEST_CURRENT_TEST", "")
    return next((f" ({name})" for engine, name in DATABASES.items() if engine in running.partition("[")[2]), "")
