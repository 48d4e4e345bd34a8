"""What can be done with several tips at once: each is an act of its own, refused or done for itself.

Approving is not among them: whoever approves has read the tip and chosen a genre for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from review import access, adjusting, handover, moderation, queue
from review.access import Person
from review.adjusting import Wanted
from review.console.acting import DOOR
from review.db import Session
from review.errors import ReasonMissing, TipNotFound
from review.models import Tip
from review.settings import DeskRules
from review.workflow import Verb


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done with the tips they ticked, as the form says it; only what the act needs is read."""

    act: str
    by: Person
    now: datetime
    rules: DeskRules
    reason: str = ""
    note: str = ""
    original: str = ""
    to: int = 0
    value: str = ""


def _claim(session: Session, tip: Tip, _version: int, order: Order) -> object:
    return moderation.claim(session, tip, by=order.by, door=DOOR, now=order.now)


def _release(session: Session, tip: Tip, _version: int, order: Order) -> object:
    return moderation.release(session, tip, by=order.by, door=DOOR, now=order.now)


def _hand_over(session: Session, tip: Tip, _version: int, order: Order) -> object:
    if not order.to:
        raise ReasonMissing("nobody was chosen")
    return handover.hand_over(session, tip, to=order.to, by=order.by, door=DOOR, now=order.now)


def _reject(session: Session, tip: Tip, version: int, order: Order) -> object:
    if not order.reason:
        raise ReasonMissing("no reason was chosen")
    return moderation.reject(
        session,
        tip,
        reason=order.reason,
        note=order.note,
        version=version,
        by=order.by,
        door=DOOR,
        now=order.now,
        rules=order.rules,
    )


def _join(session: Session, tip: Tip, version: int, order: Order) -> object:
    access.require(order.by, Verb.MARK_DUPLICATE, sender_id=tip.sender_id)
    if not order.original:
        raise TipNotFound("no reference was typed")
    return moderation.mark_duplicate(
        session,
        tip,
        original=queue.get(session, order.original),
        version=version,
        by=order.by,
        door=DOOR,
        now=order.now,
        rules=order.rules,
    )


def _set(session: Session, tip: Tip, _version: int, order: Order) -> object:
    """Set the topic or priority the act is named after; an empty value takes it back."""
    wanted = Wanted(**{order.act.removeprefix("set_"): order.value})
    return adjusting.adjust(session, tip, wanted, by=order.by, door=DOOR, now=order.now, rules=order.rules)


def _reopen(session: Session, tip: Tip, _version: int, order: Order) -> object:
    return moderation.reopen(session, tip, by=order.by, door=DOOR, now=order.now)


ACTS: Mapping[str, Callable[[Session, Tip, int, Order], object]] = {
    "claim": _claim,
    "release": _release,
    "hand_over": _hand_over,
    "reject": _reject,
    "mark_duplicate": _join,
    "set_topic": _set,
    "set_priority": _set,
    "reopen": _reopen,
}
UNDOABLE = frozenset({"reject", "mark_duplicate"})  # within the time to undo, before anybody is told


@dataclass(frozen=True, slots=True)
class Ticked:
    """A tip as it was ticked: its reference and the version the row showed."""

    reference: str
    version: int

    def __str__(self) -> str:
        return f"{self.reference}:{self.version}"


def ticked(values: list[str]) -> list[Ticked]:
    """Read what a form ticked, each tip once; what is no reference and version counts as not ticked."""
    found: dict[str, Ticked] = {}
    for value in values:
        reference, _, version = value.partition(":")
        if reference and version.isascii() and version.isdecimal():
            found.setdefault(reference, Ticked(reference, int(version)))
    return list(found.values())


def do(session: Session, tip: Ticked, order: Order) -> object:
    """Do what is wanted with one tip; raises the ReviewError of the act.

    What somebody else has in hand is not decided on in passing: who means it does so on the tip's own page.
    """
    found = queue.get(session, tip.reference)
    if order.act in UNDOABLE:
        queue.raise_if_decided(session, found)
        queue.raise_if_held(session, found, Verb(order.act), by=order.by, now=order.now)
    return ACTS[order.act](session, found, tip.version, order)
