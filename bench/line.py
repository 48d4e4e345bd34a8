"""The line beside bare bots that store nothing, in one run and in turn: medians of interleaved rounds and the ratios.

Ours commits each message with fsync before it is confirmed, takes it through the dialogue, and owes its sender a living
message; an update counts when the reply it owes has been accepted. Whole desk (`python -m bot run`) in one process.
ROUNDS (5), PEOPLE (1500, one message each), SECONDS (10, of single messages), LONG (20000 updates for memory).
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import aiohttp

from bench.contest import OURS, SECRET, WARM_UP, Bot, contenders, offer, running, slow_fsync, until
from bench.telegram import PEOPLE
from tests.chaos.campaign import text_update

ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = int(os.environ.get("SECONDS", "10"))
LONG = int(os.environ.get("LONG", "20000"))
SENDERS = PEOPLE - WARM_UP
CONNECTIONS = 40  # Telegram's default of a webhook
A_SECOND = 20  # single messages
OF_A_SLOW_BOT = 150  # messages for PTB when the API takes 50 ms: it waits for each reply, so a rate shows soon


@dataclass(frozen=True)
class Taken:
    """What one round gave."""

    rate: float
    cpu_ms: float


def main() -> None:
    """Take every measurement, or those named (`python -m bench.line webhook singles`)."""
    parts: dict[str, Callable[[], None]] = {
        "at-once": partial(_backlogs, 0),
        "after-50-ms": partial(_backlogs, 50),
        "webhook": _webhooks,
        "singles": _singles,
        "disk": _slower_disk,
        "memory": _memory,
    }
    for name in sys.argv[1:] or parts:
        parts[name]()


def _backlogs(latency_ms: float) -> None:
    rounds = _in_turn([OURS, *contenders()], partial(_backlog, latency_ms=latency_ms))
    _print_rates(f"a backlog of {SENDERS} messages, the API answers after {latency_ms:.0f} ms, by polling", rounds)


def _webhooks() -> None:
    """Beside PTB's webhook server, and beside its polling, which is quicker."""
    polls = "ptb polling"
    measured = {
        OURS: partial(_by_webhook, OURS),
        "ptb": partial(_by_webhook, "ptb"),
        polls: partial(_backlog, "ptb", 0),
    }
    rounds = _in_turn(list(measured), lambda name: measured[name]())
    _print_rates("by webhook over 40 connections, the API answers at once", rounds)


