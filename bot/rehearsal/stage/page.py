"""The stage page: two telephones and the console, signed in as the admin of the desk."""

from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.rehearsal.sample import cast, filling
from bot.rehearsal.stage.room import Room, StageRoom
from bot.rehearsal.stage.words import LOCALES, words
from review import people, sessions
from review.access import Person
from review.console.gate import COOKIE
from review.console.login import set_session
from review.db import Session

router = APIRouter()
PLAYERS = (cast.LAN, cast.STRANGER, cast.QUAN)
PRESSERS = (cast.MINH, cast.AN, cast.GUEST)
PAGES = Environment(
    loader=PackageLoader("bot.rehearsal.stage", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@router.get("")
async def stage(request: Request, room: Room, lang: Annotated[str, Query(max_length=5)] = "") -> HTMLResponse:
    """Show the stage and sign its visitor in; `lang` changes the language of the page and of the console."""
    chief = await room.newsroom.database.read(filling.find_chief)
    if chief is None:
        raise HTTPException(503, words("vi")["not_open"])
    locale = await _language(room, chief, lang)
    answer = HTMLResponse(_page(room, locale), headers=HEADERS)
    if not await _is_signed_in(room, request):
        set_session(answer, await _new_session(room, chief, request.headers.get("user-agent", "")))
    return answer


def _page(room: StageRoom, locale: str) -> str:
    said = words(locale)
    return PAGES.get_template("stage.html").render(
        words=said,
        locale=locale,
        other="en" if locale == "vi" else "vi",
        players=[(actor.account, said[actor.key]) for actor in PLAYERS],
        pressers=[(actor.account, said[actor.key]) for actor in PRESSERS],
        group=cast.GROUP,
        group_title=cast.GROUP_TITLE,
        zone=room.newsroom.settings.time_zone.key,
        bot_id=room.world.me["id"],
        icons=files("bot.rehearsal.stage").joinpath("icons.svg").read_text(encoding="utf-8"),
    )


async def _language(room: StageRoom, chief: Person, lang: str) -> str:
    if lang in LOCALES and lang != chief.locale:
        await room.newsroom.database.act(lambda session: people.choose_locale(session, chief, lang))
        return lang
    return chief.locale


async def _is_signed_in(room: StageRoom, request: Request) -> bool:
    secret, now = request.cookies.get(COOKIE, ""), room.newsroom.clock()
    return await room.newsroom.database.read(lambda s: sessions.signed_in(s, secret, now=now)) is not None


async def _new_session(room: StageRoom, chief: Person, agent: str) -> str:
    now = room.newsroom.clock()

    def sign_in(session: Session) -> str:
        return sessions.open_session(session, chief.id, agent=agent, now=now)

    return await room.newsroom.database.act(sign_in)
