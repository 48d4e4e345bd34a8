"""How the form's pages are made: one environment that escapes everything, and the bot's messages said on a page."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from bot.conversation.incoming import Reply
from bot.conversation.words import Button, Spoken, spoken
from bot.house import house_of
from review.newsroom import Newsroom
from review.visits import Visitor
from review.words import due_text

LINK = re.compile(r"https?://[^\s<>\"]+")
SHOWS = re.compile(r"m\.(?:show|open)\.(T-[\d-]+)(?:\..*)?")
LEFT_OUT = re.compile(r"f\.add\..*|m\.list\..*|f\.done|g\.form")  # what the page itself offers: its form, its list


@dataclass(frozen=True, slots=True)
class Page:
    """What a route answers with: the reader, their language, the time, and the one way to make HTML."""

    request: Request
    newsroom: Newsroom
    visitor: Visitor | None
    now: datetime

    @property
    def locale(self) -> str:
        return self.visitor.person.locale if self.visitor else self.newsroom.settings.default_locale

    def label(self, code: str, **values: str | int) -> str:
        return self.newsroom.words.label(code, self.locale, **values)

    def spoken(self, reply: Reply) -> Spoken:
        """Say what the bot would say."""
        return spoken(reply, locale=self.locale, now=self.now, house=house_of(self.newsroom))

    def heard(self) -> list[Spoken]:
        """Return what the desk said to what was done last, where the page was asked for to hear it."""
        if self.visitor is None or "said" not in self.request.query_params:
            return []
        return [self.spoken(Reply.from_json(reply)) for reply in self.visitor.heard]

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        context = {
            "page": self,
            "locale": self.locale,
            "csrf": self.visitor.csrf if self.visitor else "",
            "visitor": self.visitor,
            "once": secrets.randbits(52) + 1,
            "back": "",
            "heard": self.heard(),
            "is_kept": "kept" in self.request.query_params,
            **values,
        }
        return HTMLResponse(environment().get_template(template).render(context), status)


def of(request: Request) -> Page:
    newsroom: Newsroom = request.app.state.newsroom
    return Page(request, newsroom, getattr(request.state, "visitor", None), newsroom.clock())


def refusal(request: Request, status: int, code: str, **values: str | int) -> Response:
    """Return a page that says in one sentence what went wrong and what to do; `code` names the label."""
    page = of(request)
    title, text = page.label(f"web.{code}"), page.label(f"web.{code}_hint", **values)
    return page.html("refusal.html", status, title=title, text=text)


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("templates", "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters |= {"label": _label, "linked": linked, "buttons": buttons, "due": _due}
    made.globals |= {"static": static}
    return made


@cache
def static(name: str) -> str:
    """Return the address of a static file with the hash of its contents, so that it can be kept for a year."""
    contents = (files("bot.web") / "static" / name).read_bytes()
    return f"/gui/static/{name}?v={hashlib.sha256(contents).hexdigest()[:12]}"


def linked(text: str) -> Markup:
    """Return a message with its addresses as links; everything else is escaped."""
    made, end = Markup(""), 0
    for found in LINK.finditer(text):
        address = found.group().rstrip(".,;:!?)…")
        at = found.start()
        made += escape(text[end:at]) + Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(address)
        end = at + len(address)
    return made + escape(text[end:])


def buttons(rows: Sequence[Sequence[Button]]) -> Iterable[Mapping[str, str]]:
    """Return the buttons of a message as a page shows them: a form's button by its code, or a link."""
    for button in (button for row in rows for button in row):
        shows = SHOWS.fullmatch(button.code)
        if LEFT_OUT.fullmatch(button.code):
            continue
        yield {
            "label": button.label,
            "code": "" if shows or button.url else button.code,
            "url": button.url or (f"/gui/tips/{shows[1]}" if shows else ""),
        }


@pass_context
def _label(context: Context, code: str, **values: str | int) -> str:
    page: Page = context["page"]
    return page.label(code, **values)


@pass_context
def _due(context: Context, at: datetime) -> str:
    page: Page = context["page"]
    return due_text(at, page.now, page.locale, zone=page.newsroom.rules.zone)
