"""/metrics for Prometheus: what waits, read from the database, and what each process has counted. No names, no texts.

Open with METRICS_TOKEN as bearer, or without it to a caller on this very machine that came through no proxy.
"""

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from review import alerts, disk, holding, pulse
from review.console.fence import LOOPBACK, host_of
from review.console.gate import Room
from review.db import Session
from review.figures import BOUNDS, Snapshot
from review.lists import mail
from review.lists.mail import Backlog, Waiting
from review.newsroom import Newsroom
from review.pulse import Pulse
from review.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import Metric

router = APIRouter()
Labels = tuple[str, ...]
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.get("/metrics")
async def metrics(room: Room, request: Request) -> Response:
    """Give the figures to who may have them; for everybody else there is nothing here."""
    if not may_read(request, room.settings):
        return Response(status_code=404)
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - a desk nobody measures saves its memory
    from prometheus_client.exposition import CONTENT_TYPE_LATEST  # noqa: PLC0415 - as above

    registry = CollectorRegistry()
    registry.register(Collected(await _families(room)))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request, settings: Settings) -> bool:
    """Tell whether a caller has the token, or sits on this machine."""
    given = request.headers.get("authorization", "")
    expected = f"Bearer {settings.metrics_token}"
    if settings.metrics_token and hmac.compare_digest(given.encode(), expected.encode()):
        return True
    is_here = request.client is not None and request.client.host in LOOPBACK and host_of(request) in LOOPBACK
    return is_here and not any(name in request.headers for name in FORWARDED)


class Collected:
    """What prometheus_client asks: figures that were read before, since reading is done off the loop."""

    def __init__(self, families: "Iterable[Metric]") -> None:
        self._families = families

    def collect(self) -> "Iterable[Metric]":
        return self._families


async def _families(room: Newsroom) -> "list[Metric]":
    now = room.clock()

    def read(session: Session) -> tuple[Backlog, list[Pulse], bool, list[str]]:
        pulses, told = pulse.pulses(session, now=now), alerts.open_kinds(session)
        return mail.backlog(session, now=now), pulses, holding.is_held(session), told

    backlog, pulses, is_held, told = await room.database.read(read)
    own = room.figures.snapshot()
    others = [said for said in pulses if said.process != own.process]
    simple = {
        "dead_letters": ("Updates set aside after all attempts", float(backlog.dead)),
        "held": ("1 while a restored desk sends nothing", float(is_held)),
        "disk_free_bytes": ("Free bytes on the disk of DATA_DIR", float(disk.free(room.settings.data_dir))),
    }
    return [
        *(_gauge(name, text, {(): value}) for name, (text, value) in simple.items()),
        _gauge(
            "incident",
            "1 while people are told that something stands still",
            {(k,): k in told for k in alerts.PATIENCE},
            ("kind",),
        ),
        *_waiting(backlog),
        *_processes([own, *(said.snapshot for said in others)]),
        _ages(own, others, now),
    ]


def _waiting(backlog: Backlog) -> "Iterable[Metric]":
    lanes: Mapping[Labels, Waiting] = {(lane.name.lower(),): waiting for lane, waiting in backlog.lanes.items()}
    kinds: Mapping[str, tuple[str, Mapping[Labels, Waiting]]] = {
        "inbox": ("Updates not handled yet", {(): backlog.inbox}),
        "outbox": ("Notices owed and not sent, by lane", lanes),
        "files": ("Files to be fetched", {(): backlog.files}),
    }
    for name, (text, rows) in kinds.items():
        labels = ("lane",) if name == "outbox" else ()
        yield _gauge(f"{name}_waiting", text, {key: w.number for key, w in rows.items()}, labels)
        ages = {key: w.oldest.total_seconds() for key, w in rows.items()}
        yield _gauge(f"{name}_oldest_seconds", f"{text}: how long the oldest has waited", ages, labels)


def _processes(snapshots: list[Snapshot]) -> "Iterable[Metric]":
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily  # noqa: PLC0415 - as in metrics()

    errors = CounterMetricFamily("tinbai_errors", "Errors by where and class", labels=("process", "where", "class"))
    took = HistogramMetricFamily("tinbai_duration_seconds", "How long things took", labels=("process", "what"))
    for shot in snapshots:
        for (where, name), number in shot.errors.items():
            errors.add_metric((shot.process, where, name), number)
        for what, timing in shot.timings.items():
            took.add_metric((shot.process, what), _cumulated(timing.buckets), timing.seconds)
    loops: Mapping[Labels, float] = {
        (shot.process, loop): age for shot in snapshots for loop, age in shot.loops.items()
    }
    yield errors
    yield took
    yield _gauge("loop_turned_seconds", "Seconds since a loop last came round", loops, ("process", "loop"))
    memory: Mapping[Labels, float] = {(shot.process,): float(shot.memory) for shot in snapshots}
    yield _gauge("memory_bytes", "Memory in use by process", memory, ("process",))


def _ages(own: Snapshot, others: list[Pulse], now: datetime) -> "Metric":
    silent: Mapping[Labels, float] = {(said.process, said.version): (now - said.at).total_seconds() for said in others}
    return _gauge(
        "process_seen_seconds",
        "Seconds since a process left word",
        {(own.process, pulse.own_version()): 0.0, **silent},
        ("process", "version"),
    )


def _cumulated(buckets: tuple[int, ...]) -> list[tuple[str, float]]:
    bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
    return [(bound, float(sum(buckets[: number + 1]))) for number, bound in enumerate(bounds)]


def _gauge(name: str, text: str, values: Mapping[Labels, float], labels: Labels = ()) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as in metrics()

    family: Any = GaugeMetricFamily(f"tinbai_{name}", text, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    made: Metric = family
    return made
