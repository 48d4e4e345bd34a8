"""Who may pass: every route × every kind of person, forms from elsewhere, and what every answer carries."""

import re
from typing import Any

import pytest

from review.access import Role
from review.console.gate import OPEN
from review.models import AuditRow, Decision, Draft
from tests.conftest import ON_SQLITE
from tests.console.desk import AS_OUR_PAGE, BASE, Browser, Desk

MODERATING, EDITING = {"moderator", "admin"}, {"editor", "admin"}
STAFF, ADMINS = {"moderator", "editor", "admin"}, {"admin"}
ANYBODY = {"nobody", "correspondent", *STAFF}
EVERY_ROUTE = {
    "GET /": STAFF,
    "GET /login": ANYBODY,
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /metrics": ANYBODY,  # which asks for its own token (test_metrics)
    "POST /login": ANYBODY,
    "POST /logout": STAFF,
    "POST /appearance": STAFF,
    "GET /queue": STAFF,
    "POST /queue/selected": STAFF,  # where each act asks for its right, and says so of each tip
    "POST /queue/views": STAFF,
    "POST /queue/views/{number}/remove": STAFF,
    "GET /tips/{reference}": STAFF,
    "POST /tips/{reference}/note": STAFF,
    "GET /tips/{reference}/files/{number}": STAFF,
    "POST /tips/{reference}/check": STAFF,
    "POST /tips/{reference}/claim": MODERATING,
    "POST /tips/{reference}/release": MODERATING,
    "POST /tips/{reference}/hand_over": MODERATING,
    "POST /tips/{reference}/ask": MODERATING,
    "POST /tips/{reference}/reject": MODERATING,
    "POST /tips/{reference}/mark_duplicate": MODERATING,
    "POST /tips/{reference}/approve": MODERATING,
    "POST /tips/{reference}/reopen": MODERATING,
    "POST /tips/{reference}/set": MODERATING,
    "GET /drafts": STAFF,
    "GET /drafts/{reference}": STAFF,
    "POST /drafts/{reference}": EDITING,
    "POST /drafts/{reference}/preview": STAFF,
    "POST /drafts/{reference}/restore": EDITING,
    "POST /drafts/{reference}/mark_ready": EDITING,
    "POST /drafts/{reference}/return": EDITING,
    "POST /drafts/{reference}/take": EDITING,
    "POST /drafts/{reference}/publish": EDITING,
    "POST /drafts/{reference}/discard": EDITING,
    "GET /drafts/{reference}/article.{extension}": STAFF,
    "GET /drafts/{reference}/photos/{number}": STAFF,
    "GET /network": STAFF,
    "POST /network/invite": MODERATING,
    "POST /network/requests/{number}/done": EDITING,
    "GET /my-data": ANYBODY,
    "POST /my-data": ANYBODY,  # by a link that is used up
    "GET /rules": STAFF,
    "GET /rules/new": STAFF,
    "POST /rules": ADMINS,
    "GET /rules/{number}": STAFF,
    "POST /rules/{number}": ADMINS,
    "POST /rules/{number}/switch": ADMINS,
    "POST /rules/{number}/discard": ADMINS,
    "GET /calendar": STAFF,
    "POST /calendar/hours": ADMINS,
    "POST /calendar/day": ADMINS,
    "GET /reports": STAFF,
    "GET /reports/desk": STAFF,
    "GET /reports/papers/{name}.{extension}": STAFF,
    "GET /status": STAFF,
    "POST /status/dead/{number}/retry": ADMINS,
    "GET /media/{key}": STAFF,
    "GET /events": STAFF,
}
STREAMS = {"GET /events"}
FROM_ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "https://desk.example.evil.example"},
    {"Origin": "https://desk.example:444"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": BASE},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
)
FORM = {"reason": "R03", "code": "Q01", "version": "1", "restored": "1", "text": "Ghi chú", "original": "T-000000-01"}


def routes(desk: Desk) -> set[str]:
    paths: dict[str, dict[str, Any]] = desk.app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def a_browser(desk: Desk, who: str) -> Browser:
    if who in {"nobody", "correspondent"}:
        return desk.browser(desk.a_person("Lan") if who == "correspondent" else None)
    return desk.browser(desk.a_person(who.title(), Role(who)))


def filled(desk: Desk, path: str, tip: str, draft: str) -> str:
    reference = draft if path.startswith("/drafts") else tip
    return path.format(reference=reference, number=1, key="0" * 64, extension="html", name="units")


@ON_SQLITE
def test_every_route_is_on_the_list_and_nothing_else_is(desk: Desk) -> None:
    assert routes(desk) == set(EVERY_ROUTE)


def test_the_open_paths_are_those_that_anybody_may_see() -> None:
    assert {f"GET {path}" for path in OPEN} <= {route for route, who in EVERY_ROUTE.items() if who == ANYBODY}


