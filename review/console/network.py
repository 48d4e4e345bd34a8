"""The network: who belongs to it, the units of today, and invitations, whose link is shown once."""

from datetime import timedelta
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Query, Response
from markupsafe import Markup

from review import invitations, network
from review.access import Role
from review.clock import desk_date
from review.console.acting import act
from review.console.addresses import LARGEST
from review.console.gate import Room, SeesNetwork
from review.console.pages import Page, ThisPage
from review.db import Session
from review.language.clean import clean_text
from review.lists import members
from review.lists.members import MemberRows
from review.network import UnitView
from review.rights import requests
from review.rights.requests import Open

router = APIRouter()


@router.get("/network")
async def people(
    room: Room, page: ThisPage, _signed: SeesNetwork, below: Annotated[int | None, Query(ge=1, le=LARGEST)] = None
) -> Response:
    """Show the people and the units."""

    def read(session: Session) -> tuple[MemberRows, list[UnitView], list[Open]]:
        day = desk_date(page.now, room.rules.zone)
        waiting = requests.open_ones(session, now=page.now)
        return members.page(session, below=below), network.units(session, day), waiting

    rows, units, waiting = await room.database.read(read)
    return page.html("network.html", list=rows, units=units, requests=waiting, below=below, roles=tuple(Role))


@router.post("/network/invite")
async def invite(
    page: ThisPage,
    signed: SeesNetwork,
    unit: Annotated[str, Form(max_length=60)] = "",
    name: Annotated[str, Form(max_length=100)] = "",
    uses: Annotated[int, Form(ge=1, le=500)] = 1,
    days: Annotated[int, Form(ge=1, le=90)] = 3,
    role: Annotated[Role, Form()] = Role.CORRESPONDENT,
) -> Response:
    """Make an invitation and show its link this once; only its hash is kept."""

    def do(session: Session) -> tuple[str, str]:
        code = invitations.invite(
            session,
            role=role,
            by=signed.person,
            now=page.now,
            unit_id=_known_unit(session, unit),
            name=clean_text(name).strip(),
            uses=uses,
            lifetime=timedelta(days=days),
        )
        return code, network.setting(session, network.BOT_NAME) or ""

    code, bot = await act(page, signed, "invite", f"unit:{unit}", do)
    return _invitation(page, f"https://t.me/{bot}?start={code}" if bot else f"/start {code}", uses, days)


def _invitation(page: Page, link: str, uses: int, days: int) -> Response:
    drawn = segno.make(link, micro=False).svg_inline(scale=5, border=2, svgclass="qr", lineclass=None, omitsize=True)
    picture = Markup(drawn)  # noqa: S704 - drawn by segno from a link of ours
    return page.html("invitation.html", link=link, qr=picture, uses=uses, until=page.now + timedelta(days=days))


def _known_unit(session: Session, unit: str) -> str | None:
    found = network.unit(session, unit)
    return found.id if found else None
