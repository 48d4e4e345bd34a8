"""/metrics: what waits and how long things take, for those who may, without a name or a word of anybody."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from review import alerts, inbox, outbox, pulse
from review.db import Session
from review.figures import Figures
from review.inbox import Arrival
from review.outbox import Lane
from review.pulse import Pulse
from tests.console.desk import Desk

ROOT = Path(__file__).parents[2]
TOKEN = "m3trics"
HERE = "http://127.0.0.1"


async def asks(desk: Desk, base: str = HERE, peer: str = "127.0.0.1", **headers: str) -> httpx.Response:
    door = httpx.ASGITransport(app=desk.app, client=(peer, 40000))
    async with httpx.AsyncClient(transport=door, base_url=base) as client:
        return await client.get("/metrics", headers=headers)


async def figures(desk: Desk) -> dict[tuple[str, str], float]:
    """Return every sample by its name and its labels, the process left out."""
    text = (await asks(desk)).text
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(value for name, value in sorted(sample.labels.items()) if name != "process")
            found[sample.name, labels] = sample.value
    return found


@pytest.fixture
def locked(desk: Desk) -> Desk:
    """A desk with a token for its figures."""
    newsroom = replace(desk.newsroom, settings=replace(desk.newsroom.settings, metrics_token=TOKEN))
    desk.app.state.newsroom = newsroom
    return replace(desk, newsroom=newsroom)


async def test_what_waits_is_told_with_its_age_and_lane(desk: Desk) -> None:
    then = desk.clock()

    def owe(session: Session) -> None:
        raw = [Arrival(1, number, f"{number}", number, "{}") for number in range(3)]
        inbox.keep(session, raw, now=then)
        for lane, key in ((Lane.CARD, "a"), (Lane.CARD, "b"), (Lane.REPLY, "c")):
            outbox.enqueue(
                session, "card", subject="tip:1", recipient=outbox.GROUP, lane=lane, dedupe_key=key, now=then
            )  # fmt: skip

    desk.database.act_now(owe)
    desk.clock.at += timedelta(minutes=7)

    told = await figures(desk)

    assert told["tinbai_inbox_waiting", ""] == 3
    assert told["tinbai_inbox_oldest_seconds", ""] == 420
    assert told["tinbai_outbox_waiting", "card"] == 2
    assert told["tinbai_outbox_waiting", "reply"] == 1
    assert told["tinbai_outbox_waiting", "press"] == 0
    assert told["tinbai_outbox_oldest_seconds", "card"] == 420
    assert told["tinbai_dead_letters", ""] == 0
    assert told["tinbai_held", ""] == 0
    assert told["tinbai_disk_free_bytes", ""] > 0
    assert told["tinbai_memory_bytes", ""] > 1_000_000


async def test_what_this_and_other_processes_counted_is_told(desk: Desk) -> None:
    own, other = desk.newsroom.figures, Figures()
    own.took("update", 0.02)
    own.failed("send", "flood")
    other.took("send", 0.3)
    other.turned("worker")
    desk.database.act_now(lambda session: pulse.beat(session, Pulse(desk.clock(), "1.0", other.snapshot())))

    told = await figures(desk)

    assert told["tinbai_duration_seconds_count", "update"] == 1
    assert told["tinbai_duration_seconds_bucket", "0.01,update"] == 0
    assert told["tinbai_duration_seconds_bucket", "0.025,update"] == 1
    assert told["tinbai_duration_seconds_sum", "send"] == 0.3
    assert told["tinbai_errors_total", "flood,send"] == 1
    assert ("tinbai_loop_turned_seconds", "worker") in told


async def test_every_figure_stands_in_the_page_about_watching_and_no_other(desk: Desk) -> None:
    told = set(re.findall(r"^# TYPE (tinbai_\w+)", (await asks(desk)).text, re.MULTILINE))
    written = set(re.findall(r"`(tinbai_\w+)`", (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")))

    assert told == written


async def test_every_alert_stands_in_the_page_about_watching_and_no_other() -> None:
    page = (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(alert_\w+|dead_letter)` ", page, re.MULTILINE)) == set(alerts.PATIENCE)


async def test_no_name_and_no_word_of_anybody_is_told(desk: Desk) -> None:
    lan = desk.a_person("Lan Canary")
    desk.a_tip("Tin CANARY về phường Bình Mẫu, điện thoại 0900000000.", by=lan)

    text = (await asks(desk)).text

    assert not [word for word in ("CANARY", "Canary", "0900000000", "T-26") if word in text]


async def test_the_token_opens_it_from_elsewhere(locked: Desk) -> None:
    elsewhere = {"base": "https://desk.example", "peer": "192.0.2.7"}

    assert (await asks(locked, **elsewhere, Authorization=f"Bearer {TOKEN}")).status_code == 200
    assert (await asks(locked, **elsewhere, Authorization="Bearer wrong")).status_code == 404
    assert (await asks(locked, **elsewhere)).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
async def test_a_proxy_on_this_machine_opens_it_to_nobody(desk: Desk, header: str) -> None:
    assert (await asks(desk, **{header: "192.0.2.7"})).status_code == 404


async def test_without_a_token_only_this_machine_may_ask(desk: Desk) -> None:
    assert (await asks(desk)).status_code == 200
    assert (await asks(desk, peer="192.0.2.7")).status_code == 404
    assert (await asks(desk, base="https://desk.example")).status_code == 404
    assert (await asks(desk, peer="192.0.2.7", Authorization="Bearer ")).status_code == 404
