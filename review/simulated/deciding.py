"""What the made-up desk did with a tip: decisions, questions and answers, each with its traces and notices."""

from datetime import timedelta

from review.models import Decision, Question, TipVersion
from review.outbox import Lane, person
from review.simulated import sending
from review.simulated.crowd import DOOR, Somebody
from review.simulated.fates import BY_SENDER, Deed
from review.simulated.making import MadeTip, Making
from review.workflow import Verb

REASONS = ("R01", "R02", "R03", "R06", "R12")
QUESTIONS = (("Q01", "Việc này diễn ra ngày nào?"), ("Q02", "Ai chủ trì, đơn vị nào phối hợp?"))
ANSWER_TIME = timedelta(hours=24)
TOLD = {
    Verb.ASK: "needs_info",
    Verb.APPROVE: "approved",
    Verb.REJECT: "rejected",
    Verb.MARK_DUPLICATE: "merged",
}


def decide(making: Making, tip: MadeTip) -> None:
    """Add every deed on the tip, in order."""
    question = 0
    for deed in tip.fate.deeds:
        by, door = _who(making, tip, deed)
        if deed.verb is Verb.ASK:
            question = _ask(making, tip, deed, by)
        if deed.verb is Verb.ANSWER:
            _answer(making, tip, deed, question)
        _record(making, tip, deed, by, door)


def _who(making: Making, tip: MadeTip, deed: Deed) -> tuple[Somebody, str]:
    if deed.verb in BY_SENDER:
        return tip.sender, DOOR
    return making.chance.choice(making.crowd.moderators), making.chance.choice((DOOR, "console"))


def _record(making: Making, tip: MadeTip, deed: Deed, by: Somebody, door: str) -> None:
    number = making.numbers.take(Decision)
    making.bulk.add(
        Decision,
        id=number,
        tip_id=tip.id,
        verb=deed.verb,
        from_status=deed.before,
        to_status=deed.after,
        by_id=by.id,
        at=deed.at,
        door=door,
        version=tip.fate.version_at(deed),
        reason=making.chance.choice(REASONS) if deed.verb is Verb.REJECT else None,
        note=tip.original if deed.verb is Verb.MARK_DUPLICATE else "",
    )
    journal = making.journal
    journal.note(making.bulk, tip.subject, at=deed.at)
    journal.card(making.bulk, tip.id, at=deed.at)
    journal.record(making.bulk, deed.verb.value, tip.subject, by=by.id, door=door, at=deed.at)
    if deed.verb in TOLD:
        kind, key = TOLD[Verb(deed.verb)], f"{tip.id}:{number}"
        at = deed.at + making.rules.undo
        journal.tell(making.bulk, kind, tip.subject, person(tip.sender.id), lane=Lane.NOTICE, key=key, at=at)


def _ask(making: Making, tip: MadeTip, deed: Deed, by: Somebody) -> int:
    number = making.numbers.take(Question)
    code, words = making.chance.choice(QUESTIONS)
    answered_at = next((later.at for later in tip.fate.deeds if later.verb is Verb.ANSWER), None)
    making.bulk.add(
        Question,
        id=number,
        tip_id=tip.id,
        code=code,
        text=words,
        asked_by=by.id,
        asked_at=deed.at,
        due_at=deed.at + ANSWER_TIME,
        answered_at=answered_at,
    )
    return number


def _answer(making: Making, tip: MadeTip, deed: Deed, question: int) -> None:
    said = making.chance.choice(making.wording.answers)
    sending.message(making, tip, said, at=deed.at, question=question)
    text = f"{tip.text}\n\n{said}"
    making.bulk.add(TipVersion, tip_id=tip.id, version=2, text=text, photos=tip.photos, cause="answered", at=deed.at)
