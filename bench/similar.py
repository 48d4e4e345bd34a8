"""How well copies are told from strangers, and what it costs to look a text up among a million.

Texts: our own pairs (tests/rules/likeness_pairs.py); the news of even number were looked at while the weights were
chosen, those of odd number are held out. A pair is called alike where `tinbai compare` says copy or near. Photos: made
up ones and what becomes of them on the way. Looking up: a desk of real tips among SIZE rows (1,000,000), on SQLite and,
where there is one, PostgreSQL: reading the text, searching, and comparing the likeliest closely.
"""

import os
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from review import migrations
from review.db import Database, Session
from review.likeness import photos as photo_likeness
from review.likeness.signature import FORM, SIZE, signature
from review.likeness.texts import read, score
from review.media.folder import FolderStore
from review.models import table
from review.network import load_lists, load_units, shipped
from review.settings import DeskRules
from review.similar import finding, following, keeping
from review.simulated.filling import Wish, fill
from review.thresholds import Thresholds, Verdict
from tests.postgresql import NoServer, private_server
from tests.rules.likeness_pairs import bank, pairs
from tests.rules.likeness_photos import jpeg, photos, sent_on

ROWS = int(os.environ.get("SIZE", "1000000"))
TIPS, LOOKS = 2000, 300
LIMITS = Thresholds()
ALIKE = {Verdict.COPY, Verdict.NEAR}
AIMS = {"rewritten 20 %": "≥ 0.99", "rewritten 30 %": "≥ 0.95", "unrelated": "≤ 0.005", "one pattern": "≤ 0.005"}
PHOTOS, STRANGERS = 20, 21
NOWHERE = "/nonexistent"  # made-up tips have no photos to be looked at
NOW = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)


def main() -> None:
    _tell_texts()
    _tell_photos()
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        try:
            with opened() as database:
                _tell_looking_up(name, database)
        except NoServer as reason:
            print(f"{name}: not measured, {reason}")


def _tell_texts() -> None:
    print(f"\n{'texts: share called alike':28}{'looked at':>12}{'held out':>12}{'pairs':>8}{'aim':>10}")
    halves = [_called_alike(held_out=held_out) for held_out in (False, True)]
    for kind in halves[0]:
        shares = [sum(half[kind]) / len(half[kind]) for half in halves]
        number = sum(len(half[kind]) for half in halves)
        print(f"{kind:28}{shares[0]:12.3f}{shares[1]:12.3f}{number:8}{AIMS.get(kind, ''):>10}")
    for name, half in zip(("looked at", "held out"), halves, strict=True):
        right = sum(sum(found) for kind, found in half.items() if kind not in {"unrelated", "one pattern"})
        wrong = sum(sum(half[kind]) for kind in ("unrelated", "one pattern"))
        print(f"precision, {name:17}{right / (right + wrong):12.4f}")


def _called_alike(*, held_out: bool) -> Mapping[str, Sequence[bool]]:
    alike: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs(held_out=held_out, seed=3, rounds=5):
        alike[pair.kind].append(LIMITS.verdict(score(read(pair.one), read(pair.other))) in ALIKE)
    return alike


def _tell_photos() -> None:
    print(f"\n{'photos':28}{'found':>12}{'score, median':>16}")
    found: dict[str, list[float]] = defaultdict(list)
    for photo in photos(PHOTOS):
        seen = photo_likeness.sketch(jpeg(photo))
        for way, data in sent_on(photo).items():
            found[way].append(photo_likeness.score(seen, photo_likeness.sketch(data)))
    strangers = [photo_likeness.sketch(jpeg(photo)) for photo in photos(STRANGERS, seed=2)]
    found["other photos (210 pairs)"] = [photo_likeness.score(*pair) for pair in combinations(strangers, 2)]
    for way, scores in found.items():
        share = sum(LIMITS.verdict(value) in ALIKE for value in scores) / len(scores)
        print(f"{way:28}{share:12.3f}{statistics.median(scores):16.2f}")


def _tell_looking_up(name: str, database: Database) -> None:
    before, began = _megabytes(), time.perf_counter()
    database.read_now(finding.warm)
    loaded, held = time.perf_counter() - began, _megabytes() - before
    chance = random.Random(1)
    texts = [_rewritten(chance) for _ in range(LOOKS)]
    read_only = _timed(lambda text: database.read_now(lambda s: finding.like_text(s, text, LIMITS)), texts)
    recent = _timed(
        lambda text: database.act_now(lambda s: finding.like_text(s, text, LIMITS, only_recent=True)), texts
    )
    signing = _timed(lambda text: signature(read(text)), texts)
    print(f"\nlooking a text up among {ROWS:,}, {name}: loaded in {loaded:.1f} s, which holds {held:.0f} MB")
    print(f"{'':28}{'p50 ms':>10}{'p95 ms':>10}{'cpu ms':>10}{'aim':>12}")
    print(f"{'signature':28}{_percentiles(signing)}")
    print(f"{'all, as the worker asks':28}{_percentiles(read_only)}{'p95 ≤ 25':>12}")
    print(f"{'recent, as a preview asks':28}{_percentiles(recent)}{'p95 ≤ 25':>12}")


def _rewritten(chance: random.Random) -> str:
    words = chance.choice(bank()["news"])["text"].split()
    return " ".join(word for word in words if chance.random() > 1 / 5)


def _timed(look: Callable[[str], object], texts: Sequence[str]) -> tuple[list[float], float]:
    """Return the milliseconds of each look, in order, and those of the processor for one."""
    times, cpu = [], time.process_time()
    for text in texts:
        began = time.perf_counter()
        look(text)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times), (time.process_time() - cpu) * 1000 / len(texts)


def _percentiles(measured: tuple[Sequence[float], float]) -> str:
    times, cpu = measured
    return f"{times[len(times) // 2]:10.2f}{times[int(len(times) * 0.95)]:10.2f}{cpu:10.2f}"


@contextmanager
def _sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        _fill(database)
        yield database
        database.close()


@contextmanager
def _postgresql() -> Iterator[Database]:
    with private_server() as server:
        database = Database(server.create("desk"))
        _fill(database)
        yield database
        database.close()


def _fill(database: Database) -> None:
    """Make a desk of real tips that are compared, and as many rows of nobody's as make up the number."""
    migrations.upgrade(database.writing)
    database.act_now(load_lists)
    database.act_now(lambda session: load_units(session, shipped("units-sample.yaml")))
    fill(database, Wish(TIPS, NOW), rules=DeskRules())
    while database.act_now(_kept):
        pass
    database.act_now(_add_strangers)


def _kept(session: Session) -> bool:
    batch = following.changed(session)
    return batch is not None and keeping.keep(session, batch, keeping.make(session, batch, FolderStore(Path(NOWHERE))))


def _add_strangers(session: Session) -> None:
    dice = np.random.default_rng(1)
    row = {"version": 1, "form": FORM, "photos": 0, "digest": ""}
    for _ in range(0, ROWS - TIPS, 10_000):
        signatures = dice.integers(0, 256, (10_000, SIZE), dtype=np.uint8)
        session.execute(insert(table("likeness")), [{**row, "signature": bytes(one)} for one in signatures])


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1024 / 1024


if __name__ == "__main__":
    main()
