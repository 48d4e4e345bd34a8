"""The line beside its peers: how each bot is started, what it is given, and what is read off it."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from bench import peers
from bench.telegram import FIRST_PERSON, PEOPLE
from tests.chaos.campaign import DeskOnDisk, text_update
from tests.chaos.lives import ROOT

OURS = "tinbai"
SECRET = "of-the-measurement"
PATIENCE = 180.0
WARM_UP = 50
ANSWERS = frozenset({"sendmessage", "editmessagetext", "answercallbackquery"})
CLIENT = httpx.Client(timeout=60)  # one for all: making one costs 20 ms


@dataclass(frozen=True)
class Bot:
    """A bot that runs: where its Bot API is, its process, and where its webhook listens (ours alone)."""

    name: str
    api: str
    process: "subprocess.Popen[bytes]"
    console: str = ""

    @property
    def cpu(self) -> float:
        return peers.cpu_seconds(self.process.pid)

    @property
    def memory(self) -> float:
        return peers.resident_mb(self.process.pid)

    def answered(self) -> int:
        """Return how many messages the Bot API has accepted from it, new ones and redrawn ones."""
        accepted: Mapping[str, int] = CLIENT.get(f"{self.api}/_stage/figures").json()["accepted"]
        return accepted.get("sendmessage", 0) + accepted.get("editmessagetext", 0)

    def calls(self) -> int:
        """Return how many calls the Bot API has accepted from it, of whatever kind."""
        accepted: Mapping[str, int] = CLIENT.get(f"{self.api}/_stage/figures").json()["accepted"]
        return sum(number for method, number in accepted.items() if method != "getupdates")

    def span(self, updates: int) -> float:
        """Return how many seconds it took from the first of the last so many updates to the last answer to a person."""
        entries: list[dict[str, Any]] = CLIENT.get(f"{self.api}/_stage/calls").json()
        began = [entry["at"] for entry in entries if entry["what"] == "offered"][-updates]
        return float(max(entry["at"] for entry in entries if entry.get("method") in ANSWERS)) - float(began)

    def waits(self, people: range) -> list[float]:
        """Return how many seconds each of these people, the last to write and in this order, waited for an answer."""
        entries: list[dict[str, Any]] = CLIENT.get(f"{self.api}/_stage/calls").json()
        offered = [entry["at"] for entry in entries if entry["what"] == "offered"][-len(people) :]
        answered: dict[int, float] = {}
        for entry in entries:
            if entry.get("method") == "sendmessage":
                answered.setdefault(int(entry["fields"]["chat_id"]), entry["at"])
        return [answered[FIRST_PERSON + person] - at for person, at in zip(people, offered, strict=True)]


@contextmanager
def running(name: str, *, latency_ms: float = 0.0, webhook: bool = False, preload: str = "") -> Iterator[Bot]:
    """Run one bot against a Bot API of its own that answers after `latency_ms`, warmed up."""
    with ExitStack() as stack:
        api = stack.enter_context(telegram(latency_ms))
        if name == OURS:
            bot = stack.enter_context(_desk(api, webhook=webhook, preload=preload))
        elif webhook:
            bot = stack.enter_context(_peer_by_webhook(name, api))
        else:
            process = stack.enter_context(peers.running(contenders()[name], api=api))
            bot = Bot(name, api, process)
        if not webhook:
            offer(bot, range(PEOPLE - WARM_UP, PEOPLE))
            until(lambda: bot.answered() >= WARM_UP)
        yield bot


@contextmanager
def _peer_by_webhook(name: str, api: str) -> Iterator[Bot]:
    """Run PTB's echo with its own webhook server until the block ends."""
    port = _free_port()
    settings = {"PORT": str(port), "SECRET": SECRET}
    with peers.running(peers.by_webhook(), api=api, settings=settings) as process:
        until(lambda: _listens(port), pause=0.05)
        yield Bot(name, api, process, f"http://127.0.0.1:{port}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@cache
def contenders() -> dict[str, list[str]]:
    """Return the peers that can run here."""
    return peers.available()


def offer(bot: Bot, people: range, round_number: int = 0) -> None:
    """Let each of these people send one message."""
    put(bot, [text_update(person, 5000 + round_number * PEOPLE + person) for person in people])


def put(bot: Bot, updates: list[dict[str, Any]]) -> None:
    """Have the Bot API offer these updates to the bot."""
    CLIENT.post(f"{bot.api}/_stage/updates", json=updates).raise_for_status()


def until(holds: Callable[[], bool], pause: float = 0.005) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > ends:
            raise SystemExit("the bot does not answer")
        time.sleep(pause)


@contextmanager
def telegram(latency_ms: float) -> Iterator[str]:
    """Run the stand-in in a process of its own."""
    command = [sys.executable, "-m", "bench.telegram", "0", str(latency_ms)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


@contextmanager
def _desk(api: str, *, webhook: bool, preload: str) -> Iterator[Bot]:
    """Run the whole desk in one process, as `tinbai run` does, with everybody enrolled."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(_enrolled(), Path(folder) / "tinbai.sqlite3")
        console = f"http://127.0.0.1:{_free_port()}"
        mode = {"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_SECRET": SECRET} if webhook else {}
        loaded = {"LD_PRELOAD": preload} if preload else {}
        place = {"CONSOLE_PORT": console.rpartition(":")[2], "BASE_URL": console}
        environment = DeskOnDisk(Path(folder), api).environment(**mode, **loaded, **place)
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: process.poll() is not None or _is_ready(console), pause=0.01)
            yield Bot(OURS, api, process, console)
        finally:
            process.kill()
            process.wait()


def _is_ready(console: str) -> bool:
    try:
        return CLIENT.get(f"{console}/readyz").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@cache
def _enrolled() -> Path:
    """Return the file of a desk on which everybody is enrolled; made once in a run."""
    folder = Path(tempfile.mkdtemp(prefix="bench-desk-"))
    desk = DeskOnDisk(folder, "http://127.0.0.1:1")
    desk.enrol(PEOPLE)
    return folder / "tinbai.sqlite3"  # closed, and so complete without its journal


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def slow_fsync(milliseconds: float) -> str:
    """Return a library for LD_PRELOAD by which each fsync takes longer; empty, with its reason, without a cc."""
    compiler = shutil.which("cc")
    if compiler is None:
        print("the slower disk is left out: there is no C compiler")
        return ""
    folder = Path(tempfile.mkdtemp(prefix="bench-fsync-"))
    (folder / "slow.c").write_text(SLOW % int(milliseconds * 1000), encoding="ascii")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "slow.so", folder / "slow.c", "-ldl"], check=True)
    return str(folder / "slow.so")


SLOW = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static const int wait = %d;
int fsync(int f) { usleep(wait); return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(f); }
int fdatasync(int f) { usleep(wait); return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(f); }
"""
