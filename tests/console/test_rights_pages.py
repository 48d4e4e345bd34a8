"""Requests about personal data on the network page, and a person's own data behind a one-time link."""

import io
import json
import zipfile
from datetime import timedelta
from functools import partial

from sqlmodel import select

from review import people
from review.access import Person, Role
from review.db import Session
from review.models import AuditRow, Draft, OutboxRow, RightsRequest
from review.personal import Requested, Wish
from review.rights import leaving, links, requests
from review.workflow import DraftStatus
from tests.console.desk import Browser, Desk


def asks(desk: Desk, person: Person, wish: Wish) -> Requested:
    return desk.database.act_now(
        lambda s: requests.ask(s, person, wish, door="telegram", now=desk.clock(), rules=desk.newsroom.rules)
    )


def leaves(desk: Desk, *, deletes: bool) -> None:
    """Have somebody leave whose tip stands on the portal."""
    reference, _ = desk.an_approved_tip()
    rules = desk.newsroom.rules

    def act(session: Session) -> None:
        draft = session.exec(select(Draft)).one()
        draft.status = DraftStatus.PUBLISHED
        session.add(draft)
        session.flush()
        person = people.get(session, desk.tip(reference).sender_id)
        if deletes:
            leaving.delete(session, person, door="telegram", now=desk.clock(), rules=rules)
        else:
            leaving.withdraw(session, person, keeps_name=False, door="telegram", now=desk.clock(), rules=rules)

    desk.database.act_now(act)


def deletes(session: Session, desk: Desk, number: int) -> None:
    person = people.get(session, number)
    leaving.delete(session, person, door="telegram", now=desk.clock(), rules=desk.newsroom.rules)


async def test_open_requests_stand_on_the_network_page_and_overdue_ones_are_marked(desk: Desk, at_has: Browser) -> None:
    assert "Không có yêu cầu nào đang mở" in (await at_has.gets("/network")).text
    asked = asks(desk, desk.a_person("Lan"), Wish.EXPORT)
    page = (await at_has.gets("/network")).text
    assert asked.reference in page
    assert "Quá hạn" not in page

    desk.clock.at += timedelta(days=4)
    overdue = (await desk.browser(desk.a_person("Hà", Role.EDITOR)).gets("/network")).text

    assert "Quá hạn" in overdue


async def test_an_editor_takes_the_name_off_and_the_person_is_told(desk: Desk, at_has: Browser) -> None:
    leaves(desk, deletes=False)
    (row,) = desk.rows(RightsRequest)
    assert "Gỡ tên trong bài: B-261112-01" in (await at_has.gets("/network")).text

    answer = await at_has.follows(await at_has.posts(f"/network/requests/{row.id}/done"))

    assert f"yêu cầu {row.reference} đã thực hiện xong" in answer.text
    (row,) = desk.rows(RightsRequest)
    assert (row.outcome, row.details) == ("done", {})
    assert [owed.kind for owed in desk.rows(OutboxRow) if owed.kind == "rights_answered"] == ["rights_answered"]
    assert "rights_done" in {audited.act for audited in desk.rows(AuditRow)}
    assert (await at_has.posts(f"/network/requests/{row.id}/done")).status_code == 404


async def test_of_the_deleted_nobody_is_left_to_tell(desk: Desk, at_has: Browser) -> None:
    leaves(desk, deletes=True)
    (row,) = desk.rows(RightsRequest)
    assert "(đã xóa)" in (await at_has.gets("/network")).text

    await at_has.posts(f"/network/requests/{row.id}/done")

    assert [owed.kind for owed in desk.rows(OutboxRow) if owed.kind == "rights_answered"] == []


async def test_a_moderator_cannot_say_that_it_is_done(desk: Desk, at_minhs: Browser) -> None:
    leaves(desk, deletes=False)
    (row,) = desk.rows(RightsRequest)

    assert (await at_minhs.posts(f"/network/requests/{row.id}/done")).status_code == 403
    assert desk.rows(RightsRequest)[0].done_at is None


async def test_the_link_hands_the_data_over_once(desk: Desk) -> None:
    lan = desk.a_person("Lan")
    reference = desk.a_tip(by=lan, photo=True)
    asked = asks(desk, lan, Wish.EXPORT)
    token = desk.database.act_now(lambda s: links.issue(s, asked.id, now=desk.clock()))
    browser = desk.browser()
    for _ in range(2):
        assert "Tải dữ liệu của tôi" in (await browser.gets(f"/my-data?token={token}")).text

    first = await browser.posts("/my-data", token=token)
    second = await browser.posts("/my-data", token=token)

    archive = zipfile.ZipFile(io.BytesIO(first.content))
    assert json.loads(archive.read("data.json"))["tip"][0]["reference"] == reference
    assert first.headers["content-disposition"] == f'attachment; filename="{asked.reference}.zip"'
    assert first.headers["cache-control"] == "no-store"
    assert second.status_code == 404
    assert "đã dùng hoặc đã hết hạn" in second.text
    assert desk.rows(RightsRequest)[0].outcome == "done"


async def test_a_link_ends_after_a_day_and_every_wrong_one_looks_alike(desk: Desk) -> None:
    asked = asks(desk, desk.a_person("Lan"), Wish.EXPORT)
    token = desk.database.act_now(lambda s: links.issue(s, asked.id, now=desk.clock()))
    browser = desk.browser()
    wrong = await browser.posts("/my-data", token="x" * 43)

    desk.clock.at += timedelta(hours=25)
    late = await browser.posts("/my-data", token=token)

    assert (wrong.status_code, late.status_code) == (404, 404)
    assert wrong.text == late.text


async def test_every_page_about_a_deleted_persons_tips_still_opens(desk: Desk, at_has: Browser) -> None:
    lan = desk.a_person("Lan")
    waiting, (decided, draft) = desk.a_tip("Chiều nay phường mở quầy CANARY.", by=lan), desk.an_approved_tip(photo=True)
    for sender in (lan.id, desk.tip(decided).sender_id):
        desk.database.act_now(partial(deletes, desk=desk, number=sender))

    pages = [f"/tips/{waiting}", f"/tips/{decided}", f"/drafts/{draft}", "/drafts", "/queue", "/network", "/reports"]
    answers = [await at_has.gets(path) for path in (*pages, "/queue?status=withdrawn", "/status")]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert not any("CANARY" in answer.text for answer in answers)
