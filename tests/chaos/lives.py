"""Lives of the desk, one after another: born from a nursery, ended by SIGKILL from outside or at a point of its own."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).with_name("desk_process.py")
ROOT = Path(__file__).parents[2]


@dataclass
class Life:
    """One process of the desk."""

    number: int
    watch: int

    def is_over(self) -> bool:
        return bool(select.select([self.watch], [], [], 0)[0])

    def kill(self) -> None:
        """End it in the middle of whatever it does, and return when it is gone."""
        if not self.is_over():
            os.kill(self.number, signal.SIGKILL)
            select.select([self.watch], [], [])
        os.close(self.watch)


class Nursery:
    """Where lives begin."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, environment: dict[str, str], log: Path, *, ahead: float = 0.0) -> Life:
        """Bring up a desk whose clock is `ahead` seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"environment": environment, "log": str(log), "ahead": ahead}
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        number = int(self._process.stdout.readline())
        return Life(number, os.pidfd_open(number))


@contextmanager
def opened_nursery() -> Iterator[Nursery]:
    """Open a nursery and close it behind; lives that are not over by then are the caller's to end."""
    command = [sys.executable, str(PROGRAM), "nursery"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Nursery(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
