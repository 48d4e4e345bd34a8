"""The named points of death are those in the code, and outside the test environment they do nothing."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from review import failpoint

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"failpoint\.here\(\"([\w.]+)\"\)")
PASSING = "import os; from review import failpoint; failpoint.arm(os.environ); failpoint.here('file.renamed')"


def sources() -> list[Path]:
    return [path for room in ("bot", "review") for path in (ROOT / room).rglob("*.py")]


def passed(**environment: str) -> int:
    """Return how a process ended that came past a point once."""
    return subprocess.run([sys.executable, "-c", PASSING], env=environment, cwd=ROOT, check=False).returncode  # noqa: S603 - our own line


def test_every_named_point_is_called_and_every_call_is_named() -> None:
    called = {name for path in sources() for name in CALL.findall(path.read_text(encoding="utf-8"))}

    assert called == set(failpoint.POINTS)


def test_a_process_dies_at_the_named_point_in_the_test_environment() -> None:
    assert passed(FAILPOINT="file.renamed:1", TINBAI_TEST="1") == -signal.SIGKILL


def test_a_point_waits_for_the_time_that_was_named() -> None:
    assert passed(FAILPOINT="file.renamed:2", TINBAI_TEST="1") == 0


def test_outside_the_test_environment_nobody_dies() -> None:
    assert passed(FAILPOINT="file.renamed:1") == 0


@pytest.mark.parametrize("given", ["nowhere:1", "file.renamed", "file.renamed:0", "file.renamed:x"])
def test_a_point_that_is_not_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="FAILPOINT"):
        failpoint.arm({"FAILPOINT": given, "TINBAI_TEST": "1"})
