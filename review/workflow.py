"""Statuses, verbs and the two tables of what may follow what. Everything not listed is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from review.errors import TransitionNotAllowed


class TipStatus(StrEnum):
    COMPOSING = "composing"
    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What people do with a tip; `claim` and `release` move a lease, not a status."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    ASK = "ask"
    ANSWER = "answer"
    MARK_DUPLICATE = "mark_duplicate"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    APPEAL = "appeal"
    CLAIM = "claim"
    RELEASE = "release"


class Priority(StrEnum):
    """How a tip stands out of the ordinary ones."""

    LOW = "low"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Handling:
    """How a tip is to be handled, as people or rules have set it; None is as any other.

    `checklist` is the topic whose checklist it gets, `readings` how many readers have to agree on a
    decision, `read_by` how many have voted on the text as it now is.
    """

    priority: str | None = None
    embargo_until: datetime | None = None
    checklist: str | None = None
    readings: int | None = None
    read_by: int = 0


class DraftStatus(StrEnum):
    DRAFTED = "drafted"
    READY = "ready"
    TAKEN = "taken"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    UNPUBLISHED = "unpublished"
    DISCARDED = "discarded"


class DraftVerb(StrEnum):
    EDIT = "edit"
    MARK_READY = "mark_ready"
    RETURN = "return"
    TAKE = "take"
    PUBLISH = "publish"
    CORRECT = "correct"
    TAKE_DOWN = "take_down"
    DISCARD = "discard"


S, D = TipStatus, DraftStatus

TIP_MOVES: Mapping[tuple[TipStatus, Verb], TipStatus] = {
    (S.COMPOSING, Verb.SUBMIT): S.RECEIVED,
    (S.RECEIVED, Verb.APPROVE): S.APPROVED,
    (S.RECEIVED, Verb.REJECT): S.REJECTED,
    (S.RECEIVED, Verb.ASK): S.NEEDS_INFO,
    (S.RECEIVED, Verb.MARK_DUPLICATE): S.DUPLICATE,
    (S.RECEIVED, Verb.WITHDRAW): S.WITHDRAWN,
    (S.NEEDS_INFO, Verb.ANSWER): S.RECEIVED,
    (S.NEEDS_INFO, Verb.APPROVE): S.APPROVED,
    (S.NEEDS_INFO, Verb.REJECT): S.REJECTED,
    (S.NEEDS_INFO, Verb.MARK_DUPLICATE): S.DUPLICATE,
    (S.NEEDS_INFO, Verb.WITHDRAW): S.WITHDRAWN,
    (S.NEEDS_INFO, Verb.REOPEN): S.RECEIVED,
    (S.REJECTED, Verb.REOPEN): S.RECEIVED,
    (S.REJECTED, Verb.APPEAL): S.RECEIVED,
    (S.DUPLICATE, Verb.REOPEN): S.RECEIVED,
    (S.DUPLICATE, Verb.APPEAL): S.RECEIVED,
    (S.APPROVED, Verb.REOPEN): S.RECEIVED,
}

DRAFT_MOVES: Mapping[tuple[DraftStatus, DraftVerb], DraftStatus] = {
    (D.DRAFTED, DraftVerb.MARK_READY): D.READY,
    (D.DRAFTED, DraftVerb.DISCARD): D.DISCARDED,
    (D.READY, DraftVerb.RETURN): D.DRAFTED,
    (D.READY, DraftVerb.TAKE): D.TAKEN,
    (D.READY, DraftVerb.PUBLISH): D.PUBLISHED,
    (D.READY, DraftVerb.DISCARD): D.DISCARDED,
    (D.TAKEN, DraftVerb.TAKE): D.TAKEN,
    (D.TAKEN, DraftVerb.PUBLISH): D.PUBLISHED,
    (D.TAKEN, DraftVerb.DISCARD): D.DISCARDED,
    (D.PUBLISHED, DraftVerb.CORRECT): D.CORRECTED,
    (D.PUBLISHED, DraftVerb.TAKE_DOWN): D.UNPUBLISHED,
    (D.CORRECTED, DraftVerb.CORRECT): D.CORRECTED,
    (D.CORRECTED, DraftVerb.TAKE_DOWN): D.UNPUBLISHED,
}

UNDECIDED = frozenset({S.RECEIVED, S.NEEDS_INFO})
DECIDED = frozenset({S.APPROVED, S.REJECTED, S.DUPLICATE, S.WITHDRAWN})
EDITABLE = frozenset({D.DRAFTED, D.READY, D.TAKEN})


def after(status: TipStatus, verb: Verb) -> TipStatus:
    """Return the status that `verb` leads to.

    Raises TransitionNotAllowed for every pair the table does not list.
    """
    try:
        return TIP_MOVES[status, verb]
    except KeyError:
        raise TransitionNotAllowed(f"{verb} is not possible on a {status} tip", status=status, verb=verb) from None


def draft_after(status: DraftStatus, verb: DraftVerb) -> DraftStatus:
    """Return the draft status that `verb` leads to; raises TransitionNotAllowed otherwise."""
    try:
        return DRAFT_MOVES[status, verb]
    except KeyError:
        raise TransitionNotAllowed(f"{verb} is not possible on a {status} draft", status=status, verb=verb) from None


def verbs_from(status: TipStatus) -> tuple[Verb, ...]:
    """Return the verbs the table offers from `status`, in the table's order."""
    return tuple(verb for (at, verb) in TIP_MOVES if at == status)
