"""Buttons under somebody's wish for another unit, in the moderators' group: `v1:u:<number>:yes` or `…:no`."""

import re

from telegram import CallbackQuery

from bot.conversation.refusals import refusal
from bot.conversation.values import label
from bot.telegram.inbound import DOOR
from bot.telegram.serving import serving
from review import unit_changes
from review.db import Session
from review.desk.judging import Judging
from review.errors import NotAllowed, ReviewError

FORM = re.compile(r"v1:u:([0-9]{1,15}):(yes|no)")


def wished(data: str) -> tuple[int, bool] | None:
    """Read such a button: which wish, and whether it is granted; None for any other."""
    found = FORM.fullmatch(data)
    return (int(found[1]), found[2] == "yes") if found else None


async def pressed(query: CallbackQuery, number: int, grants: bool) -> None:  # noqa: FBT001 - as `wished` returns it
    """Decide on the wish for the person who pressed; the press is answered, a refused one too."""
    current = serving()
    newsroom = current.office.newsroom

    def judging(session: Session) -> Judging:
        return Judging(session, door=DOOR, account_id=query.from_user.id, now=newsroom.clock(), rules=newsroom.rules)

    def effect(session: Session) -> bool:
        who = judging(session)
        if who.person is None:
            raise NotAllowed("the role table does not know this account", verb="grant_unit")
        unit_changes.decide(session, number, grants=grants, by=who.person, door=DOOR, now=current.office.now)
        who.answer(query.id, label("press.unit_granted" if grants else "press.unit_refused"))
        return False

    def refused(session: Session, error: ReviewError) -> bool:
        who = judging(session)
        who.answer(query.id, refusal(error).as_json())
        who.record_refusal("grant_unit", f"unit_change:{number}", error.code)
        return False

    await current.act(effect, refused)
