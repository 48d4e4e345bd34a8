"""The newsroom's rules: kept edition by edition, and applied to a tip in the transaction that receives it.

Whoever applies them asks for the newest edition along with something it asks anyway; the rules themselves are read once
and stay in the process's mind until another edition is there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from review import access, adjustments, audit, outbox, people
from review.access import STAFF, Person, Right
from review.errors import BadRule, NotFound, StaleVersion
from review.models import PersonRow, RuleEdition, Tip
from review.queue import subject
from review.rulebook.matching import Outcome, facts, outcome
from review.rulebook.rule import Conditions, Effects, Rule, rule
from review.workflow import Priority, TipStatus

MOST_RULES = 50  # each is looked at for every tip
DOOR = "desk"
_NEWEST = select(col(RuleEdition.id)).order_by(col(RuleEdition.id).desc()).limit(1)
# A number alone does not name an edition: one that was rolled back gives it away again.
NEWEST = (
    _NEWEST.scalar_subquery().label("edition"),
    select(col(RuleEdition.at)).order_by(col(RuleEdition.id).desc()).limit(1).scalar_subquery().label("edited_at"),
)


class Newest(NamedTuple):
    """Which edition of any rule is the newest; both None where there has never been a rule."""

    edition: int | None
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """A rule as somebody left it."""

    rule: Rule
    is_gone: bool
    who: str
    at: datetime


def handed_in(session: Session, person_id: int) -> tuple[Tip | None, Newest]:
    """Return a person's unfinished tip and, by the same question, which edition of the rules is the newest."""
    mine = (col(Tip.sender_id) == person_id, col(Tip.status) == TipStatus.COMPOSING)
    found = session.execute(select(Tip, *NEWEST).where(*mine)).first()
    return (found[0], Newest(*found[1:])) if found else (None, Newest(None, None))


def apply(session: Session, tip: Tip, text: str, *, newest: Newest, sender: Person, now: datetime) -> None:
    """Set on a tip that has just been received what the rules say, each with a line of its history."""
    rules = in_force(session, newest)
    if not rules:
        return
    seen = facts(text, topic=tip.topic, unit=tip.unit_id, sender=sender.id, flags=tip.flags)
    _set(session, tip, outcome(rules, seen), now=now)


def in_force(session: Session, newest: Newest) -> tuple[Rule, ...]:
    """Return the rules that are switched on, read anew only where there is another edition."""
    if newest.edition is None:
        return ()
    memory: dict[str, Any] = session.get_bind().engine.get_execution_options()["memory"]
    kept = memory.get("rules")
    if kept is None or kept[0] != newest:
        kept = (newest, tuple(each for each in every(session) if each.is_on))
        memory["rules"] = kept
    rules: tuple[Rule, ...] = kept[1]
    return rules


def every(session: Session) -> list[Rule]:
    """Return the rules as they now are, in the order in which they were made."""
    last = select(func.max(col(RuleEdition.id))).group_by(col(RuleEdition.number))
    query = select(RuleEdition).where(col(RuleEdition.id).in_(last), col(RuleEdition.is_gone).is_(False))
    return [_rule(row) for row in session.execute(query.order_by(col(RuleEdition.number))).scalars()]


def get(session: Session, number: int) -> Rule:
    """Return a rule as it now is; raises NotFound."""
    return _rule(_last(session, number))


def editions(session: Session, number: int) -> list[Edition]:
    """Return how a rule was left by whom, the newest first."""
    query = (
        select(RuleEdition, col(PersonRow.name))
        .join(PersonRow, col(PersonRow.id) == col(RuleEdition.by_id))
        .where(col(RuleEdition.number) == number)
        .order_by(col(RuleEdition.id).desc())
    )
    return [Edition(_rule(row), row.is_gone, who, row.at) for row, who in session.execute(query)]


def make(
    session: Session, name: str, conditions: Conditions, effects: Effects, *, by: Person, door: str, now: datetime
) -> Rule:
    """Keep a new rule, switched off: it is tried first. Raises NotAllowed, BadRule where there are too many."""
    access.require(by, Right.MANAGE_RULES)
    if len(every(session)) >= MOST_RULES:
        raise BadRule(fault="many_rules", n=str(MOST_RULES))
    highest = session.execute(select(func.max(col(RuleEdition.number)))).scalar() or 0
    row = RuleEdition(number=highest + 1, version=1, name=name, conditions={}, effects={}, by_id=by.id, at=now)
    row.conditions, row.effects = conditions.as_json(), effects.as_json()
    return _keep(session, row, "make_rule", by=by, door=door, now=now)


