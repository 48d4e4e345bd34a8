from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from review import api_tokens
from review.access import Person, Role
from review.api.app import API, FEEDS, create_api, create_feeds
from review.api_tokens import Scope
from review.db import Database
from tests.console.desk import BASE, Desk, opened_desk

ALL = frozenset(Scope)


@dataclass
class Program:
    """Another system that calls the desk with a token."""

    client: httpx.AsyncClient
    token: str = field(repr=False)

    async def gets(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers={**self._signed(), **headers})

    async def posts(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.client.post(path, json=body, headers=self._signed())

    def _signed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def desk(database: Database, tmp_path: Path, now: datetime) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, now) as opened:
        opened.app.mount(API, create_api(opened.newsroom))
        opened.app.mount(FEEDS, create_feeds(opened.newsroom))
        yield opened


@pytest.fixture
def ha(desk: Desk) -> Person:
    return desk.a_person("Hà", Role.EDITOR)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=BASE) as opened:
        yield opened


@pytest.fixture
def portal(desk: Desk, ha: Person, client: httpx.AsyncClient) -> Program:
    """The portal's own program, with a token of Hà's that may do everything."""
    return Program(client, a_token(desk, ha))


def a_token(desk: Desk, owner: Person, scopes: frozenset[Scope] = ALL, life: timedelta = timedelta(days=30)) -> str:
    return desk.database.act_now(
        lambda session: api_tokens.issue(
            session, name="portal", scopes=scopes, life=life, owner=owner, door="cli", now=desk.clock()
        )
    )
