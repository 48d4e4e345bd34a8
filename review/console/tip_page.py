"""Everything the page of a tip shows, read in one go and put together from the rooms below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from review import access, approval, changes, checklists, draft_view, network, queue, tip_text, tip_view
from review.access import Person
from review.checklists import Item
from review.clock import desk_date
from review.console import will_read
from review.console.differences import Piece, differences
from review.console.history_part import Event, history
from review.console.likeness_part import Like, like
from review.console.marks import Flag, Run, marked, summed
from review.console.settings_part import Settable, lines, settable
from review.console.will_read import WillRead
from review.db import Session
from review.language import facts
from review.lists import colleagues, notices, tips
from review.lists import reasons as past
from review.lists.notices import Told
from review.moderation import UNDOABLE_DRAFTS
from review.newsroom import Newsroom
from review.noticed import named
from review.port import AttachmentView, Entry, TipView
from review.tip_text import Enclosed
from review.tip_view import NoteView
from review.workflow import TIP_MOVES, UNDECIDED, TipStatus, Verb

ON_PAGE = (Verb.APPROVE, Verb.ASK, Verb.REJECT, Verb.MARK_DUPLICATE, Verb.REOPEN)


@dataclass(frozen=True, slots=True)
class Known:
    """One of the questions a report answers: what was found for it, or that it is missing."""

    code: str
    found: tuple[str, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the text against the one before it."""

    version: int
    at: datetime
    cause: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The newsroom's lists as they were valid for this tip, and what the desk proposes of them."""

    genres: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    genre: str
    section: str


@dataclass(frozen=True, slots=True)
class TipPage:
    view: TipView
    text: tuple[Run, ...]
    photos: tuple[AttachmentView, ...]
    files: tuple[AttachmentView, ...]
    enclosed: tuple[Enclosed, ...]
    known: tuple[Known, ...]
    flags: tuple[Flag, ...]
    warned: tuple[tuple[str, str], ...]
    history: tuple[Event, ...]
    versions: tuple[Change, ...]
    notes: tuple[NoteView, ...]
    like: tuple[Like, ...]
    record: Mapping[TipStatus, int]
    unused_for: tuple[tuple[str, int], ...]
    told: tuple[Told, ...]
    joined: tuple[str, ...]
    choices: Choices
    takers: tuple[tuple[int, str], ...]
    checklist: tuple[Item, ...]
    setting: Settable
    will_read: WillRead
    verbs: frozenset[str]
    changes: int


def read(session: Session, reference: str, *, newsroom: Newsroom, by: Person, now: datetime) -> TipPage:
    """Return the page of a tip for a person; raises TipNotFound."""
    number = changes.latest(session)
    tip = queue.get(session, reference)
    view = tip_view.of(session, tip, now=now)
    files = tip_view.attachments(session, view.id)
    texts = tip_view.versions(session, view.id)
    day = desk_date(now, newsroom.rules.zone)
    set_on = lines(session, view.id, newsroom, locale=by.locale, now=now)
    reasons, questions = (network.entries(session, kind, day) for kind in ("reason", "question"))
    return TipPage(
        view=view,
        text=marked(view.text, view.flags),
        photos=tuple(file for file in files if file.kind == "photo"),
        files=tuple(file for file in files if file.kind != "photo"),
        enclosed=_enclosed(session, view, by),
        known=_known(view),
        flags=summed(view.text, view.flags),
        warned=tuple(named(view.warned)),
        history=history(session, tip, view, texts, set_on, newsroom, by.locale),
        versions=_changes(texts),
        notes=tuple(tip_view.notes(session, view.id)),
        like=like(session, view, newsroom.rules.similar),
        record=tips.record(session, view.sender_id),
        unused_for=past.reasons(session, view.sender_id),
        told=notices.to_sender(session, view.id, view.sender_id),
        joined=tips.joined_to(session, view.id),
        choices=_choices(session, reference, newsroom),
        takers=_takers(session, view, by),
        checklist=checklists.items(session, view.id, view.handling.checklist or view.topic),
        setting=settable(session, view, newsroom, by=by, now=now),
        will_read=will_read.of(newsroom, view, reasons=reasons, questions=questions, locale=by.locale, now=now),
        verbs=_verbs(session, view, by),
        changes=number,
    )


