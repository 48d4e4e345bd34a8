"""Who may do what. Deny by default: an act asks `require`, and what the table does not grant is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from review.errors import NotAllowed
from review.workflow import DraftVerb, Verb


class Role(StrEnum):
    CORRESPONDENT = "correspondent"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"


class Standing(StrEnum):
    """Where a person stands in the network; only `active` and `pending` people may send."""

    ENROLLING = "enrolling"
    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    BANNED = "banned"
    LEFT = "left"


class Right(StrEnum):
    """What is not a move of a tip or a draft."""

    SEE_QUEUE = "see_queue"
    SEE_DRAFTS = "see_drafts"
    SEE_NETWORK = "see_network"
    SEE_STATUS = "see_status"
    RETRY_DEAD_LETTER = "retry_dead_letter"
    INVITE = "invite"
    MANAGE_STAFF = "manage_staff"
    CHOOSE_GROUP = "choose_group"
    ADD_NOTE = "add_note"
    ANSWER_REQUEST = "answer_request"
    ADJUST_TIP = "adjust_tip"
    MANAGE_RULES = "manage_rules"


@dataclass(frozen=True, slots=True)
class Person:
    """The acting person: an opaque number, the name colleagues see, and what they may do."""

    id: int
    name: str
    roles: frozenset[Role] = frozenset()
    unit_id: str | None = None
    locale: str = "vi"
    standing: Standing = Standing.ACTIVE

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)


STAFF = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMIN})
MODERATORS = frozenset({Role.MODERATOR, Role.ADMIN})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
SENDERS = frozenset({Role.CORRESPONDENT, Role.MODERATOR, Role.EDITOR, Role.ADMIN})

GRANTS: Mapping[Verb | DraftVerb | Right, frozenset[Role]] = {
    Verb.SUBMIT: SENDERS,
    Verb.ANSWER: SENDERS,
    Verb.WITHDRAW: SENDERS,
    Verb.APPEAL: SENDERS,
    Verb.CLAIM: MODERATORS,
    Verb.RELEASE: MODERATORS,
    Verb.APPROVE: MODERATORS,
    Verb.REJECT: MODERATORS,
    Verb.ASK: MODERATORS,
    Verb.MARK_DUPLICATE: MODERATORS,
    Verb.REOPEN: MODERATORS,
    DraftVerb.EDIT: EDITORS,
    DraftVerb.MARK_READY: EDITORS,
    DraftVerb.RETURN: EDITORS,
    DraftVerb.TAKE: EDITORS,
    DraftVerb.PUBLISH: EDITORS,
    DraftVerb.CORRECT: EDITORS,
    DraftVerb.TAKE_DOWN: EDITORS,
    DraftVerb.DISCARD: EDITORS,
    Right.SEE_QUEUE: STAFF,
    Right.SEE_DRAFTS: STAFF,
    Right.SEE_NETWORK: STAFF,
    Right.SEE_STATUS: STAFF,
    Right.ADD_NOTE: STAFF,
    Right.ANSWER_REQUEST: EDITORS,  # who takes a name off the portal
    Right.RETRY_DEAD_LETTER: frozenset({Role.ADMIN}),
    Right.INVITE: frozenset({Role.MODERATOR, Role.ADMIN}),
    Right.MANAGE_STAFF: frozenset({Role.ADMIN}),
    Right.ADJUST_TIP: MODERATORS,
    Right.MANAGE_RULES: frozenset({Role.ADMIN}),  # they decide how many readers a tip needs
    Right.CHOOSE_GROUP: frozenset({Role.ADMIN}),
}

OWN_TIP_ONLY = frozenset({Verb.SUBMIT, Verb.ANSWER, Verb.WITHDRAW, Verb.APPEAL})
NEVER_OWN_TIP = frozenset(
    {Verb.APPROVE, Verb.REJECT, Verb.ASK, Verb.MARK_DUPLICATE, Verb.REOPEN, Verb.CLAIM, Right.ADJUST_TIP}
)


def may(person: Person, act: Verb | DraftVerb | Right, *, sender_id: int | None = None) -> bool:
    """Tell whether `person` may do `act` on a tip of `sender_id` (None where no tip is concerned)."""
    if person.standing not in {Standing.ACTIVE, Standing.PENDING}:
        return False
    if act in OWN_TIP_ONLY and sender_id != person.id:
        return False
    if act in NEVER_OWN_TIP and sender_id == person.id:
        return False
    return bool(person.roles & GRANTS.get(act, frozenset()))


def require(person: Person, act: Verb | DraftVerb | Right, *, sender_id: int | None = None) -> None:
    """Raise NotAllowed unless `person` may do `act`."""
    if not may(person, act, sender_id=sender_id):
        own = act in NEVER_OWN_TIP and sender_id == person.id
        raise NotAllowed(f"{act} is not allowed", verb=str(act), own="1" if own else "")
