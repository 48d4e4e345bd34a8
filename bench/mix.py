"""The line as people use it, beside PTB's bare echo: texts, albums, presses, /tin and edits; and a steady stream.

The mix: everybody writes a text and an album of two photos, presses "Xong" and "Gửi", asks for /tin and edits the text.
It is over when the last answer is accepted. The stream: 200 messages a second, the API answers after 50 ms.
ROUNDS (5), PEOPLE (1500), SECONDS (7, of the stream).
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.contest import OURS, WARM_UP, Bot, put, running, until
from bench.line import SENDERS, offer_steadily
from bench.telegram import PHOTOS
from tests.chaos.campaign import text_update

ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = int(os.environ.get("SECONDS", "7"))
NAMES = (OURS, "ptb")
OF_A_MIX = PHOTOS // 2  # people
A_SECOND = 200
SILENCE = 5.0  # seconds without an answer, after which the last one was the last
SLOW_MS = 50.0
Json = dict[str, Any]


def main() -> None:
    """Take both measurements, or the one named (`python -m bench.mix stream`)."""
    parts: dict[str, Callable[[], None]] = {"mix": _mix, "stream": _stream}
    for name in sys.argv[1:] or parts:
        parts[name]()


def _mix() -> None:
    updates = [update for person in range(OF_A_MIX) for update in _of_one(person)]
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in NAMES}
    for _ in range(ROUNDS):
        for name in NAMES:
            rates[name].append(_taken(name, updates))
    print(f"\na mix of {len(updates)} updates of {OF_A_MIX} people, the API answers at once ({ROUNDS} rounds in turn)")
    print(f"{'bot':10}{'updates/s':>10}{'cpu ms':>8}")
    for name, taken in rates.items():
        print(f"{name:10}{statistics.median(t[0] for t in taken):10.0f}{statistics.median(t[1] for t in taken):8.2f}")


def _of_one(person: int) -> list[Json]:
    """Return one person's updates in order: a tip from its first word to an edit after it was sent."""
    first = 5000 + person * 10
    text = text_update(person, first)["message"]
    head = {key: text[key] for key in ("chat", "from", "date")}
    press = {"from": text["from"], "chat_instance": "1", "message": {**head, "message_id": 1, "text": "…"}}
    album = [{**head, "media_group_id": f"album{person}", "photo": [_size(2 * person + n)]} for n in range(2)]
    return [
        {"message": text},
        *({"message": {**photo, "message_id": first + 1 + number}} for number, photo in enumerate(album)),
        {"callback_query": {**press, "id": f"{first}1", "data": "v1:p::c.done"}},
        {"callback_query": {**press, "id": f"{first}2", "data": "v1:p::c.send"}},
        {"message": {**head, "message_id": first + 3, "text": "/tin"}},
        {"edited_message": {**text, "edit_date": text["date"] + 60, "text": f"{text['text']} Đã bổ sung."}},
    ]


def _size(number: int) -> Json:
    return {"file_id": f"photo{number}", "file_unique_id": f"uphoto{number}", "width": 90, "height": 60}


def _taken(name: str, updates: list[Json]) -> tuple[float, float]:
    """Return how many of the updates a second were answered, and the CPU of one in milliseconds."""
    with running(name) as bot:
        cpu = bot.cpu
        put(bot, updates)
        until(lambda: _is_silent(bot))
        return len(updates) / bot.span(len(updates)), (bot.cpu - cpu) / len(updates) * 1000


def _is_silent(bot: Bot) -> bool:
    before = bot.calls()
    time.sleep(SILENCE)
    return before > WARM_UP and bot.calls() == before


def _stream() -> None:
    people = range(min(SECONDS * A_SECOND, SENDERS))
    with running(OURS, latency_ms=SLOW_MS) as bot:
        begun = time.perf_counter()
        offer_steadily(bot, people, A_SECOND)
        waits = sorted(bot.waits(people))
        rate = len(people) / (time.perf_counter() - begun)
    shown = [waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.95, 0.99)]
    print(
        f"\n{A_SECOND} messages a second ({len(people)}), the API answers after {SLOW_MS:.0f} ms: message to answer, ms"
    )
    print(f"{'bot':10}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}{'a second':>10}")
    print(f"{OURS:10}{shown[0]:8.0f}{shown[1]:8.0f}{shown[2]:8.0f}{waits[-1] * 1000:8.0f}{rate:10.0f}")


if __name__ == "__main__":
    main()
