"""A correspondent's browser at the web door: it follows the personal link and fills forms, without scripts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx

from bot.commands.web import pages
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage

BASE = "https://127.0.0.1:8080"
FROM_A_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
LINK = re.compile(r"https?://[^\s]+/gui/([\w-]+)")


class _Read(HTMLParser):
    """What a page shows: its words, its forms' fields and its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self._button: tuple[str, str] | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"input", "textarea"} and given.get("name") and given.get("type") != "file":
            if given.get("type") != "radio" or "checked" in given:
                self.fields.setdefault(given["name"], given.get("value", ""))
            self._area = given["name"] if tag == "textarea" else ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]
        elif tag == "select":
            self._select = given["name"]
            self.fields.setdefault(given["name"], "")
        elif tag == "button":
            self._button = (given.get("name", ""), given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = data
            return
        if self._button is not None and data.strip():
            self.buttons.setdefault(data.strip(), self._button)
        if data.strip():
            self.words.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._button = None if tag == "button" else self._button


@dataclass
class Form:
    """A browser with the web form open."""

    stage: Stage
    client: httpx.AsyncClient
    answer: httpx.Response | None = None
    seen: list[str] = field(default_factory=list)

    async def goes(self, path: str) -> httpx.Response:
        self.answer = await self.client.get(path, follow_redirects=True)
        return self.answer

    async def posts(self, path: str, data: Mapping[str, Any], **more: Any) -> httpx.Response:
        sent = {"csrf": self.page().fields.get("csrf", ""), **data}
        self.answer = await self.client.post(path, data=sent, headers=FROM_A_PAGE, follow_redirects=True, **more)
        await self.stage.settles()
        return self.answer

    async def fills(self, end: str = "c.save", **fields: str) -> None:
        """Fill the form and press one of its three buttons."""
        await self.goes("/gui/")
        shown = {name: value for name, value in self.page().fields.items() if name not in {"code", "file", "back"}}
        await self.posts("/gui/tip", {**shown, **fields, "end": end})

    async def presses(self, label: str) -> None:
        """Press a button of what the desk said."""
        page = self.page()
        name, code = page.buttons[label]
        hidden = {key: page.fields.get(key, "") for key in ("screen", "back")}
        await self.posts("/gui/choose", {**hidden, name: code})

    async def uploads(self, data: bytes, name: str = "anh.jpg", about: str = "") -> httpx.Response:
        files = {"file": (name, data, "application/octet-stream")}
        return await self.posts("/gui/files", {"back": about}, files=files)

    def page(self) -> _Read:
        read = _Read()
        read.feed(self.html())
        return read

    def html(self) -> str:
        return self.answer.text if self.answer is not None else ""

    def shows(self, *words: str) -> bool:
        text = " ".join(" ".join(self.page().words).split())
        return all(word in text or word in unescape(self.html()) for word in words)


async def opens_form(person: Correspondent) -> Form:
    """Ask the bot for the link, follow it, and press its button."""
    await person.says("/web")
    found = LINK.search(person.sees_last())
    assert found is not None, person.sees_last()
    form = a_browser(person.stage)
    await form.goes(f"/gui/{found[1]}")
    await form.posts("/gui/open", {"link": found[1]})
    return form


def a_browser(stage: Stage) -> Form:
    app = pages(stage.newsroom)
    return Form(stage, httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE))
