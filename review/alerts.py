"""Alerts: the moderators' group and the admins are told when something stands still, and when it is over.

Workers look every few seconds; the incidents stand in one of the desk's settings, so that of several workers one tells.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from review import disk, holding, inbox, network, outbox, people, pulse
from review.access import Role
from review.incidents import Event, Incident, step
from review.models import DeskSetting, InboxRow, MailState, NoticeState, OutboxRow, table
from review.outbox import Lane
from review.statements import inserting

SETTING = "incidents"
INCIDENT = "incident:"
OLD = timedelta(minutes=5)
FRESH = 30.0  # seconds: a conflict that is older than this is over
CONFLICT = ("poll", "Conflict")
# What is told under which name, and how long it must have been wrong before.
PATIENCE: Mapping[str, timedelta] = {
    "alert_backlog": timedelta(),  # its age is the patience
    "alert_disk": timedelta(),
    "dead_letter": timedelta(),
    "alert_media": timedelta(minutes=5),
    "alert_conflict": timedelta(minutes=1),  # telegram.md R9
}
Told = Mapping[str, Incident]


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at one thing: whether it is wrong, and the figures its message names."""

    is_wrong: bool
    figures: Mapping[str, int] = field(default_factory=dict)


Readings = Mapping[str, Reading]


def read(session: Session, *, free: int, media_answer: bool, now: datetime) -> Readings:
    """Look at everything; what no database knows is passed in."""
    dead = session.exec(select(func.count(col(InboxRow.id))).where(InboxRow.state == MailState.DEAD)).one()
    return {
        "alert_backlog": _backlog(session, now),
        "alert_disk": Reading(free < disk.NEARLY_FULL, {"megabytes": free // disk.MEGABYTE}),
        "dead_letter": Reading(dead > 0, {"number": dead}),
        "alert_media": Reading(not media_answer),
        "alert_conflict": Reading(_is_conflicting(session, now)),
    }


def is_news(session: Session, readings: Readings, *, now: datetime) -> bool:
    """Tell whether anything would change; only then is something written."""
    before = _told(_written(session))
    return not holding.is_held(session) and _after(before, readings, now)[0] != before


def tell(session: Session, readings: Readings, *, has_group: bool, now: datetime) -> None:
    """Note what began and ended, and owe the group and the admins a message about each."""
    written = _written(session)
    after, events = _after(_told(written), readings, now)
    if not _replace(session, written, _as_text(after)):
        return  # another worker has told it
    for kind, event, incident in events:
        figures = readings[kind].figures
        for recipient in _recipients(session, has_group=has_group):
            if event is Event.BEGAN:
                _owe(session, kind, kind, incident, recipient, figures, now)
            elif _was_told(session, kind, incident, recipient):
                _owe(session, "alert_over", kind, incident, recipient, figures, now)
        if event is Event.ENDED:
            outbox.cancel(session, _subject(kind), [kind], now=now)


def open_kinds(session: Session) -> list[str]:
    """Return what people were told of and is not over."""
    return [kind for kind, incident in _told(_written(session)).items() if incident.told_at is not None]


def _after(before: Told, readings: Readings, now: datetime) -> tuple[Told, list[tuple[str, Event, Incident]]]:
    after: dict[str, Incident] = {}
    events = []
    for kind, reading in readings.items():
        old = before.get(kind)
        new, event = step(old, is_wrong=reading.is_wrong, now=now, patience=PATIENCE[kind])
        if new is not None:
            after[kind] = new
        told = new or old
        if event is not None and told is not None:
            events.append((kind, event, told))
    return after, events


def _backlog(session: Session, now: datetime) -> Reading:
    """Look at how long the oldest update and the oldest notice of each lane have been owed, retries included."""
    number, age = inbox.backlog(session, now=now)
    owed = [created for lane in Lane if (created := _first_owed(session, lane))]
    oldest = max([age, *(now - created for created in owed)])
    return Reading(oldest >= OLD, {"number": number, "minutes": int(oldest.total_seconds() // 60)})


def _first_owed(session: Session, lane: Lane) -> datetime | None:
    """Return since when a lane's oldest notice is owed; an alert that waits is no reason for another."""
    waits = (outbox.IS_OWED, col(OutboxRow.lane) == int(lane))
    query = select(OutboxRow.created_at).where(*waits, ~col(OutboxRow.subject).startswith(INCIDENT))
    return session.exec(query.order_by(col(OutboxRow.id)).limit(1)).first()


def _is_conflicting(session: Session, now: datetime) -> bool:
    """Tell whether Telegram refused a poll just now since another program polls with our token."""
    for said in pulse.pulses(session, now=now):
        ago = said.snapshot.failed_ago.get(CONFLICT)
        if ago is not None and ago + (now - said.at).total_seconds() < FRESH:
            return True
    return False


def _recipients(session: Session, *, has_group: bool) -> Iterator[str]:
    if has_group:
        yield outbox.GROUP
    for admin in people.with_role(session, frozenset({Role.ADMIN})):
        yield outbox.person(admin.id)


def _owe(
    session: Session,
    notice: str,
    kind: str,
    incident: Incident,
    recipient: str,
    figures: Mapping[str, int],
    now: datetime,
) -> None:
    outbox.enqueue(
        session,
        notice,
        subject=_subject(kind),
        recipient=recipient,
        lane=Lane.NOTICE,
        dedupe_key=f"{notice}:{kind}:{_stamp(incident)}:{recipient}",
        now=now,
        details={"kind": kind, "since": incident.since.isoformat(), "stamp": _stamp(incident), **figures},
    )


def _was_told(session: Session, kind: str, incident: Incident, recipient: str) -> bool:
    """Tell whether the beginning reached somebody; who was told nothing needs no end."""
    key = f"{kind}:{kind}:{_stamp(incident)}:{recipient}"
    query = select(OutboxRow.state).where(OutboxRow.dedupe_key == key)
    return session.exec(query).first() is NoticeState.SENT


def _subject(kind: str) -> str:
    return f"{INCIDENT}{kind}"


def _stamp(incident: Incident) -> str:
    return (incident.told_at or incident.since).isoformat()


def _written(session: Session) -> str | None:
    return network.setting(session, SETTING)


def _told(written: str | None) -> Told:
    given: Mapping[str, list[str | None]] = json.loads(written) if written else {}
    return {kind: Incident(*(_moment(at) for at in times)) for kind, times in given.items() if kind in PATIENCE}  # type: ignore[arg-type]  # the first is always there


def _as_text(told: Told) -> str:
    times = {kind: [i.since, i.told_at, i.well_since] for kind, i in told.items()}
    return json.dumps({kind: [at.isoformat() if at else None for at in each] for kind, each in times.items()})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _replace(session: Session, old: str | None, new: str) -> bool:
    """Put the new incidents in the place of those that were read; False where somebody else was faster."""
    if old is None:
        inserted = inserting(table("desk_setting"), session.get_bind().dialect.name)
        insert = inserted.values(name=SETTING, value=new).on_conflict_do_nothing()
        return bool(session.connection().execute(insert).rowcount)
    query = update(DeskSetting).where(col(DeskSetting.name) == SETTING, col(DeskSetting.value) == old)
    changed = session.execute(query.values(value=new), execution_options={"synchronize_session": False})
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it