@ON_SQLITE
@pytest.mark.parametrize("who", sorted(ANYBODY))
async def test_each_person_passes_exactly_where_the_list_says(desk: Desk, who: str) -> None:
    tip, (_, draft) = desk.a_tip(), desk.an_approved_tip()
    browser = a_browser(desk, who)

    for route, allowed in EVERY_ROUTE.items():
        method, _, path = route.partition(" ")
        if (route in STREAMS and who in allowed) or path in {"/logout", "/login"}:
            continue
        target = filled(desk, path, tip, draft)
        answer = await (browser.gets(target) if method == "GET" else browser.posts(target, FORM))
        refused = 403 if who in STAFF else 401
        passed = answer.status_code not in {401, 403} and answer.status_code < 500
        assert passed if who in allowed else answer.status_code == refused, (route, answer.status_code)


async def test_what_was_refused_for_want_of_a_right_left_nothing_but_its_audit_row(desk: Desk, at_has: Browser) -> None:
    tip = desk.a_tip()
    before = len(desk.rows(Decision))

    answer = await at_has.posts(f"/tips/{tip}/approve", version=1)

    assert answer.status_code == 403
    assert "Anh/chị không có quyền làm việc này." in answer.text
    assert len(desk.rows(Decision)) == before
    assert desk.rows(Draft) == []
    assert [row.outcome for row in desk.rows(AuditRow) if row.act == "approve"] == ["not_allowed"]


async def test_a_moderator_never_decides_on_a_tip_of_their_own(desk: Desk, at_minhs: Browser, minh: Any) -> None:
    tip = desk.a_tip(by=minh)

    answer = await at_minhs.posts(f"/tips/{tip}/approve", version=1)

    assert answer.status_code == 403
    assert "Đây là tin của chính anh/chị" in answer.text
    assert desk.tip(tip).status == "received"


@ON_SQLITE
async def test_a_form_from_elsewhere_is_refused_and_writes_nothing(desk: Desk, at_minhs: Browser) -> None:
    tip, token = desk.a_tip(), await at_minhs.token()
    before = len(desk.rows(AuditRow))

    for headers in FROM_ELSEWHERE:
        form = {"csrf": token, "reason": "R03", "version": 1}
        answer = await at_minhs.client.post(f"/tips/{tip}/reject", data=form, headers=headers)
        assert answer.status_code == 403, headers

    assert desk.tip(tip).status == "received"
    assert len(desk.rows(AuditRow)) == before


@ON_SQLITE
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_a_form_without_the_sessions_token_is_refused_and_writes_nothing(
    desk: Desk, at_minhs: Browser, token: str
) -> None:
    tip = desk.a_tip()

    for route in (route for route, who in EVERY_ROUTE.items() if route.startswith("POST") and who != ANYBODY):
        path = filled(desk, route.partition(" ")[2], tip, "B-000000-01")
        answer = await at_minhs.client.post(path, data={**FORM, "csrf": token}, headers=AS_OUR_PAGE)
        assert answer.status_code == 403, route

    assert desk.tip(tip).status == "received"
    assert desk.tip(tip).claimed_by is None


@ON_SQLITE
async def test_a_form_of_our_own_page_passes_by_its_origin_alone(desk: Desk, at_minhs: Browser) -> None:
    tip, token = desk.a_tip(), await at_minhs.token()

    answer = await at_minhs.client.post(f"/tips/{tip}/claim", data={"csrf": token}, headers={"Origin": BASE})

    assert answer.status_code == 303


@ON_SQLITE
async def test_another_sessions_token_does_not_fit(desk: Desk, at_minhs: Browser, at_has: Browser) -> None:
    tip = desk.a_tip()

    answer = await at_minhs.client.post(f"/tips/{tip}/claim", data={"csrf": await at_has.token()}, headers=AS_OUR_PAGE)

    assert answer.status_code == 403


@ON_SQLITE
async def test_a_field_given_twice_is_refused(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()

    form = await at_minhs.posts(f"/tips/{tip}/reject", {"reason": ["R03", "R04"], "version": 1})
    address = await at_minhs.gets("/queue?topic=SO&topic=TTHC")

    assert (form.status_code, address.status_code) == (422, 422)
    assert desk.tip(tip).status == "received"


async def test_a_role_that_was_taken_away_ends_at_the_next_request(desk: Desk, at_minhs: Browser, minh: Any) -> None:
    from review import people  # noqa: PLC0415 - this test alone takes a role away

    assert (await at_minhs.gets("/queue")).status_code == 200

    desk.database.act_now(lambda s: people.revoke(s, minh.id, Role.MODERATOR, by=None, now=desk.clock()))

    assert (await at_minhs.gets("/queue")).status_code == 401


@ON_SQLITE
async def test_every_page_carries_the_same_strict_headers(desk: Desk, at_has: Browser) -> None:
    tip, draft = desk.an_approved_tip()
    pages = [
        "/queue",
        f"/tips/{tip}",
        "/drafts",
        f"/drafts/{draft}",
        "/network",
        "/reports",
        "/reports/desk",
        "/status",
        "/nowhere",
    ]

    for path in pages:
        headers = (await at_has.gets(path)).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert headers["content-type"] == "text/html; charset=utf-8"


@ON_SQLITE
async def test_no_page_holds_a_script_or_style_of_its_own(desk: Desk, at_has: Browser) -> None:
    tip, draft = desk.an_approved_tip(photo=True)

    for path in ("/queue", f"/tips/{tip}", f"/drafts/{draft}", "/network", "/reports", "/status", "/login"):
        page = (await at_has.gets(path)).text
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", page), path
