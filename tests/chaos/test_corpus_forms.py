"""Hostile forms, addresses and links: refused in words, never by a stack trace (promises, section 4)."""

import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from review import sessions
from review.access import Role
from review.console.gate import COOKIE
from review.db import Database
from review.errors import NotAllowed
from tests.chaos.corpus import FAMILIES, mixture
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.conftest import NOON
from tests.console.desk import AS_OUR_PAGE, BASE, Desk, opened_desk

FORMS, ADDRESSES, LINKS = size(120, 10_000), size(60, 5000), size(60, 10_000)
SECONDS = 5.0  # on a machine where others work too; a page takes some 20 ms

pytestmark = pytest.mark.chaos
OTHER_KINDS = (
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain; charset=utf-7",
    "application/x-www-form-urlencoded; charset=no",
)
ORDINARY = {
    "version": ("1", "2", ""),
    "reason": ("R02", "R15", "R06"),
    "genre": ("TIN", "BAI", ""),
    "section": ("Thủ tục hành chính", ""),
    "code": ("Q01", "Q02"),
    "original": ("T-261112-01", "T-261112-02"),
    "url": ("https://example.org/x",),
    "locale": ("vi", "en"),
    "topic": ("TTHC", ""),
    "number": ("1",),
}
KNOWN = [text for family in FAMILIES.values() for text in family]


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, NOON) as opened:
        yield opened


def routes(desk: Desk, method: str) -> list[tuple[str, list[str]]]:
    """Return every path of the console that takes a method, with the fields its form or address may have."""
    found = []
    for path, kinds in desk.app.openapi()["paths"].items():
        described = kinds.get(method)
        if described is not None and path not in {"/events", "/logout"}:
            found.append((path, _fields(desk, described)))
    return found


