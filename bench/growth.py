"""What a tip costs at 1,000, 10,000, 100,000 and 1,000,000 stored tips, what it takes on disk, and the nightly jobs.

SIZES="1000 10000 100000 1000000" chooses the sizes (the million takes some ten minutes to make, once), ROUNDS how
often each act is measured, NIGHTS for which of the sizes the nightly jobs are run: they read every row and file, which
takes minutes for 100,000 tips, where they end by default. The filled desks are kept under .bench/growth.

Rounds are interleaved over the sizes, so that another process on the machine disturbs all of them alike; beside the
milliseconds stand those of the processor, and SQLite's own steps, which nothing disturbs. Prints tables and writes
docs/pictures/growth-*.svg.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.chart import chart
from review.lists.drafts import Shelf
from review.newsroom import Newsroom, open_newsroom
from review.settings import load
from review.simulated.filling import Wish, fill
from tests.review.growing import GrowingDesk, Steps

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".bench" / "growth"
PICTURES = ROOT / "docs" / "pictures"
NOW = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)
SIZES = [int(size) for size in os.environ.get("SIZES", "1000 10000 100000").split()]
ROUNDS = int(os.environ.get("ROUNDS", "15"))
NIGHTS = [int(size) for size in os.environ.get("NIGHTS", "1000 10000 100000").split() if int(size) in SIZES]
WARM_UP = 3
TWO_PAGES = 85  # tips that wait on every desk, so that each shows whole pages
NIGHTLY = {"backup": ("backup", "--in-clear", "--to"), "verify": ("verify",), "audit verify": ("audit", "verify")}


@dataclass
class Measured:
    """A filled desk under measurement: milliseconds, those of the processor, and steps of each act, round by round."""

    size: int
    newsroom: Newsroom
    steps: Steps
    desk: GrowingDesk
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def round(self) -> None:
        """Do what every tip needs, once."""
        tip = self._timed("intake", self.desk.intake)
        self._timed("card", lambda: self.desk.card(tip))
        self._timed("queue page", self._queue_page)
        self._timed("tip page", lambda: self.desk.tip_page(tip))
        self._timed("decision", lambda: self.desk.reject(tip))
        other = self.desk.intake()
        self._timed("draft", lambda: self.desk.approve(other))
        self._timed("drafts page", lambda: self.desk.drafts_page(Shelf.PUBLISHED))

    def forget(self) -> None:
        self.times.clear()
        self.cpu.clear()
        self.taken.clear()

    def _queue_page(self) -> None:
        self.desk.queue_page()
        self.desk.queue_counts()

    def _timed(self, name: str, act: Callable[[], str | None]) -> str:
        before, cpu, begun = self.steps.taken, time.process_time(), time.perf_counter()
        result = act()
        self.times[name].append((time.perf_counter() - begun) * 1000)
        self.cpu[name].append((time.process_time() - cpu) * 1000)
        self.taken[name].append(self.steps.taken - before)
        return result or ""


def main() -> None:
    desks = [_opened(size) for size in SIZES]
    for desk in desks:
        for _ in range(WARM_UP):
            desk.round()
        desk.forget()
    for _ in range(ROUNDS):
        for desk in desks:
            desk.round()
    _tell_acts(desks)
    for desk in desks:
        desk.newsroom.close()
    shutil.rmtree(KEPT / "open")
    _tell_disk()
    if NIGHTS:
        _tell_nights()


def _opened(size: int) -> Measured:
    """Open a copy of the filled desk of a size, made if it is not kept from before."""
    kept = _kept(size)
    folder = KEPT / "open" / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept, folder / "tinbai.sqlite3")
    newsroom = open_newsroom(load({"DATA_DIR": str(folder)}, dotenv=None), clock=lambda: NOW)
    steps = Steps(newsroom.database.writing, newsroom.database.reading, grain=100)
    desk = GrowingDesk(newsroom, NOW)
    for _ in range(TWO_PAGES):
        desk.intake()
    return Measured(size, newsroom, steps, desk)


def _kept(size: int) -> Path:
    """Return the filled database of a size, made where there is none and brought to this version's schema."""
    folder = KEPT / str(size)
    if not folder.exists():
        _make(size, folder)
    open_newsroom(load({"DATA_DIR": str(folder)}, dotenv=None), clock=lambda: NOW).close()
    return folder / "tinbai.sqlite3"


def _make(size: int, folder: Path) -> None:
    print(f"making {size:,} tips", flush=True)
    making = folder.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    newsroom = open_newsroom(load({"DATA_DIR": str(making)}, dotenv=None), clock=lambda: NOW)
    begun = time.perf_counter()
    rows = fill(newsroom.database, Wish(size, NOW), rules=newsroom.rules)
    newsroom.close()
    seconds = time.perf_counter() - begun
    print(f"made {size:,} tips, {rows:,} rows in {seconds:.0f} s: {size / seconds:,.0f} tips/s", flush=True)
    making.rename(folder)


def _tell_acts(desks: list[Measured]) -> None:
    names = list(desks[0].times)
    medians = {name: [statistics.median(desk.times[name]) for desk in desks] for name in names}
    cpu = {name: [statistics.median(desk.cpu[name]) for desk in desks] for name in names}
    taken = {name: [statistics.median(desk.taken[name]) for desk in desks] for name in names}
    _table("milliseconds an act (median, COMMIT included where it writes)", medians, "{:.2f}")
    _table("milliseconds of the processor an act", cpu, "{:.2f}")
    _table("SQLite's steps an act", taken, "{:,.0f}")
    picture = chart("What a tip costs: milliseconds of the processor", SIZES, cpu, "ms")
    (PICTURES / "growth-acts.svg").write_text(picture, encoding="utf-8")


def _tell_disk() -> None:
    bytes_each = [_kept(size).stat().st_size / size for size in SIZES]
    _table("bytes on disk a tip, files apart", {"database": bytes_each}, "{:,.0f}")


def _tell_nights() -> None:
    """Run each nightly job as a process of its own and print what it held in memory at most, and how long it took."""
    memory: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    for size in NIGHTS:
        for name, (held, took) in _nights(_kept(size).parent):
            memory[name].append(held)
            seconds[name].append(took)
    _table("megabytes a nightly job holds at most", memory, "{:.0f}", NIGHTS)
    _table("seconds it takes", seconds, "{:.1f}", NIGHTS)
    picture = chart("Memory of the nightly jobs", NIGHTS, memory, "MB")
    (PICTURES / "growth-nights.svg").write_text(picture, encoding="utf-8")


def _nights(folder: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    with tempfile.TemporaryDirectory(dir=KEPT) as put_away:
        for name, words in NIGHTLY.items():
            yield name, _run([*words, put_away] if words[-1] == "--to" else words, folder)


def _run(words: "list[str] | tuple[str, ...]", folder: Path) -> tuple[float, float]:
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "MEDIA_URL": ""}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"tinbai {' '.join(words)} ended with {status}: {said.decode()[-300:]}")
    return used.ru_maxrss / 1024, time.perf_counter() - begun


def _table(title: str, rows: "dict[str, list[float]]", form: str, sizes: "list[int]" = SIZES) -> None:
    print(f"\n{title}\n{'':16}" + "".join(f"{size:>12,}" for size in sizes) + f"{'last ÷ first':>14}")
    for name, values in rows.items():
        ratio = values[-1] / values[0] if values[0] else 0.0
        print(f"{name:16}" + "".join(f"{form.format(value):>12}" for value in values) + f"{ratio:>14.2f}")


if __name__ == "__main__":
    main()
