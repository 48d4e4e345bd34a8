"""What crosses between the newsroom and its doors: small frozen values, no rows, no messenger, no text of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from review.access import Person
from review.likeness.pair import Pair
from review.mine import Month, UnitWish
from review.noticed import Composing
from review.workflow import DraftStatus, Handling, TipStatus, Verb

FIRST_DECISIONS = frozenset({Verb.APPROVE, Verb.REJECT, Verb.MARK_DUPLICATE})


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as a door names it; the bytes are fetched later. Sizes in bytes, width and height in pixels."""

    kind: str
    ref: str
    unique_ref: str = ""
    size: int | None = None
    name: str = ""
    media_type: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a message holds beside words and files, a place or a contact: in words, as data, and as a place's name."""

    kind: str
    text: str
    data: Mapping[str, Any]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a sender, as it joins a tip."""

    door: str
    chat_id: int
    message_id: int
    kind: str
    sent_at: datetime
    text: str = ""
    file: FileRef | None = None
    media_group_id: str | None = None
    forwarded_from: str | None = None
    reply_to: int | None = None
    contents: Contents | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a person's dialogue stands; `screen` rises with each new screen, so that old buttons are known as old."""

    name: str
    step: str
    screen: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)

    def at(self, step: str, **details: Any) -> "State":
        """Return the state on another step, with a new screen."""
        return State(self.name, step, self.screen + 1, {**self.details, **details})


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of one of the newsroom's lists: its code and its name in both languages."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dated list, in both languages."""

    code: str
    vi: str
    en: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def label(self, locale: str) -> str:
        return self.en if locale == "en" else self.vi


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip in a list: reference, status, first words; by when it is due, and whether somebody has it in hand."""

    reference: str
    status: TipStatus
    excerpt: str
    sent_at: datetime
    due_at: datetime | None = None
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A recorded decision: who did what when, through which door, why, and on which version of the text."""

    verb: str
    who: str
    by_id: int
    at: datetime
    door: str
    reason: str | None = None
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip as doors show it. Times are UTC; `claimed_by` is a name while the lease holds."""

    id: int
    reference: str
    status: TipStatus
    version: int
    sender_id: int
    sender_locale: str
    text: str
    excerpt: str
    unit_id: str | None
    unit_name: str
    credit: str
    topic: str | None
    genre: str | None
    section: str
    when: str
    where: str
    source: str | None
    source_detail: str
    photos: int
    files: int
    flags: tuple[Mapping[str, Any], ...]
    sent_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    claimed_by: str | None = None
    claimed_by_id: int | None = None
    claimed_until: datetime | None = None
    last: Act | None = None
    acts: tuple[Act, ...] = ()
    duplicate_of: str | None = None
    is_first_rejected: bool = False
    revises: str | None = None
    revised_as: str | None = None
    draft: str | None = None
    draft_status: DraftStatus | None = None
    draft_version: int = 0
    title: str = ""
    url: str | None = None
    questions: tuple["Asked", ...] = ()
    warned: Mapping[str, str] = field(default_factory=dict)
    handling: Handling = field(default_factory=Handling)
    lacks_second: bool = False  # a second look was asked for, and nobody but who decided first could give it

    @property
    def is_emptied(self) -> bool:
        """Tell whether the time of an unused tip is over: its text and files are deleted."""
        return self.version < 1

    @property
    def is_appealed(self) -> bool:
        return any(act.verb == Verb.APPEAL for act in self.acts)

    @property
    def appeal(self) -> tuple[Act, Act] | None:
        """Return the decision that was appealed against, and the appeal; None where there was none."""
        place = next((at for at, act in enumerate(self.acts) if act.verb == Verb.APPEAL), 0)
        return (self.acts[place - 1], self.acts[place]) if place else None

    @property
    def first_deciders(self) -> frozenset[int]:
        """Return who decided before the appeal: somebody else decides now."""
        before = [act.verb for act in self.acts].index(Verb.APPEAL) if self.is_appealed else 0
        return frozenset(act.by_id for act in self.acts[:before] if act.verb in FIRST_DECISIONS)

    @property
    def open_questions(self) -> tuple["Asked", ...]:
        return tuple(question for question in self.questions if not question.is_answered)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the desk: its code in the bank (or `free`), its words, and the time to answer by.

    `is_declined` where the sender cannot answer, `is_extended` where they asked for more time.
    """

    id: int
    code: str
    text: str
    due_at: datetime
    asked_at: datetime | None = None
    is_answered: bool = False
    is_declined: bool = False
    is_extended: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    reference: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a message.

    `composing`, `answered`, `answered_in_part` (more are open), `added`, `again` (a further part of an album told of),
    `proposed` (after an approval), `late`, `changed`, `decided` (changed after a decision), `known` from before.
    """

    way: str
    tip_id: int
    reference: str | None = None
    version: int = 1
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of a tip; `copy_key` is what others may see, None while or where there is no copy."""

    id: int
    kind: str
    state: str
    name: str
    copy_key: str | None
    original: str | None
    media_type: str | None
    size: int | None
    width: int | None
    height: int | None
    caption: str
    alt: str
    message_text: str
    rights: str | None = None
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a message about a draft names."""

    reference: str
    title: str
    tips: tuple[str, ...]
    open_places: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Who reads a notice, and the tip, unfinished tip or draft it is about; None where there is none any more.

    `undo` is how long a decision waits before its sender is told; `kept_through` the last day on which the text of a
    tip that is not used is there; `lines` are tips that are listed, by number, as they
    may be shown outside the desk; `spoken` is the language where there is no one reader; `about` the name of
    the person a notice of the desk is about, as long as they have one.
    """

    reader: Person | None
    now: datetime
    undo: timedelta = timedelta()
    kept_through: date | None = None
    state: State | None = None
    composing: Composing | None = None
    tip: TipView | None = None
    draft: DraftFacts | None = None
    reason: Entry | None = None
    alike: Pair | None = None
    topics: tuple[Option, ...] = ()
    sources: tuple[Option, ...] = ()
    attachments: tuple[AttachmentView, ...] = ()
    wish: UnitWish | None = None
    month: Month | None = None
    bundle: tuple[tuple[str, "Facts"], ...] = ()
    lines: Mapping[int, TipLine] = field(default_factory=dict)
    spoken: str = "vi"
    about: str = ""

    @property
    def locale(self) -> str:
        return self.reader.locale if self.reader else self.spoken
