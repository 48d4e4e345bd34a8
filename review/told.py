"""What a notice is about, read at the moment it is sent: the facts its text is made from, as they then are."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from review import draft_view, months, network, people, previewing, tip_view, unit_changes
from review.access import Person
from review.clock import desk_date
from review.errors import PersonNotFound
from review.language.personal import hidden
from review.models import Draft, Tip, table
from review.outbox import Notice
from review.port import DraftFacts, Facts, Option, State, TipLine
from review.settings import DeskRules
from review.similar import shown
from review.statements import Statement, run
from review.tip_text import shortened
from review.workflow import TipStatus

DIALOGUE = table("dialogue")
_STANDS = Statement(
    select(DIALOGUE.c.name, DIALOGUE.c.step, DIALOGUE.c.screen, DIALOGUE.c.details).where(
        DIALOGUE.c.person_id == bindparam("person_id")
    )
)
FIRST_WORDS = 70  # of a tip in a list that goes to the moderators' group
LISTING = frozenset({"preview", "topic", "source"})  # the steps whose screens name topics and sources


def about(session: Session, notice: Notice, *, now: datetime, rules: DeskRules) -> Facts:
    """Return the facts of a notice."""
    kind, _, number = notice.subject.partition(":")
    reader = _reader(session, notice.recipient)
    if kind == "tip":
        composing = _composing_facts(session, int(number), reader, now, rules) if reader else None
        facts = composing or _tip_facts(session, session.get(Tip, int(number)), reader, now, rules)
        is_card = notice.kind == "card"
        return replace(facts, alike=shown.likest(session, int(number), rules.similar)) if is_card else facts
    if kind == "bundle":
        return _bundle(session, notice, reader, now, rules)
    if kind == "month":
        return _month(session, notice, reader, now, rules)
    if kind == "unit_change":
        return Facts(reader, now, wish=unit_changes.wish(session, int(number)))
    if kind == "queue":
        return _queue(session, notice, now)
    if notice.kind == "role_given_back":
        return Facts(reader, now, about=people.get(session, int(number)).name)
    if kind == "draft":
        draft = session.get(Draft, int(number))
        return Facts(reader, now, draft=_draft_facts(session, draft) if draft else None)
    return Facts(reader, now)


def _composing_facts(session: Session, tip_id: int, reader: Person, now: datetime, rules: DeskRules) -> Facts | None:
    """Return the facts of an unfinished tip, whose reader is its sender; None where it is none."""
    state, day = _state(session, reader.id), desk_date(now, rules.zone)
    listing = state if state is not None and state.step in LISTING else None
    composing = tip_view.unfinished(session, tip_id)
    if composing is None:
        return None
    if listing:
        composing = previewing.noticed(session, composing, alike=tuple(listing.details.get("alike", ())))
    return Facts(
        reader,
        now,
        state=state,
        composing=composing,
        topics=_options(session, "topic", day) if listing else (),
        sources=_options(session, "source", day) if listing else (),
    )


def _tip_facts(session: Session, tip: Tip | None, reader: Person | None, now: datetime, rules: DeskRules) -> Facts:
    if tip is None or tip.status is TipStatus.COMPOSING:
        return Facts(reader, now)
    view = tip_view.of(session, tip, now=now)
    code = view.last.reason if view.last else None
    return Facts(
        reader,
        now,
        undo=rules.undo,
        kept_through=desk_date(view.last.at, rules.zone) + timedelta(days=rules.unused_days) if view.last else None,
        tip=view,
        reason=network.entry(session, "reason", code) if code else None,
        attachments=tuple(tip_view.attachments(session, tip.id or 0)),
    )


def _draft_facts(session: Session, draft: Draft) -> DraftFacts:
    view = draft_view.of(session, draft)
    return DraftFacts(view.reference, view.article.title, view.tips, len(view.article.placeholders()))


def _bundle(session: Session, notice: Notice, reader: Person | None, now: datetime, rules: DeskRules) -> Facts:
    """Return the facts of several notices that are told in one."""
    told = notice.details["notices"]
    tips = [(kind, session.get(Tip, int(subject.partition(":")[2]))) for kind, subject in told]
    return Facts(reader, now, bundle=tuple((kind, _tip_facts(session, tip, reader, now, rules)) for kind, tip in tips))


def _queue(session: Session, notice: Notice, now: datetime) -> Facts:
    """Return the tips that an answer in the group lists, personal data masked: it leaves the desk."""
    numbers = {number for listed in notice.details.values() if isinstance(listed, list) for number in listed}
    here = select(Tip).where(col(Tip.id).in_(numbers), col(Tip.status) != TipStatus.COMPOSING)
    lines = {tip.id or 0: _line(tip, now) for tip in session.execute(here).scalars()}
    return Facts(None, now, lines=lines, spoken=notice.details.get("locale", "vi"))


def _line(tip: Tip, now: datetime) -> TipLine:
    words = shortened(hidden(tip.excerpt), FIRST_WORDS)
    is_held = tip.claimed_until is not None and tip.claimed_until > now
    return TipLine(tip.reference or "", tip.status, words, tip.received_at or tip.started_at, tip.due_at, is_held)


def _month(session: Session, notice: Notice, reader: Person | None, now: datetime, rules: DeskRules) -> Facts:
    """Return a person's figures of a month, and what the usual reason says."""
    if reader is None:
        return Facts(reader, now)
    month = months.of(session, reader.id, date.fromisoformat(notice.details["first"]), zone=rules.zone)
    code = month.example.reason if month.example else None
    return Facts(reader, now, month=month, reason=network.entry(session, "reason", code) if code else None)


def _state(session: Session, person_id: int) -> State | None:
    row = run(session, _STANDS, person_id=person_id).first()
    return State(row.name, row.step, row.screen, row.details) if row and row.step else None


def _reader(session: Session, recipient: str) -> Person | None:
    kind, _, number = recipient.partition(":")
    try:
        return people.get(session, int(number)) if kind == "person" else None
    except PersonNotFound:
        return None


def _options(session: Session, kind: str, day: date) -> tuple[Option, ...]:
    return tuple(Option(entry.code, entry.vi, entry.en) for entry in network.entries(session, kind, day))
