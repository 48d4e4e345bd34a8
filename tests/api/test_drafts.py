"""The editors' API: drafts listed by cursor, read in every form, told to be taken and published; refused by name."""

import io
import json
import zipfile
from datetime import timedelta

import httpx
import pytest
from docx import Document

from review import people
from review.access import Person, Role
from review.api_tokens import Scope
from review.models import ApiToken, AuditRow, Draft, OutboxRow, PullReceipt
from review.workflow import DraftStatus
from tests.api.conftest import Program, a_token
from tests.api.ready import TITLE, a_ready_draft
from tests.conftest import ON_SQLITE
from tests.console.desk import Desk

PROBLEM = "application/problem+json"


async def test_drafts_are_listed_in_the_order_of_their_changes(desk: Desk, ha: Person, portal: Program) -> None:
    first, second = a_ready_draft(desk, ha), a_ready_draft(desk, ha)

    page = (await portal.gets("/api/v1/drafts?limit=1")).json()
    rest = (await portal.gets(f"/api/v1/drafts?since={page['cursor']}")).json()
    end = (await portal.gets(f"/api/v1/drafts?since={rest['cursor']}")).json()

    assert [draft["reference"] for draft in page["drafts"]] == [first]
    assert page["has_more"]
    assert [draft["reference"] for draft in rest["drafts"]] == [second]
    assert (end["drafts"], end["has_more"], end["cursor"]) == ([], False, rest["cursor"])


async def test_what_changes_again_comes_again(desk: Desk, ha: Person, portal: Program) -> None:
    first, second = a_ready_draft(desk, ha), a_ready_draft(desk, ha)
    seen = (await portal.gets("/api/v1/drafts")).json()["cursor"]

    await portal.posts(f"/api/v1/drafts/{first}/taken")

    (changed,) = (await portal.gets(f"/api/v1/drafts?since={seen}")).json()["drafts"]
    assert (changed["reference"], changed["status"]) == (first, "taken")
    assert second != first


async def test_a_status_narrows_the_list(desk: Desk, ha: Person, portal: Program) -> None:
    ready = a_ready_draft(desk, ha)
    desk.an_approved_tip()

    listed = (await portal.gets("/api/v1/drafts?status=ready&status=taken")).json()["drafts"]

    assert [draft["reference"] for draft in listed] == [ready]


async def test_a_draft_tells_its_article_and_answers_304_until_it_changes(
    desk: Desk, ha: Person, portal: Program
) -> None:
    reference = a_ready_draft(desk, ha)

    first = await portal.gets(f"/api/v1/drafts/{reference}")
    again = await portal.gets(f"/api/v1/drafts/{reference}", **{"If-None-Match": first.headers["etag"]})
    await portal.posts(f"/api/v1/drafts/{reference}/taken")
    later = await portal.gets(f"/api/v1/drafts/{reference}", **{"If-None-Match": first.headers["etag"]})

    assert (first.json()["title"], first.json()["open_places"]) == (TITLE, [])
    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 200)


