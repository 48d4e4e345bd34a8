"""A desk for the page tests: makers through the real acts, and browsers that speak to the application."""

import io
import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from PIL import Image
from sqlmodel import select

from review import approval, files, intake, invitations, moderation, people, queue, sessions
from review.access import Person, Role
from review.console.app import create_app
from review.console.gate import COOKIE
from review.db import Database, Session
from review.files import Stored
from review.media.folder import FolderStore
from review.models import Tip
from review.newsroom import Newsroom
from review.port import FileRef, Part
from review.settings import Settings
from review.words import shipped

BASE = "https://desk.example"
UNIT = "p-binh-mau"
TEXT = "Sáng nay UBND phường Bình Mẫu trả kết quả hồ sơ tại nhà cho 12 người cao tuổi. Theo Báo cáo số 215/BC-UBND."
NUMBERS = itertools.count(1000)
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
AS_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@dataclass
class Clock:
    """The time as an argument: the desk's clock stands still until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Desk:
    """The newsroom under test and its application."""

    newsroom: Newsroom
    clock: Clock
    app: FastAPI
    browsers: list["Browser"] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.newsroom.database

    def a_person(self, name: str = "Lan", role: Role = Role.CORRESPONDENT, locale: str = "vi") -> Person:
        """Let somebody join by an invitation."""
        return self.database.act_now(lambda session: _joined(session, name, role, locale, self.clock()))

    def a_tip(self, text: str = TEXT, *, by: Person | None = None, photo: bool = False, topic: str = "TTHC") -> str:
        """Have a tip sent in; returns its reference."""
        sender = by or self.a_person()
        return self.database.act_now(lambda session: self._sent(session, sender, text, topic, photo=photo))

    def an_approved_tip(self, text: str = TEXT, *, by: Person | None = None, photo: bool = False) -> tuple[str, str]:
        """Have a tip approved; returns its reference and its draft's."""
        reference, minh = self.a_tip(text, photo=photo), by or self.a_person("Minh", Role.MODERATOR)

        def act(session: Session) -> str:
            tip = queue.get(session, reference)
            rendered = approval.render(approval.propose(session, tip, rules=self.newsroom.rules))
            decided = moderation.approve(
                session, tip, article=rendered.article, error=None, version=None, by=minh, door="telegram",
                now=self.clock(), rules=self.newsroom.rules,
            )  # fmt: skip
            return decided.draft or ""

        return reference, self.database.act_now(act)

    def browser(self, person: Person | None = None) -> "Browser":
        """Open a browser, signed in as a person."""
        opened = Browser(httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url=BASE))
        if person is not None:
            secret = self.database.act_now(
                lambda session: sessions.open_session(session, person.id, agent="test", now=self.clock())
            )
            opened.client.cookies.set(COOKIE, secret, domain="desk.example", path="/")
        self.browsers.append(opened)
        return opened

    def rows(self, model: type[Any]) -> list[Any]:
        """Return what a table holds."""
        return self.database.read_now(lambda session: list(session.exec(select(model))))

    def tip(self, reference: str) -> Tip:
        return self.database.read_now(lambda session: queue.get(session, reference))

    def _sent(self, session: Session, sender: Person, text: str, topic: str, *, photo: bool) -> str:
        now = self.clock()
        parts = [Part("telegram", sender.id, next(NUMBERS), "text", now, text)]
        if photo:
            file = FileRef("photo", f"file-{next(NUMBERS)}", width=40, height=30)
            parts.append(Part("telegram", sender.id, next(NUMBERS), "photo", now, "Trả kết quả tại nhà", file))
        for part in parts:
            begun = intake.composing(session, sender.id)
            joined = intake.receive(session, sender, part, composing=begun.id if begun else None, now=now)
        tip = queue.by_id(session, joined.tip_id)
        tip.topic = topic
        session.add(tip)
        self._fetch(session, now)
        return intake.submit(session, sender, now=now, rules=self.newsroom.rules).reference

    def _fetch(self, session: Session, now: datetime) -> None:
        for waiting in files.claim(session, door="telegram", now=now):
            key = self.newsroom.media.put(a_jpeg())
            stored = Stored(key, "image/jpeg", 1000, self.newsroom.media.put(a_jpeg(b"copy")), 40, 30)
            files.fetched(session, waiting.id, stored, now=now)


@dataclass
class Browser:
    """A person's browser; `posts` sends a form the way our own pages do."""

    client: httpx.AsyncClient
    seen_token: str = ""

    async def gets(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def posts(self, path: str, form: Mapping[str, Any] | None = None, **fields: Any) -> httpx.Response:
        data = {"csrf": await self.token(), **fields, **(form or {})}
        return await self.client.post(path, data=data, headers=AS_OUR_PAGE)

    async def follows(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 303, answer.text
        return await self.client.get(answer.headers["location"])

    async def token(self) -> str:
        """Return the token every form of a session carries, read once from a page."""
        if not self.seen_token:
            found = TOKEN.search((await self.client.get("/drafts")).text)
            self.seen_token = found[1] if found else ""
        return self.seen_token


@contextmanager
def opened_desk(
    database: Database, folder: Path, now: datetime, app: FastAPI | None = None, **settings: Any
) -> Iterator[Desk]:
    """Open a desk at https://desk.example whose clock stands still; an application made before serves it."""
    clock = Clock(now)
    given = Settings(**{"base_url": BASE, "data_dir": folder, **settings})
    newsroom = Newsroom(given, database, FolderStore(folder / "media"), shipped(), clock)
    app = app or create_app(newsroom)
    app.state.newsroom = newsroom
    yield Desk(newsroom, clock, app)


def a_jpeg(seed: bytes = b"original") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (seed[0], 90, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


def _joined(session: Session, name: str, role: Role, locale: str, now: datetime) -> Person:
    code = invitations.invite(session, role=role, by=None, unit_id=UNIT, name=name, now=now)
    number = next(NUMBERS)
    person = people.begin_enrolment(
        session,
        invitations.redeem(session, code, now=now),
        door="telegram",
        account_id=number,
        chat_id=number,
        name=name,
        locale=locale,
        now=now,
    )
    if role is Role.CORRESPONDENT:
        people.complete_enrolment(session, person, now=now)
    return people.get(session, person.id)
