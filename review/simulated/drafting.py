"""The drafts of made-up approved tips: as rendered, as edited, taken, published."""

from review.clock import desk_date
from review.models import Draft, DraftRevision, DraftSource, PullReceipt
from review.outbox import Lane, person
from review.simulated.crowd import Somebody
from review.simulated.fates import Deed
from review.simulated.making import MadeTip, Making
from review.simulated.wording import Json, article
from review.workflow import DraftStatus, DraftVerb, Verb

DOOR = "console"
PORTAL = "https://cchc.example/tin"
REASON = "Đơn vị báo lại số liệu"


def draft(making: Making, tip: MadeTip) -> None:
    """Add the draft that the tip's approval made and everything that became of it."""
    approval = tip.fate.deeds[-1]
    if approval.verb is not Verb.APPROVE:
        return
    number, editor = making.numbers.take(Draft), making.chance.choice(making.crowd.editors)
    _add_draft(making, tip, number, approval)
    making.bulk.add(DraftSource, draft_id=number, tip_id=tip.id)
    _revision(making, tip, number, tip.saying.rendered, approval, version=1, by=None)
    _record(making, number, "draft", approval, making.chance.choice(making.crowd.moderators))
    _tell_editors(making, number, approval)
    version = 1
    for deed in tip.fate.draft:
        if deed.verb is DraftVerb.EDIT:
            version = 2
            _revision(making, tip, number, tip.saying.edited, deed, version=version, by=editor.id)
        if deed.verb is DraftVerb.TAKE:
            making.bulk.add(PullReceipt, draft_id=number, version=version, by_id=editor.id, at=deed.at, way="page")
        if deed.verb is DraftVerb.PUBLISH:
            _tell_sender(making, tip, number, deed)
        act = "save" if deed.verb is DraftVerb.EDIT else deed.verb.value
        _record(making, number, act, deed, editor)


def _add_draft(making: Making, tip: MadeTip, number: int, approval: Deed) -> None:
    deeds = tip.fate.draft
    is_edited = any(deed.verb is DraftVerb.EDIT for deed in deeds)
    published = next((deed for deed in deeds if deed.verb is DraftVerb.PUBLISH), None)
    has_reason = tip.fate.draft_status in {DraftStatus.CORRECTED, DraftStatus.UNPUBLISHED}
    reference = "B" + tip.reference[1:]
    making.bulk.add(
        Draft,
        id=number,
        reference=reference,
        status=tip.fate.draft_status,
        version=2 if is_edited else 1,
        title=(tip.saying.edited if is_edited else tip.saying.rendered)["title"],
        genre="TIN",
        section=making.sections.get(tip.saying.topic, ""),
        created_at=approval.at,
        changed_at=deeds[-1].at if deeds else approval.at,
        published_at=published.at if published else None,
        published_url=f"{PORTAL}/{reference.lower()}" if published else None,
        reason=REASON if has_reason else "",
    )


def _revision(
    making: Making, tip: MadeTip, number: int, made: Json, deed: Deed, *, version: int, by: int | None
) -> None:
    section = making.sections.get(tip.saying.topic, "")
    day = desk_date(tip.received_at, making.rules.zone)
    credit = tip.sender.credit
    values = article(made, number=tip.id, section=section, byline=credit, sent_at=tip.received_at, day=day)
    making.bulk.add(DraftRevision, draft_id=number, version=version, article=values, by_id=by, at=deed.at)


def _record(making: Making, number: int, act: str, deed: Deed, by: Somebody) -> None:
    subject = f"draft:{number}"
    making.journal.record(making.bulk, act, subject, by=by.id, door=DOOR, at=deed.at)
    making.journal.note(making.bulk, subject, at=deed.at)


def _tell_editors(making: Making, number: int, approval: Deed) -> None:
    for editor in making.crowd.editors:
        making.journal.tell(
            making.bulk,
            "draft_created",
            f"draft:{number}",
            person(editor.id),
            lane=Lane.NOTICE,
            key=f"{number}:{editor.id}",
            at=approval.at,
        )


def _tell_sender(making: Making, tip: MadeTip, number: int, deed: Deed) -> None:
    key = f"{number}:{tip.id}"
    making.journal.tell(
        making.bulk, "published", tip.subject, person(tip.sender.id), lane=Lane.NOTICE, key=key, at=deed.at
    )
    making.journal.note(making.bulk, tip.subject, at=deed.at)
