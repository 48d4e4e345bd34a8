"""Notices that ask for nothing wait while their reader rests; some come together where the reader wants it so.

By rule: what has to be done by a time, what somebody has just asked for, and what is drawn silently never waits.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from review import outbox, preferences
from review.outbox import Notice
from review.quiet import Preferences, rings_at
from review.settings import DeskRules

CALM = frozenset(  # a rule_alert rings at any hour
    {
        "rule_notice",
        "published",
        "rejected",
        "digest",
        "monthly_note",
        "unit_change_decided",
        "draft_resume",
        "draft_removed",
    }
)
TOGETHER = frozenset({"published"})  # of these several may be told in one


def claim(session: Session, *, worker: str, now: datetime, limit: int, rules: DeskRules) -> list[Notice]:
    """Lease what is due and may ring; what may not yet is given back until it may."""
    while True:
        claimed = outbox.claim(session, worker=worker, now=now, limit=limit)
        ringing = let_go(session, claimed, now=now, rules=rules)
        if ringing or not claimed:
            return ringing


def let_go(session: Session, claimed: Sequence[Notice], *, now: datetime, rules: DeskRules) -> list[Notice]:
    """Return those of the claimed notices that may ring now; the others wait, or are told in one."""
    calm = [notice for notice in claimed if notice.kind in CALM and _reader(notice)]
    if not calm:
        return list(claimed)
    chosen = preferences.of_all(session, {_reader(notice) for notice in calm})
    wanted = {notice.id: chosen.get(_reader(notice), preferences.offered(rules)) for notice in calm}
    waiting = _made_wait(session, calm, wanted, now, rules)
    awake = [notice for notice in calm if notice.id not in waiting and wanted[notice.id].is_digest]
    silent = waiting | _bundled(session, [notice for notice in awake if notice.kind in TOGETHER], now)
    return [notice for notice in claimed if notice.id not in silent]


def _made_wait(
    session: Session, calm: Sequence[Notice], wanted: dict[int, Preferences], now: datetime, rules: DeskRules
) -> set[int]:
    waiting = set()
    for notice in calm:
        owed_at = notice.created_at or now
        at = rings_at(wanted[notice.id], owed_at=owed_at, now=now, zone=rules.zone, is_bundle=notice.kind == "digest")
        if at > now:
            outbox.rest(session, [notice.id], until=at)
            waiting.add(notice.id)
    return waiting


def _bundled(session: Session, notices: Collection[Notice], now: datetime) -> set[int]:
    """Owe one notice for several of the same reader; those are told by it."""
    readers = defaultdict(list)
    for notice in notices:
        readers[notice.recipient].append(notice)
    bundled: set[int] = set()
    for recipient, several in readers.items():
        if len(several) == 1:
            continue
        numbers = [notice.id for notice in several]
        outbox.enqueue(
            session,
            "digest",
            subject=f"bundle:{numbers[0]}",
            recipient=recipient,
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"digest:{numbers[0]}",
            now=now,
            details={"notices": [[notice.kind, notice.subject] for notice in several]},
        )
        outbox.gone(session, numbers, error_class="bundled", now=now)
        bundled |= set(numbers)
    return bundled


def _reader(notice: Notice) -> int:
    """Return the number of the person a notice is for, 0 for a group."""
    kind, _, number = notice.recipient.partition(":")
    return int(number) if kind == "person" else 0
