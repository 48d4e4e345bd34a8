"""The peers: bare echo bots that store nothing, as their libraries' own examples would be written.

    for name, command in peers.available().items():
        with peers.running(command, api=address) as process: ...

What a peer needs goes into `.bench/` at the first call (git-ignored; the project itself needs neither node nor these
libraries). A peer that cannot be had is left out, with its reason printed once. Each polls `API` and answers every
text, photo and press; `CONC` (PTB) and `MODE=poll` (grammY) change how, as their files say.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".bench"
PTB, AIOGRAM, GRAMMY, RUNNER = "22.8", "3.31.0", "1.46.0", "2.0.3"
INSTALL_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")
Command = list[str]


class Missing(Exception):
    """A peer cannot be had on this machine; the sentence says why."""


def available() -> dict[str, Command]:
    """Return the commands of the peers that can run here, by name; installs what they need into `.bench/`."""
    makers: Mapping[str, Callable[[], Command]] = {"ptb": _ptb, "aiogram": _aiogram, "grammy": _grammy}
    found: dict[str, Command] = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except Missing as reason:
            print(f"peer {name} is left out: {reason}")
    return found


def by_webhook() -> Command:
    """Return the command of PTB's echo with its webhook server, which needs packages of its own; raises Missing."""
    home = CACHE / f"ptb-{PTB}"
    python = home / "bin" / "python"
    _installed(
        home,
        [sys.executable, "-m", "venv", "--clear", str(home)],
        _pip(python, f"python-telegram-bot[webhooks]=={PTB}"),
    )
    return [str(python), str(HERE / "ptb_echo.py")]


@contextmanager
def running(
    command: Sequence[str], *, api: str, settings: Mapping[str, str] | None = None
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a peer against the Bot API at an address, until the block ends."""
    environment = {**os.environ, "API": api, **(settings or {})}
    process = subprocess.Popen(
        list(command), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def cpu_seconds(pid: int) -> float:
    """Return how long a process has computed so far, its ended children left out."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    """Return how much memory a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _ptb() -> Command:
    return [sys.executable, str(HERE / "ptb_echo.py")]


def _aiogram() -> Command:
    """Run in an environment of its own: its pins must not meet the desk's."""
    home = CACHE / f"aiogram-{AIOGRAM}"
    python = home / "bin" / "python"
    _installed(home, [sys.executable, "-m", "venv", "--clear", str(home)], _pip(python, f"aiogram=={AIOGRAM}"))
    return [str(python), str(HERE / "aiogram_echo.py")]


def _grammy() -> Command:
    """Run from its own folder: node looks for packages beside the script."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Missing("there is no node and npm")
    home = CACHE / f"grammy-{GRAMMY}"
    packages = [f"grammy@{GRAMMY}", f"@grammyjs/runner@{RUNNER}"]
    _installed(home, [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *packages])
    shutil.copy(HERE / "grammy_echo.mjs", home)
    return [node, str(home / "grammy_echo.mjs")]


def _pip(python: Path, package: str) -> Command:
    return [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", package]


def _installed(home: Path, *commands: Command) -> None:
    """Install into a folder what is not there yet."""
    if (home / ".complete").exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    for command in commands:
        _install(command)
    (home / ".complete").touch()


def _install(command: Sequence[str]) -> None:
    try:
        subprocess.run(list(command), check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise Missing(f"{Path(command[0]).name} could not install it ({type(error).__name__})") from None