def _enclosed(session: Session, view: TipView, by: Person) -> tuple[Enclosed, ...]:
    """Return the places of a tip, and its contacts to those who may ask back: personal data, of no use to others."""
    held = tip_text.enclosed(session, view.id)
    return tuple(one for one in held if one.kind != "contact" or access.may(by, Verb.ASK, sender_id=view.sender_id))


def _known(view: TipView) -> tuple[Known, ...]:
    """Return the 5W1H of a tip; what the sender gave by one tap counts like the text."""
    seen = facts.find(view.text, view.sent_at)
    missing = facts.missing(seen)
    given = {"when": view.when, "where": view.where, "source": view.source_detail}
    if view.source:
        missing = tuple(field for field in missing if field != "source")
    return tuple(_fact(field, getattr(seen, field), given.get(field, ""), field in missing) for field in facts.FIELDS)


def _fact(field: str, found: Sequence[facts.Fact], given: str, lacks: bool) -> Known:  # noqa: FBT001 - one of four
    texts = tuple(dict.fromkeys(filter(None, (given, *(fact.text for fact in found)))))
    return Known(field, texts, lacks and not given)


def _changes(texts: Sequence[tip_view.VersionView]) -> tuple[Change, ...]:
    return tuple(
        Change(new.version, new.at, new.cause, differences(old.text, new.text)) for old, new in pairwise(texts)
    )


def _choices(session: Session, reference: str, newsroom: Newsroom) -> Choices:
    tip = queue.get(session, reference)
    proposed = approval.propose(session, tip, rules=newsroom.rules)
    day = desk_date(tip.sent_at or tip.started_at, newsroom.rules.zone)
    genres, sections = network.entries(session, "genre", day), network.sections(session, day)
    return Choices(tuple(genres), tuple(sections), proposed.genre, proposed.section)


def _verbs(session: Session, view: TipView, by: Person) -> frozenset[str]:
    """Return what this person may do now; the acts check it again."""
    offered = {verb for verb in ON_PAGE if (view.status, verb) in TIP_MOVES}
    if view.status is TipStatus.APPROVED and not _can_be_undone(session, view):
        offered.discard(Verb.REOPEN)
    if view.status is TipStatus.NEEDS_INFO and (view.last is None or view.last.by_id != by.id):
        offered.discard(Verb.REOPEN)
    if view.status in UNDECIDED:
        offered.add(Verb.RELEASE if view.claimed_by_id == by.id else Verb.CLAIM)
    if view.claimed_by_id not in {None, by.id}:
        offered.discard(Verb.CLAIM)
    if view.is_emptied or (view.status in UNDECIDED and by.id in view.first_deciders):
        offered.clear()
    return frozenset(verb.value for verb in offered if access.may(by, verb, sender_id=view.sender_id))


def _takers(session: Session, view: TipView, by: Person) -> tuple[tuple[int, str], ...]:
    """Return to whom this person may hand the tip over: nobody while somebody else has it, never its sender."""
    may = view.status in UNDECIDED and view.claimed_by_id in {None, by.id} and by.id not in view.first_deciders
    if not may or not access.may(by, Verb.CLAIM, sender_id=view.sender_id):
        return ()
    left_out = {by.id, view.sender_id, *view.first_deciders}
    return tuple(each for each in colleagues.moderators(session) if each[0] not in left_out)


def _can_be_undone(session: Session, view: TipView) -> bool:
    drafts = draft_view.made_of(session, queue.by_id(session, view.id))
    return all(draft.status in UNDOABLE_DRAFTS or draft.status == "discarded" for draft in drafts)
