"""One environment for all pages, escaping everything, and how a page reads: labels, ages, numbers, icons, the flash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from heroicons.jinja import heroicon_outline
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from review import access
from review.access import Right
from review.checks.finding import Finding
from review.console import said
from review.console.addresses import address
from review.lists.originals import PLAYED
from review.newsroom import Newsroom
from review.sessions import SignedIn
from review.words import due_text, spoken_age, spoken_number

THEME = "__Host-theme"
THEMES = ("system", "light", "dark")
RAIL = (
    ("queue", "inbox-stack", Right.SEE_QUEUE),
    ("drafts", "document-text", Right.SEE_DRAFTS),
    ("network", "user-group", Right.SEE_NETWORK),
    ("reports", "chart-bar", Right.SEE_QUEUE),
    ("status", "signal", Right.SEE_STATUS),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a route answers with: the reader, their language, the time, and the one way to make HTML."""

    request: Request
    newsroom: Newsroom
    signed: SignedIn | None
    now: datetime

    @property
    def locale(self) -> str:
        return self.signed.person.locale if self.signed else self.newsroom.settings.default_locale

    def label(self, code: str, **values: str | int) -> str:
        return self.newsroom.words.label(code, self.locale, **values)

    def has_label(self, code: str) -> bool:
        return self.newsroom.words.has_label(code)

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Render a page; what was said before is shown once and forgotten."""
        flash = said.read(self.request)
        context = {**self._frame(), "flash": said.spoken(flash, self) if flash else None, **values}
        answer = HTMLResponse(environment().get_template(template).render(context), status)
        if flash:
            said.forget(answer)
        return answer

    def part(self, template: str, **values: Any) -> HTMLResponse:
        """Render a piece of a page."""
        return HTMLResponse(environment().get_template(template).render({**self._frame(), **values}))

    def _frame(self) -> Mapping[str, Any]:
        person = self.signed.person if self.signed else None
        theme = self.request.cookies.get(THEME, "")
        return {
            "page": self,
            "locale": self.locale,
            "now": self.now,
            "person": person,
            "csrf": self.signed.csrf if self.signed else "",
            "theme": theme if theme in THEMES else "system",
            "rail": [(name, icon) for name, icon, right in RAIL if person and access.may(person, right)],
            "path": self.request.url.path,
            "is_held": getattr(self.request.state, "is_held", False),
        }


def of(request: Request) -> Page:
    """Return the page of a request, also where no route was reached."""
    newsroom: Newsroom = request.app.state.newsroom
    signed: SignedIn | None = getattr(request.state, "signed_in", None)
    return Page(request, newsroom, signed, newsroom.clock())


ThisPage = Annotated[Page, Depends(of)]


@cache
def environment() -> Environment:
    """Return the environment of all pages; whatever a template prints is escaped."""
    made = Environment(
        loader=PackageLoader("templates", "console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters |= {"label": _label, "age": _age, "clock": _clock, "due": _due, "number": _number, "entry": _entry}
    made.filters |= {"initials": _initials, "field": _field, "finding": _finding}
    made.globals |= {"icon": icon, "symbol": symbol, "drawn": drawn, "static": static}
    made.globals |= {"address": address, "Right": Right, "may": access.may}
    made.globals |= {"played": PLAYED}
    return made


@cache
def icon(name: str, size: int = 20) -> Markup:
    """Return an icon as inline SVG, silent for screen readers: words stand beside it."""
    return Markup(heroicon_outline(name, size=size, **{"aria-hidden": "true", "class": "icon"}))  # noqa: S704 - from the installed package


@cache
def symbol(name: str) -> Markup:
    """Return an icon to be drawn many times on a page, by `drawn`: as inline SVG in each row it would be most of it."""
    paths = icon(name).partition(">")[2].rpartition("<")[0]
    pen = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5"'
    return Markup(f'<symbol id="icon-{name}" {pen}>{paths}</symbol>')  # noqa: S704 - from the installed package


@cache
def drawn(name: str, size: int = 14) -> Markup:
    """Return an icon of which the page holds the symbol."""
    frame = f'class="icon" width="{size}" height="{size}" aria-hidden="true"'
    return Markup(f'<svg {frame}><use href="#icon-{name}"/></svg>')  # noqa: S704 - our own names


@cache
def static(name: str) -> str:
    """Return the address of a static file with the hash of its contents, so that it can be kept for a year."""
    contents = (files("review.console") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(contents).hexdigest()[:12]}"


@pass_context
def _label(context: Context, code: str, **values: str | int) -> str:
    page: Page = context["page"]
    return page.label(code, **values)


@pass_context
def _age(context: Context, at: datetime) -> str:
    return spoken_age(context["now"] - at, context["locale"])


@pass_context
def _clock(context: Context, at: datetime) -> str:
    page: Page = context["page"]
    return due_text(at, context["now"], page.locale, zone=page.newsroom.rules.zone)


@pass_context
def _due(context: Context, at: datetime) -> str:
    """Say a time to come: how long is left, or that it has passed."""
    page: Page = context["page"]
    minutes = int((at - context["now"]).total_seconds() // 60)
    if minutes < 0:
        return page.label("due.passed", gio=_clock(context, at))
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return page.label("due.minutes", n=minutes)
    return page.label("due.at", gio=_clock(context, at))


@pass_context
def _number(context: Context, number: float) -> str:
    return spoken_number(number, context["locale"])


@pass_context
def _entry(context: Context, code: str | None, kind: str) -> str:
    """Say an entry of a list by its shipped label; a code the newsroom added stands for itself."""
    page: Page = context["page"]
    name = f"{kind}.{code or 'none'}"
    return page.label(name) if page.has_label(name) else str(code or "")


@pass_context
def _field(context: Context, name: str) -> str:
    """Say the name of a field of an article; a photo's with its number."""
    page: Page = context["page"]
    if name.startswith("photo-"):
        number, _, part = name.removeprefix("photo-").partition("-")
        return page.label(f"field.photo_{part}" if part else "field.photo", n=number)
    return page.label(f"field.{name}")


@pass_context
def _finding(context: Context, finding: Finding) -> str:
    """Say what a check found."""
    page: Page = context["page"]
    return page.label(f"check.{finding.code}", **finding.values)


def _initials(name: str) -> str:
    """Return the first letters of the last two words: a Vietnamese name ends with the given one."""
    return "".join(word[0] for word in name.split()[-2:]).upper()
