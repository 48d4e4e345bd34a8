"""Named points at which a campaign has the process die: the moments between which something could be lost or doubled.

`FAILPOINT=name:nth` kills the process with SIGKILL when it comes past `name` for the nth time. Only a process that was
started with TINBAI_TEST=1 listens to it, and only where its entry point calls `arm`; settings and .env cannot set
either. Anywhere else a point costs one comparison.
"""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass

POINTS = (
    "inbox.before_commit",
    "inbox.after_commit",
    "worker.after_effects_before_commit",
    "worker.after_commit",
    "file.renamed",
    "outbox.claimed",
    "outbox.before_http",
    "outbox.after_http_before_mark",
)


@dataclass(slots=True)
class _Armed:
    name: str
    left: int


_armed: _Armed | None = None


def here(name: str) -> None:
    """Die at this point when it is the one that was armed, and the time has come."""
    if _armed is not None and _armed.name == name:
        _count_down(_armed)


def arm(environment: Mapping[str, str]) -> None:
    """Listen to FAILPOINT, in the test environment alone; raises ValueError for a point there is not."""
    global _armed  # noqa: PLW0603 - one process, one death
    given = environment.get("FAILPOINT", "")
    if not given or environment.get("TINBAI_TEST") != "1":
        return
    name, _, nth = given.partition(":")
    if name not in POINTS or not nth.isdecimal() or int(nth) == 0:
        raise ValueError(f"FAILPOINT is name:nth with one of {', '.join(POINTS)}.")
    _armed = _Armed(name, int(nth))


def _count_down(armed: _Armed) -> None:
    armed.left -= 1
    if armed.left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
