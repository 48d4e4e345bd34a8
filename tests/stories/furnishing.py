"""A desk with people for whoever plays in process, what it decides, and where words may stand."""

from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, func
from sqlmodel import SQLModel, select

from review import invitations, moderation
from review.access import Person, Role
from review.db import Session
from review.models import Tip
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