def _in_turn(names: Sequence[str], measure: Callable[[str], Taken]) -> dict[str, list[Taken]]:
    taken: dict[str, list[Taken]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            taken[name].append(measure(name))
    return taken


def _backlog(name: str, latency_ms: float) -> Taken:
    """Offer a message of each person at once and take the time until the last reply is accepted."""
    number = OF_A_SLOW_BOT if name == "ptb" and latency_ms else SENDERS
    with running(name, latency_ms=latency_ms) as bot:
        return _timed(bot, lambda: offer(bot, range(number)), WARM_UP, number)


def _by_webhook(name: str) -> Taken:
    with running(name, webhook=True) as bot:
        return _timed(bot, lambda: _deliver(bot), 0)


def _timed(bot: Bot, give: Callable[[], None], before: int, number: int = SENDERS) -> Taken:
    cpu, begun = bot.cpu, time.perf_counter()
    give()
    until(lambda: bot.answered() >= before + number)
    return Taken(number / (time.perf_counter() - begun), (bot.cpu - cpu) / number * 1000)


def _deliver(bot: Bot) -> None:
    """Post everybody's update to the webhook over a few connections, as Telegram does."""
    asyncio.run(_delivered(f"{bot.console}/telegram/webhook"))


async def _delivered(url: str) -> None:
    people = iter(range(SENDERS))

    async def post_some(session: aiohttp.ClientSession) -> None:
        for person in people:
            update = {"update_id": 900_000_000 + person, **text_update(person, 5000 + person)}
            async with session.post(url, json=update) as answer:
                answer.raise_for_status()

    async with aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as session:
        await asyncio.gather(*(post_some(session) for _ in range(CONNECTIONS)))


def _print_rates(title: str, rounds: dict[str, list[Taken]]) -> None:
    print(f"\n{title} ({ROUNDS} rounds in turn)")
    print(f"{'bot':12}{'updates/s':>8}{'x ptb':>8}{'min':>8}{'max':>8}{'cpu ms':>8}{'x ptb':>8}")
    base = _median(rounds["ptb"])
    for name, taken in rounds.items():
        own, rates = _median(taken), [each.rate for each in taken]
        ratios = f"{own.rate / base.rate:8.2f}", f"{own.cpu_ms / base.cpu_ms:8.2f}"
        print(f"{name:12}{own.rate:8.0f}{ratios[0]}{min(rates):8.0f}{max(rates):8.0f}{own.cpu_ms:8.2f}{ratios[1]}")


def _median(taken: Sequence[Taken]) -> Taken:
    return Taken(statistics.median(t.rate for t in taken), statistics.median(t.cpu_ms for t in taken))


def _singles() -> None:
    """Send single messages at a steady rate; the Bot API's own ledger tells the time from each to its answer."""
    print(f"\nsingle messages, {A_SECOND} a second for {SECONDS} s: message to answer, ms")
    print(f"{'bot':10}{'p50':>8}{'p95':>8}")
    people = range(SECONDS * A_SECOND)
    for name in (OURS, *contenders()):
        with running(name) as bot:
            offer_steadily(bot, people, A_SECOND)
            waits = sorted(bot.waits(people))
        print(f"{name:10}{waits[len(waits) // 2] * 1000:8.1f}{waits[int(len(waits) * 0.95)] * 1000:8.1f}")


def offer_steadily(bot: Bot, people: range, a_second: int) -> None:
    """Let one after another send a message, so many a second; nobody asks the Bot API anything meanwhile."""
    before, begun = bot.answered(), time.monotonic()
    for number, person in enumerate(people):
        time.sleep(max(0.0, begun + number / a_second - time.monotonic()))
        offer(bot, range(person, person + 1))
    until(lambda: bot.answered() >= before + len(people), pause=0.1)


def _slower_disk() -> None:
    library = slow_fsync(2)
    if not library:
        return
    rates: dict[str, list[float]] = {"as it is": [], "2 ms more": []}
    for _ in range(ROUNDS):
        for name, preload in (("as it is", ""), ("2 ms more", library)):
            with running(OURS, preload=preload) as bot:
                rates[name].append(_timed(bot, partial(offer, bot, range(SENDERS)), WARM_UP).rate)
    quick, slow = (statistics.median(taken) for taken in rates.values())
    print(f"\nevery fsync 2 ms slower: {slow:.0f} updates/s beside {quick:.0f}, {slow / quick:.2f} x")


def _memory() -> None:
    """Start the whole desk, then give it a long day; memory in MB."""
    begun = time.perf_counter()
    with running(OURS) as bot:
        print(f"\nwhole desk: answered {WARM_UP} people {time.perf_counter() - begun:.1f} s after its start", end="")
        print(f", {bot.memory:.0f} MB; after so many updates:", end="")
        given = 0
        while given < LONG:
            before = bot.answered()
            offer(bot, range(SENDERS), 1 + given // SENDERS)
            until(partial(_has_finished, bot, before))
            given += SENDERS
            print(f" {given}: {bot.memory:.0f}", end="", flush=True)
    print()


def _has_finished(bot: Bot, before: int) -> bool:
    """Tell whether it has answered and stopped: redrawings of one message are joined, so they are not counted."""
    answered = bot.answered()
    time.sleep(0.5)
    return answered > before and bot.answered() == answered


if __name__ == "__main__":
    main()
