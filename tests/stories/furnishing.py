"""A desk with people for whoever plays in process, what it decides, and where words may stand."""

from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, func
from sqlmodel import SQLModel, select

from bot.conversation.route import REFUSED
from review import amending, invitations, moderation, people
from review.access import Person, Role, Standing
from review.db import Session
from review.models import Dialogue, Tip, TipMessage
from review.workflow import TipStatus
from tests.conftest import NOON
from tests.stories.telephone import DOOR, Offer, Telephone

LAN, MINH = 700_000_101, 700_000_201
ELSEWHERE = frozenset({"inbox", "outbox", "audit", "change"})  # holds no words of a tip for good


def furnish_with_people(url: str, folder: Path) -> None:
    """Have Lan join by pressing the first button she is offered, each time, and Minh be on the desk."""
    phone = Telephone(url, folder, LAN, NOON)
    code = phone.newsroom.database.act_now(
        lambda session: invitations.invite(session, role=Role.CORRESPONDENT, unit_id="p-binh-mau", by=None, now=NOON)
    )
    phone.does(phone.command("start", code))
    for choice in ("e.agree", "e.accept", "e.real"):
        phone.does(phone.press(Offer(choice, None, "")))
    staff = Telephone(url, folder, MINH, NOON, name="Minh")
    code = staff.newsroom.database.act_now(
        lambda session: invitations.invite(session, role=Role.MODERATOR, name="Minh", by=None, now=NOON)
    )
    staff.does(staff.command("start", code))
    phone.closes()
    staff.closes()


def decide(session: Session, tip: Tip, decision: str, by: Person, phone: Telephone) -> None:
    common: dict[str, Any] = {"by": by, "door": DOOR, "now": phone.now}
    if decision == "claim":
        moderation.claim(session, tip, **common)
    elif decision == "ask":
        moderation.ask(session, tip, codes=["Q01"], version=None, rules=phone.newsroom.rules, **common)
    elif decision == "reject":
        moderation.reject(session, tip, reason="R02", version=None, rules=phone.newsroom.rules, **common)


def lan(session: Session) -> int:
    """Return Lan's number, 0 once she is gone."""
    person = people.find(session, door=DOOR, account_id=LAN)
    return person.id if person else 0


def stands(session: Session) -> tuple[object, ...]:
    """Return where Lan's dialogue stands, and whether she has an unfinished tip."""
    row = session.exec(select(Dialogue).where(Dialogue.person_id == lan(session))).first()
    tip = session.exec(select(Tip.id).where(Tip.status == TipStatus.COMPOSING)).first()
    return row.name if row else "", row.step if row else "", tip is not None


def has_something(session: Session) -> bool:
    """Tell whether an unfinished tip holds a message."""
    tip = session.exec(select(Tip).where(Tip.status == TipStatus.COMPOSING)).first()
    return tip is not None and bool(session.exec(select(TipMessage.id).where(TipMessage.tip_id == tip.id)).first())


def is_idle(session: Session) -> bool:
    """Tell whether nothing is asked of Lan; whoever left was told so, and nothing more."""
    name, step, _ = stands(session)
    return (not step or name == REFUSED) and not has_something(session)


def is_member(session: Session) -> bool:
    """Tell whether Lan may send."""
    person = people.find(session, door=DOOR, account_id=LAN)
    return person is not None and person.standing is Standing.ACTIVE


def places_of_messages(session: Session) -> dict[int, tuple[int, list[str]]]:
    """Return where each of Lan's messages stands, in its own chat or as the copy of a tip sent again, and its words."""
    there: dict[tuple[int, int], list[TipMessage]] = {}
    for row in session.exec(select(TipMessage).where(TipMessage.is_current)):
        there.setdefault((row.chat_id, row.message_id), []).append(row)
    found = {}
    for chat, number in [place for place in there if place[0] == LAN]:
        newest = chat
        while (copies := amending.copies_of(there[newest, number][0].tip_id), number) in there:
            newest = copies
        found[number] = newest, [row.text for row in there[newest, number]]
    return found


def stands_somewhere(session: Session, mark: str) -> bool:
    """Tell whether words stand in any column of any table that keeps them."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in ELSEWHERE:
            columns = [cast(column, String).contains(mark) for column in table.columns]
            found = session.connection().execute(select(func.count()).select_from(table).where(*[_any(columns)]))
            if found.scalar_one():
                return True
    return False


def _any(conditions: list[Any]) -> Any:
    first, *rest = conditions
    for condition in rest:
        first = first | condition
    return first