def change(
    session: Session,
    number: int,
    name: str,
    conditions: Conditions,
    effects: Effects,
    *,
    version: int,
    by: Person,
    door: str,
    now: datetime,
) -> Rule:
    """Keep a rule as it was changed, switched off until it is tried; raises NotAllowed, NotFound, StaleVersion."""
    access.require(by, Right.MANAGE_RULES)
    row = _next(session, number, version, by=by, now=now)
    row.name, row.is_on = name, False
    row.conditions, row.effects = conditions.as_json(), effects.as_json()
    return _keep(session, row, "change_rule", by=by, door=door, now=now)


def switch(session: Session, number: int, *, on: bool, version: int, by: Person, door: str, now: datetime) -> Rule:
    """Switch a rule on or off; raises NotAllowed, NotFound, StaleVersion."""
    access.require(by, Right.MANAGE_RULES)
    row = _next(session, number, version, by=by, now=now)
    row.is_on = on
    return _keep(session, row, "switch_rule_on" if on else "switch_rule_off", by=by, door=door, now=now)


def discard(session: Session, number: int, *, version: int, by: Person, door: str, now: datetime) -> Rule:
    """Take a rule away; its editions stay. Raises NotAllowed, NotFound, StaleVersion."""
    access.require(by, Right.MANAGE_RULES)
    row = _next(session, number, version, by=by, now=now)
    row.is_on, row.is_gone = False, True
    return _keep(session, row, "discard_rule", by=by, door=door, now=now)


def _set(session: Session, tip: Tip, found: Outcome, *, now: datetime) -> None:
    for field, (value, because) in found.fields.items():
        adjustments.keep(session, tip, field, value, by=None, edition=because.edition, door=DOOR, now=now)
    if not found.told:
        return
    here = {person.id for person in people.with_role(session, STAFF)}
    kind = "rule_alert" if tip.priority == Priority.URGENT else "rule_notice"
    for told in found.told:
        if told.person not in here:
            continue
        outbox.enqueue(
            session,
            kind,
            subject=subject(tip),
            recipient=outbox.person(told.person),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"rule:{tip.id}:{told.person}",
            now=now,
            details={"rule": told.rule.name},
        )
        adjustments.note(
            session,
            tip,
            adjustments.NOTIFIED,
            "",
            str(told.person),
            by=None,
            edition=told.rule.edition,
            door=DOOR,
            now=now,
        )


def _last(session: Session, number: int) -> RuleEdition:
    query = select(RuleEdition).where(col(RuleEdition.number) == number).order_by(col(RuleEdition.id).desc()).limit(1)
    row: RuleEdition | None = session.execute(query).scalars().first()
    if row is None or row.is_gone:
        raise NotFound("no rule has this number")
    return row


def _next(session: Session, number: int, version: int, *, by: Person, now: datetime) -> RuleEdition:
    """Return the edition that follows the one somebody saw, as that one was."""
    last = _last(session, number)
    if last.version != version:
        raise StaleVersion(reference=str(number))
    return RuleEdition(
        number=number,
        version=version + 1,
        name=last.name,
        is_on=last.is_on,
        conditions=last.conditions,
        effects=last.effects,
        by_id=by.id,
        at=now,
    )


def _keep(session: Session, row: RuleEdition, act: str, *, by: Person, door: str, now: datetime) -> Rule:
    before = row.version - 1
    session.add(row)
    session.flush()
    audit.record(session, act, f"rule:{row.number}", by=by.id, door=door, now=now, details=f"{before}>{row.version}")
    return _rule(row)


def _rule(row: RuleEdition) -> Rule:
    return rule(
        number=row.number,
        version=row.version,
        edition=row.id or 0,
        name=row.name,
        is_on=row.is_on,
        conditions=Conditions.from_json(row.conditions),
        effects=Effects.from_json(row.effects),
    )
