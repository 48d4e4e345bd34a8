"""What becomes of a made-up tip: who does what with it and when, until now. Pure."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from review.workflow import DECIDED, DRAFT_MOVES, TIP_MOVES, DraftStatus, DraftVerb, TipStatus, Verb

LEFT_WAITING = 0.012  # tips nobody has decided on although there was time
ASKED_FIRST = 0.09
ENDS = ((Verb.APPROVE, 52), (Verb.REJECT, 34), (Verb.MARK_DUPLICATE, 9), (Verb.WITHDRAW, 5))
ALONE = tuple((verb, weight) for verb, weight in ENDS if verb is not Verb.MARK_DUPLICATE)
DRAFT_WAYS = (
    ((DraftVerb.EDIT, DraftVerb.MARK_READY, DraftVerb.TAKE, DraftVerb.PUBLISH), 82),
    ((DraftVerb.EDIT, DraftVerb.MARK_READY, DraftVerb.PUBLISH, DraftVerb.CORRECT), 4),
    ((DraftVerb.EDIT, DraftVerb.MARK_READY, DraftVerb.PUBLISH, DraftVerb.TAKE_DOWN), 1),
    ((DraftVerb.EDIT, DraftVerb.MARK_READY, DraftVerb.TAKE), 3),
    ((DraftVerb.EDIT, DraftVerb.MARK_READY), 3),
    ((DraftVerb.DISCARD,), 7),
)
BY_SENDER = frozenset({Verb.SUBMIT, Verb.ANSWER, Verb.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a tip, or on its draft, at a moment, with the status it leads from and to."""

    at: datetime
    verb: Verb | DraftVerb
    before: TipStatus | DraftStatus
    after: TipStatus | DraftStatus


@dataclass(frozen=True, slots=True)
class Fate:
    """All deeds in order: those on the tip, then those on the draft that an approval made."""

    deeds: tuple[Deed, ...]
    draft: tuple[Deed, ...]

    @property
    def status(self) -> TipStatus:
        return TipStatus(self.deeds[-1].after)

    @property
    def decided_at(self) -> datetime | None:
        return self.deeds[-1].at if self.status in DECIDED else None

    @property
    def versions(self) -> int:
        """Return the tip's version: an answer makes a second one."""
        return 2 if self._answered_at is not None else 1

    def version_at(self, deed: Deed) -> int:
        """Return the version a deed met; an answer is recorded before it makes the next one."""
        return 2 if self._answered_at is not None and deed.at > self._answered_at else 1

    @property
    def _answered_at(self) -> datetime | None:
        return next((deed.at for deed in self.deeds if deed.verb is Verb.ANSWER), None)

    @property
    def draft_status(self) -> DraftStatus:
        return DraftStatus(self.draft[-1].after) if self.draft else DraftStatus.DRAFTED


def fate(chance: random.Random, received_at: datetime, now: datetime, *, has_original: bool) -> Fate:
    """Return what becomes of a tip received at a moment, as far as there was time until `now`.

    Only where there is an earlier tip can it be marked as its duplicate.
    """
    deeds = tuple(_on_tip(chance, received_at, now, has_original=has_original))
    approved = deeds[-1].at if deeds[-1].verb is Verb.APPROVE else None
    return Fate(deeds, tuple(_on_draft(chance, approved, now)) if approved else ())


def _on_tip(chance: random.Random, at: datetime, now: datetime, *, has_original: bool) -> Iterator[Deed]:
    status = TipStatus.COMPOSING
    for verb in _verbs(chance, ENDS if has_original else ALONE):
        if verb is not Verb.SUBMIT:
            at += _wait(chance)
        if at > now:
            return
        following = TIP_MOVES[status, verb]
        yield Deed(at, verb, status, following)
        status = following


def _verbs(chance: random.Random, ends: Sequence[tuple[Verb, int]]) -> Iterator[Verb]:
    yield Verb.SUBMIT
    if chance.random() < ASKED_FIRST:
        yield Verb.ASK
        if chance.random() < LEFT_WAITING * 10:
            return
        yield Verb.ANSWER
    if chance.random() >= LEFT_WAITING:
        yield chance.choices([verb for verb, _ in ends], [weight for _, weight in ends])[0]


def _on_draft(chance: random.Random, at: datetime, now: datetime) -> Iterator[Deed]:
    status = DraftStatus.DRAFTED
    for verb in chance.choices([way for way, _ in DRAFT_WAYS], [weight for _, weight in DRAFT_WAYS])[0]:
        at += _wait(chance)
        if at > now:
            return
        following = status if verb is DraftVerb.EDIT else DRAFT_MOVES[status, verb]
        yield Deed(at, verb, status, following)
        status = following


def _wait(chance: random.Random) -> timedelta:
    """Return how long somebody takes: mostly within the hour, sometimes a day."""
    return timedelta(seconds=int(chance.uniform(240, 3600) * chance.choice((1, 1, 2, 4, 20))))
