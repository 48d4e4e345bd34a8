"""The system calls of a real process, in the order in which they began and ended: strace's record, read."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = "pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,rename,renameat,renameat2"
SYNCS = frozenset({"fsync", "fdatasync"})
LINE = re.compile(r"(\d+)\s+(.*)")
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>")
NAME = re.compile(r"(\w+)\(")
ENDS = 60.0


@dataclass(frozen=True, slots=True)
class Call:
    """One system call: its text, and the places in the record where it began and where it ended."""

    name: str
    text: str
    began: int
    ended: int

    @property
    def is_sync(self) -> bool:
        return self.name in SYNCS

    @property
    def is_write(self) -> bool:
        return self.name == "pwrite64"

    @property
    def file(self) -> str:
        """Return the path behind the descriptor a call was made on."""
        return self.text.partition("<")[2].partition(">")[0]


@contextmanager
def traced(record: Path, environment: dict[str, str], *arguments: str) -> Iterator[None]:
    """Run `tinbai` under strace; skips, with the reason, where nothing can be traced."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed (.ci/debian-packages strace)")
    traced_calls = [strace, "-f", "-y", "-s", "6000", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o", str(record)]
    if subprocess.run([*traced_calls, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets no process be traced")
    command = [*traced_calls, sys.executable, "-m", "bot", *arguments]
    log = record.with_suffix(".log")
    with log.open("wb") as said, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said) as run:
        try:
            yield
        finally:
            os.kill(_traced_by(run.pid), signal.SIGTERM)  # strace itself holds signals off while it writes to a file
            run.wait(ENDS)


def _traced_by(number: int) -> int:
    """Return the process that strace started; the number of strace where that is over."""
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
    return int(children[0]) if children else number


def calls_of(record: Path) -> list[Call]:
    """Return the calls that were finished; one that another thread interrupted is put together again."""
    unfinished: dict[str, tuple[int, str]] = {}
    calls = []
    for place, line in enumerate(record.read_text(encoding="utf-8", errors="replace").splitlines()):
        found = LINE.fullmatch(line)
        if found is None:
            continue
        thread, text = found.groups()
        began = place
        if text.endswith("<unfinished ...>"):
            unfinished[thread] = (place, text)
            continue
        if RESUMED.match(text) and thread in unfinished:
            began, first = unfinished.pop(thread)
            text = first + text
        name = NAME.match(text)
        if name:
            calls.append(Call(name[1], text, began, place))
    return calls
