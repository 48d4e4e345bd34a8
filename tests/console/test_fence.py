"""The fence: unknown hosts, large bodies, failures of ours, and plain http."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, update

from review.access import Role
from review.console import fence
from review.db import Database
from review.models import Tip
from tests.conftest import NOON, ON_POSTGRESQL, ON_SQLITE
from tests.console.desk import AS_OUR_PAGE, Browser, Desk, opened_desk
from tests.postgresql import Server


@ON_SQLITE
async def test_a_host_that_is_not_ours_is_refused(desk: Desk, at_minhs: Browser) -> None:
    answer = await at_minhs.client.get("/queue", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "Địa chỉ này không phải của tòa soạn" in answer.text


@ON_SQLITE
async def test_a_balancer_may_ask_by_number_whether_the_desk_lives(desk: Desk) -> None:
    nobody = desk.browser()

    alive = await nobody.client.get("/healthz", headers={"Host": "10.1.2.3"})
    ready = await nobody.client.get("/readyz", headers={"Host": "10.1.2.3"})

    assert (alive.text, ready.text) == ("ok", "ready")


@ON_SQLITE
async def test_a_body_over_the_limit_is_refused_whether_it_declares_its_size_or_not(
    desk: Desk, at_minhs: Browser
) -> None:
    body, tip = b"x" * (fence.LARGEST_FORM + 1), desk.a_tip()
    headers = {**AS_OUR_PAGE, "Content-Type": "application/x-www-form-urlencoded"}

    async def pieces() -> AsyncIterator[bytes]:
        yield body

    declared = await at_minhs.client.post(f"/tips/{tip}/note", content=body, headers=headers)
    streamed = await at_minhs.client.post(f"/tips/{tip}/note", content=pieces(), headers=headers)

    assert (declared.status_code, streamed.status_code) == (413, 413)


async def test_a_failure_of_ours_shows_a_number_and_logs_no_content(
    desk: Desk, at_minhs: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    desk.a_tip("Nội dung không được lọt vào nhật ký")
    desk.database.act_now(lambda session: session.execute(update(Tip).values(flags=5)))

    with caplog.at_level(logging.ERROR):
        answer = await at_minhs.gets("/queue")

    number = caplog.records[0].getMessage().split()[2]
    assert answer.status_code == 500
    assert f"Mã: {number}" in answer.text
    assert "Traceback" not in answer.text
    assert "TypeError" not in answer.text
    assert "Nội dung" not in caplog.text
    assert caplog.records[0].exc_info is None


@ON_SQLITE
async def test_a_database_that_does_not_answer_is_told_as_passing(desk: Desk, at_minhs: Browser) -> None:
    desk.database.act_now(lambda session: session.connection().exec_driver_sql("DROP TABLE pull_receipt"))
    _, draft = desk.an_approved_tip()

    answer = await at_minhs.gets(f"/drafts/{draft}")

    assert answer.status_code == 503
    assert "Dữ liệu đã lưu vẫn còn nguyên." in answer.text
    assert "pull_receipt" not in answer.text


@ON_POSTGRESQL
async def test_a_server_that_takes_no_connections_is_told_as_passing(
    desk: Desk, at_minhs: Browser, postgresql: Server
) -> None:
    assert (await at_minhs.gets("/queue")).status_code == 200

    postgresql.bar(str(make_url(desk.database.url).database))

    answer = await at_minhs.gets("/queue")
    assert answer.status_code == 503
    assert "Dữ liệu đã lưu vẫn còn nguyên." in answer.text


@ON_SQLITE
async def test_over_plain_http_on_a_network_nobody_can_sign_in_and_is_told_why(
    database: Database, tmp_path: Path
) -> None:
    with opened_desk(database, tmp_path, NOON, base_url="http://192.168.1.5:8080") as desk:
        desk.a_person("Minh", Role.MODERATOR)
        answer = await desk.browser().client.get("http://192.168.1.5:8080/login?token=abc")

    assert answer.status_code == 403
    assert "https" in answer.text
    assert '<form method="post" action="/login"' not in answer.text


@ON_SQLITE
async def test_on_this_very_machine_http_is_enough(database: Database, tmp_path: Path) -> None:
    with opened_desk(database, tmp_path, NOON, base_url="http://127.0.0.1:8080") as desk:
        answer = await desk.browser().client.get("http://localhost:8080/login?token=abc")

    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers


@ON_SQLITE
async def test_a_strange_path_is_a_page_that_is_not_there(at_minhs: Browser) -> None:
    for path in ("/queue/../nowhere", "/tips/%00", "/tips/T-261112-07%0d%0aX: y", "/media/..%2f..%2fetc"):
        answer = await at_minhs.gets(path)
        assert answer.status_code == 404
        assert "x" not in answer.headers


@ON_SQLITE
async def test_the_stylesheet_and_script_are_served_to_everybody(desk: Desk) -> None:
    nobody = desk.browser()

    for name in ("console.css", "console.js", "icon.svg"):
        assert (await nobody.gets(f"/static/{name}")).status_code == 200
    assert (await nobody.gets("/static/../app.py")).status_code in {401, 404}