def _fields(desk: Desk, described: dict[str, Any]) -> list[str]:
    content = described.get("requestBody", {}).get("content", {})
    schemas = desk.app.openapi().get("components", {}).get("schemas", {})
    names = [one["name"] for one in described.get("parameters", []) if one["in"] == "query"]
    for kind in content.values():
        schema = kind["schema"]
        schema = schema.get("allOf", [schema])[0]
        names += schemas.get(schema.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
    return names


@ON_BOTH_IN_FULL
async def test_no_form_of_the_console_fails(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    luck, told = chance("forms"), Figures(capsys, "corpus of forms")
    chief, references = desk.a_person("Quản trị", Role.ADMIN), [desk.a_tip(), *desk.an_approved_tip()]
    paths, answers = routes(desk, "post"), dict[int, int]()
    async with a_browser(desk, chief.id) as client:
        token = await the_token(client)
        for _ in range(FORMS):
            path, fields = luck.choice(paths)
            begun = time.monotonic()
            answer = await client.post(
                filled(path, references, luck), content=a_form(fields, token, luck), headers=a_form_s_headers(luck)
            )
            assert time.monotonic() - begun < SECONDS
            answers[answer.status_code] = answers.get(answer.status_code, 0) + 1
            told.lost += has_failed(answer)
    told.others = {"answers": dict(sorted(answers.items()))}
    told.told(f"{FORMS} forms of {len(paths)} kinds")


@ON_BOTH_IN_FULL
async def test_no_address_of_the_console_fails(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    luck, told = chance("addresses"), Figures(capsys, "corpus of addresses")
    chief, references = desk.a_person("Quản trị", Role.ADMIN), [desk.a_tip(), *desk.an_approved_tip()]
    paths = routes(desk, "get")
    async with a_browser(desk, chief.id) as client:
        for _ in range(ADDRESSES):
            path, fields = luck.choice(paths)
            query = "&".join(f"{name}={quote(a_text(luck))}" for name in fields if luck.random() < 0.7)
            ranges = {"Range": "bytes=" + ",".join(f"{at}-{at + 1}" for at in range(luck.choice([1, 3000])))}
            answer = await client.get(f"{filled(path, references, luck)}?{query}", headers=ranges)
            told.lost += has_failed(answer)
    told.told(f"{ADDRESSES} addresses of {len(paths)} kinds")


def has_failed(answer: httpx.Response) -> bool:
    return answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or "Traceback" in answer.text


@ON_BOTH_IN_FULL
def test_only_the_exact_link_signs_in(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    luck, told = chance("links"), Figures(capsys, "corpus of links")
    minh = desk.a_person("Minh", Role.MODERATOR)
    token = desk.database.act_now(lambda session: sessions.new_link(session, minh.id, now=NOON))
    for _ in range(LINKS):
        wrong = changed(token, luck)
        with pytest.raises(NotAllowed):
            desk.database.act_now(partial(sessions.sign_in, token=wrong, agent="", now=NOON))
    exact = partial(sessions.sign_in, token=token, agent="", now=NOON)
    assert desk.database.act_now(exact)
    with pytest.raises(NotAllowed):
        desk.database.act_now(exact)
    told.told(f"{LINKS} links")


def a_browser(desk: Desk, person_id: int) -> httpx.AsyncClient:
    """Return a browser that is signed in, and to which the application shows what fails as it shows it to people."""
    secret = desk.database.act_now(lambda session: sessions.open_session(session, person_id, agent="", now=NOON))
    transport = httpx.ASGITransport(app=desk.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=BASE, headers={"Cookie": f"{COOKIE}={secret}"})


async def the_token(client: httpx.AsyncClient) -> str:
    page = (await client.get("/drafts")).text
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def filled(path: str, references: list[str], luck: random.Random) -> str:
    """Return a path with its places filled, most of them rightly."""
    while "{" in path:
        before, _, rest = path.partition("{")
        given = (
            luck.choice(references)
            if luck.random() < 0.8
            else luck.choice(["x", "0", "-1", "9" * 30, "%00", "..", "%F0%9F%98%80"])
        )
        path = before + given + rest.partition("}")[2]
    return path


def a_form(fields: list[str], token: str, luck: random.Random) -> bytes:
    """Return a form with hostile values, some fields missing, some twice, now and then no form at all."""
    if luck.random() < 0.05:
        return luck.choice([b"", b"\xff\xfe\x00", b"{}", b"&&&===", b"a" * 1_200_000, b"csrf", b"=" * 2000])
    pairs = [("csrf", token if luck.random() < 0.9 else "x")]
    pairs += [(name, a_field(name, luck)) for name in fields if luck.random() < 0.8]
    pairs += [luck.choice(pairs)] if luck.random() < 0.1 else []
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs).encode()


def a_form_s_headers(luck: random.Random) -> dict[str, str]:
    kind = "application/x-www-form-urlencoded" if luck.random() < 0.95 else luck.choice(OTHER_KINDS)
    return {**AS_OUR_PAGE, "Content-Type": kind}


def a_field(name: str, luck: random.Random) -> str:
    return luck.choice(ORDINARY[name]) if name in ORDINARY and luck.random() < 0.7 else a_text(luck)


def a_text(luck: random.Random) -> str:
    """Return what may stand in a field; half characters cannot be sent by a browser."""
    text = luck.choice(["", luck.choice(KNOWN), mixture(KNOWN, luck), "9" * luck.choice([3, 20, 5000])])
    return text.encode("utf-8", "replace").decode()


def changed(token: str, luck: random.Random) -> str:
    """Return something that is not the token, mostly a near thing."""
    at = luck.randrange(len(token))
    near = [
        token[:at],
        token + "x",
        token[:at] + "x" + token[at:],
        token.swapcase(),
        token[::-1],
        "",
        " ",
        f" {token}",
        f"{token}\x00",
    ]
    return next(
        other for other in [luck.choice(near), luck.choice(KNOWN).encode("utf-8", "replace").decode()] if other != token
    )