@ON_SQLITE
@pytest.mark.parametrize("extension", ["html", "md", "txt", "docx", "json", "xml", "zip"])
async def test_a_draft_is_had_in_every_form(desk: Desk, ha: Person, portal: Program, extension: str) -> None:
    reference = a_ready_draft(desk, ha)

    answer = await portal.gets(f"/api/v1/drafts/{reference}.{extension}")

    assert answer.status_code == 200
    assert f"{reference}-tra-ket-qua-tai-nha.{extension}" in answer.headers["content-disposition"]
    if extension == "docx":
        assert any(TITLE in each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    elif extension == "zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert "manifest.json" in archive.namelist()
    else:
        assert TITLE in answer.text.replace("\u00a0", " ")


@ON_SQLITE
async def test_the_older_ninjs_is_given_on_request(desk: Desk, ha: Person, portal: Program) -> None:
    reference = a_ready_draft(desk, ha)

    new = json.loads((await portal.gets(f"/api/v1/drafts/{reference}.json")).content)
    old = json.loads((await portal.gets(f"/api/v1/drafts/{reference}.json?ninjs=1.6")).content)

    assert new["standard"]["version"] == "3.1"
    assert old["$standard"]["version"] == "1.6"


@ON_SQLITE
async def test_photos_are_fetched_by_the_address_a_draft_names(desk: Desk, ha: Person, portal: Program) -> None:
    reference = a_ready_draft(desk, ha)
    (photo,) = (await portal.gets(f"/api/v1/drafts/{reference}")).json()["photos"]

    answer = await portal.gets(photo["url"])

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")


async def test_reading_is_not_taking_and_taking_is_recorded_with_its_version(
    desk: Desk, ha: Person, portal: Program
) -> None:
    reference = a_ready_draft(desk, ha)

    await portal.gets(f"/api/v1/drafts/{reference}.docx")
    assert desk.rows(PullReceipt) == []
    answer = await portal.posts(f"/api/v1/drafts/{reference}/taken", {"version": 1})

    assert answer.json()["status"] == "taken"
    (receipt,) = desk.rows(PullReceipt)
    assert (receipt.version, receipt.way, receipt.by_id) == (1, "api", ha.id)


async def test_the_link_of_publication_is_told_to_the_sender(desk: Desk, ha: Person, portal: Program) -> None:
    reference = a_ready_draft(desk, ha)

    answer = await portal.posts(f"/api/v1/drafts/{reference}/published", {"url": "https://portal.example/tin/1"})

    assert (answer.json()["status"], answer.json()["published_url"]) == ("published", "https://portal.example/tin/1")
    assert [row.kind for row in desk.rows(OutboxRow)].count("published") == 1


async def test_every_call_is_in_the_audit(desk: Desk, ha: Person, portal: Program) -> None:
    reference = a_ready_draft(desk, ha)

    await portal.gets("/api/v1/drafts")
    await portal.gets(f"/api/v1/drafts/{reference}.md")
    await portal.gets("/feeds/drafts.atom")

    acts = [(row.act, row.by_id) for row in desk.rows(AuditRow) if row.door == "api"]
    assert acts == [("api_list", ha.id), ("api_read", ha.id), ("api_feed", ha.id)]


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/api/v1/drafts/B-000000-99", None, 404, "draft_not_found"),
        ("get", "/api/v1/drafts/B-000000-99.docx", None, 404, "draft_not_found"),
        ("get", "/api/v1/drafts/{ref}.exe", None, 404, "not_found"),
        ("get", "/api/v1/drafts?since=nonsense", None, 422, "bad_cursor"),
        ("get", "/api/v1/drafts?limit=0", None, 422, "invalid"),
        ("get", "/api/v1/drafts?status=sold", None, 422, "invalid"),
        ("get", "/api/v1/media/" + "0" * 64, None, 404, "not_found"),
        ("get", "/api/v1/nothing", None, 404, "not_found"),
        ("post", "/api/v1/drafts/{ref}/published", {"url": "javascript:alert(1)"}, 422, "bad_link"),
        ("post", "/api/v1/drafts/{ref}/published", {}, 422, "invalid"),
        ("post", "/api/v1/drafts/{ref}/taken", {"version": 1, "by": "me"}, 422, "invalid"),
        ("delete", "/api/v1/drafts/{ref}", None, 405, "method_not_allowed"),
    ],
)
async def test_a_refusal_is_a_problem_document_and_changes_nothing(
    desk: Desk, ha: Person, portal: Program, method: str, path: str, body: object, status: int, code: str
) -> None:
    reference = a_ready_draft(desk, ha)
    signed = {"Authorization": f"Bearer {portal.token}"}

    answer = await portal.client.request(method, path.replace("{ref}", reference), json=body, headers=signed)

    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["code"] == code
    assert [draft.status for draft in desk.rows(Draft)] == [DraftStatus.READY]
    assert desk.rows(PullReceipt) == []


@ON_SQLITE
@pytest.mark.parametrize("token", ["", "tbk_nobody", "x" * 5000, "Bearer", "tbk_ố"])
async def test_a_wrong_token_opens_nothing(client: httpx.AsyncClient, token: str) -> None:
    header = [(b"authorization", f"Bearer {token}".encode())] if token else []

    answers = [await client.get(path, headers=header) for path in ("/api/v1/drafts", "/feeds/drafts.atom")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].headers["www-authenticate"] == "Bearer"


@ON_SQLITE
async def test_a_token_is_no_wider_than_its_scopes(desk: Desk, ha: Person, client: httpx.AsyncClient) -> None:
    reference = a_ready_draft(desk, ha)
    reader = Program(client, a_token(desk, ha, frozenset({Scope.READ})))

    read = await reader.gets("/api/v1/drafts")
    written = await reader.posts(f"/api/v1/drafts/{reference}/taken")
    fed = await reader.gets("/feeds/drafts.atom")

    assert (read.status_code, written.status_code, fed.status_code) == (200, 403, 403)
    assert desk.rows(PullReceipt) == []


async def test_a_token_ends_with_its_time_and_with_its_persons_role(
    desk: Desk, ha: Person, client: httpx.AsyncClient
) -> None:
    short = Program(client, a_token(desk, ha, life=timedelta(hours=1)))
    lasting = Program(client, a_token(desk, ha))

    desk.clock.at += timedelta(hours=2)
    assert (await short.gets("/api/v1/drafts")).status_code == 401
    assert (await lasting.gets("/api/v1/drafts")).status_code == 200

    desk.database.act_now(lambda session: people.revoke(session, ha.id, Role.EDITOR, by=None, now=desk.clock()))
    assert (await lasting.gets("/api/v1/drafts")).status_code == 401


async def test_only_a_hash_of_a_token_is_kept(desk: Desk, ha: Person) -> None:
    secret = a_token(desk, ha)

    (row,) = desk.rows(ApiToken)
    assert secret not in str(row.model_dump())


async def test_a_feed_is_read_with_the_token_in_its_address(desk: Desk, ha: Person, client: httpx.AsyncClient) -> None:
    a_ready_draft(desk, ha)
    token = a_token(desk, ha, frozenset({Scope.FEEDS}))

    atom = await client.get(f"/feeds/drafts.atom?token={token}")
    values = (await client.get(f"/feeds/drafts.json?token={token}")).json()

    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert [entry["title"] for entry in values["items"]] == [TITLE]


@ON_SQLITE
async def test_the_openapi_document_describes_the_api(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()

    assert {"/drafts", "/drafts/{reference}", "/drafts/{reference}/taken", "/media/{key}"} <= set(document["paths"])
    assert document["servers"] == [{"url": "/api/v1"}]
