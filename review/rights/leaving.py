"""Leaving the network: consent withdrawn, or everything deleted. Both are carried out at once, in one transaction.

What only people can do afterwards (the name on the portal) and what needs time (the files) keeps the request open.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from review import audit, files, intake, people, queue
from review.access import Person, Standing
from review.errors import NotAllowed
from review.models import Consent, PersonRow, Tip
from review.people import Member
from review.personal import Requested, Wish
from review.rights import articles, requests, traces
from review.rights.articles import Settled
from review.rights.tombstones import bury_person, bury_tips
from review.settings import DeskRules
from review.workflow import UNDECIDED, TipStatus, Verb

KEPT_AFTER_LEAVING = timedelta(days=365)  # the twelve months of the notice
WITHDREW = "withdrew"  # the reason of a standing that the person may end themselves


def withdraw(
    session: Session, person: Person, *, keeps_name: bool, door: str, now: datetime, rules: DeskRules
) -> Requested:
    """End the consent: undecided tips go with their contents, nothing more is sent to the person.

    Raises NotAllowed for staff, who are released from the desk first.
    """
    _require_no_staff(person)
    names, tips = _names(session, person), _tips(session, person.id)
    waiting = () if keeps_name else articles.take_names_out(session, tips, names)
    open_tips = [tip for tip in tips if tip.status in UNDECIDED or tip.status is TipStatus.COMPOSING]
    keys = _bury(session, open_tips, Settled(), by=person, door=door, now=now)
    session.exec(
        update(Consent)
        .where(col(Consent.person_id) == person.id, col(Consent.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )
    row = session.get_one(PersonRow, person.id)
    if person.standing in {Standing.ACTIVE, Standing.PENDING}:  # who is suspended or banned stays so
        row.standing, row.standing_reason = Standing.LEFT, WITHDREW
    if not keeps_name:
        row.byline = "unit"
    session.add(row)
    session.flush()
    traces.silence(session, person.id, now=now)
    details = {"drafts": list(waiting)} | ({"files": sorted(keys)} if open_tips else {})
    return _asked(session, person, Wish.WITHDRAW, details, door=door, now=now, rules=rules)


def has_withdrawn(session: Session, person_id: int) -> bool:
    """Tell whether somebody is out of the network by their own withdrawal."""
    row = session.get_one(PersonRow, person_id)
    return row.standing is Standing.LEFT and row.standing_reason == WITHDREW


def come_back(session: Session, person: Person, *, now: datetime, door: str) -> None:
    """Let somebody send again who had withdrawn and has agreed anew; raises NotAllowed for everybody else."""
    row = session.get_one(PersonRow, person.id)
    if not has_withdrawn(session, person.id):
        raise NotAllowed("only who left may come back", verb="come_back")
    row.standing, row.standing_reason = Standing.ACTIVE, None
    session.add(row)
    session.flush()
    audit.record(session, "come_back", f"person:{person.id}", by=person.id, door=door, now=now)


def delete(session: Session, person: Person, *, door: str, now: datetime, rules: DeskRules) -> Requested:
    """Delete a person and what they sent; a nameless number stays. Raises NotAllowed for staff.

    Published articles stay as the newsroom's records, without the name.
    """
    _require_no_staff(person)
    names, tips = _names(session, person), _tips(session, person.id)
    settled = articles.settle(session, tips, names, by=person, door=door, now=now)
    references = [tip.reference for tip in tips if tip.reference]
    keys = _bury(session, tips, settled, by=person, door=door, now=now)
    left_over = _close_others(session, person.id, now=now)
    details = {
        "drafts": sorted({*settled.references, *left_over["drafts"]}),
        "files": sorted({*keys, *left_over["files"]}),
    }
    asked = _asked(session, person, Wish.DELETE, details, door=door, now=now, rules=rules)
    traces.forget(session, person.id, names, references)
    bury_person(session, person.id)
    audit.record(session, "delete_person", f"person:{person.id}", by=person.id, door=door, now=now)
    return asked


def forget_the_gone(session: Session, *, now: datetime, rules: DeskRules) -> int:
    """Delete those who withdrew so long ago that the notice's time is over; returns how many."""
    last = select(func.max(Consent.withdrawn_at)).where(col(Consent.person_id) == col(PersonRow.id)).scalar_subquery()
    query = select(PersonRow.id).where(
        PersonRow.standing == Standing.LEFT, PersonRow.standing_reason == WITHDREW, last < now - KEPT_AFTER_LEAVING
    )
    gone = session.exec(query).all()
    for number in gone:
        delete(session, people.get(session, number or 0), door="desk", now=now, rules=rules)
    return len(gone)


def _bury(session: Session, tips: list[Tip], settled: Settled, *, by: Person, door: str, now: datetime) -> set[str]:
    """Take the undecided of these tips back, empty all of them, and return the files that may go."""
    numbers = [tip.id or 0 for tip in tips]
    keys = files.keys_of(session, numbers) - settled.photos
    for tip in tips:
        if tip.status in UNDECIDED:
            queue.move(session, tip, Verb.WITHDRAW, by=by, door=door, now=now)
            audit.record(session, "withdraw", queue.subject(tip), by=by.id, door=door, now=now)
    bury_tips(session, numbers, photos=settled.photos)
    for tip in _still_there(session, numbers):
        intake.owe_card(session, tip, now=now)
    return keys


def _asked(
    session: Session, person: Person, wish: Wish, details: dict[str, list[str]], *, door: str, now: datetime,
    rules: DeskRules,
) -> Requested:  # fmt: skip
    left = {name: items for name, items in details.items() if items or name == "files"}  # a sweep follows all the same
    return requests.ask(
        session, person, wish, door=door, now=now, rules=rules, with_others="drafts" in left, details=left,
        is_done=not left,
    )  # fmt: skip


def _close_others(session: Session, person_id: int, *, now: datetime) -> dict[str, list[str]]:
    """End the person's other requests; what was still to do for them is taken over."""
    left: dict[str, list[str]] = {"drafts": [], "files": []}
    for row in requests.open_of(session, person_id):
        for name, items in left.items():
            items.extend(row.details.get(name, ()))
        requests.close(session, row, by=None, door="desk", now=now)
    return left


def _names(session: Session, person: Person) -> frozenset[str]:
    member: Member = people.member(session, person.id)
    return frozenset(name for name in (person.name, member.pen_name) if name)


def _tips(session: Session, person_id: int) -> list[Tip]:
    return list(session.exec(select(Tip).where(Tip.sender_id == person_id).order_by(col(Tip.id))))


def _still_there(session: Session, numbers: Iterable[int]) -> list[Tip]:
    return list(session.exec(select(Tip).where(col(Tip.id).in_(list(numbers)))))


def _require_no_staff(person: Person) -> None:
    if person.is_staff:
        raise NotAllowed("staff are released from the desk first", verb="leave")
