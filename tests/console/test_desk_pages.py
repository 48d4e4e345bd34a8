"""The network, the month's figures and the state of the desk."""

import re
from datetime import timedelta

from review import inbox, network
from review.access import Person
from review.inbox import Arrival
from review.models import InboxRow, Invitation
from tests.console.desk import Browser, Desk

RAW = '{"update_id": 7, "message": {"text": "<b>riêng</b>"}}'


def a_dead_letter(desk: Desk) -> int:
    def act(session: object) -> int:
        now = desk.clock()
        inbox.keep(session, [Arrival(1, 7, "d" * 64, 5, RAW)], now=now)  # type: ignore[arg-type]  # the lane's session
        for _ in range(inbox.MOST_ATTEMPTS):
            later = now + timedelta(hours=1)
            letter = inbox.claim(session, worker="w", now=later)[0]  # type: ignore[arg-type]  # as above
            inbox.failed(session, letter, error_class="ValueError", now=now)  # type: ignore[arg-type]  # as above
        return letter.id

    return desk.database.act_now(act)


async def test_the_network_shows_people_with_unit_role_standing_and_last_tip(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip(by=desk.a_person("Nguyễn Thị Ngọc Quỳnh"))

    page = (await at_minhs.gets("/network")).text

    for words in ("Nguyễn Thị Ngọc Quỳnh", "Cộng tác viên", "phường Bình Mẫu", "Đang hoạt động", "vừa xong"):
        assert words in page


async def test_an_invitation_is_shown_once_with_its_code_drawn(desk: Desk, at_minhs: Browser) -> None:
    desk.database.act_now(lambda s: network.set_setting(s, "bot_username", "tinbai_bot"))

    page = (await at_minhs.posts("/network/invite", unit="p-binh-mau", uses=5, days=7)).text

    link = re.findall(r"https://t\.me/tinbai_bot\?start=[\w-]{22}", page)[0]
    row = desk.rows(Invitation)[-1]
    assert "<svg" in page and 'class="qr"' in page  # noqa: PT018 - one picture
    assert (row.unit_id, row.max_uses, row.role) == ("p-binh-mau", 5, "correspondent")
    assert row.expires_at - desk.clock() == timedelta(days=7)
    assert link.partition("=")[2] not in (await at_minhs.gets("/network")).text


async def test_an_invitation_out_of_bounds_is_refused(desk: Desk, at_minhs: Browser) -> None:
    before = len(desk.rows(Invitation))

    for form in ({"uses": 0}, {"uses": 501}, {"days": 0}, {"days": 91}, {"role": "chief"}, {"name": "x" * 101}):
        assert (await at_minhs.posts("/network/invite", form)).status_code == 422

    assert len(desk.rows(Invitation)) == before


async def test_only_admins_invite_staff(desk: Desk, at_minhs: Browser, chief: Person) -> None:
    refused = await at_minhs.posts("/network/invite", role="editor")
    allowed = await desk.browser(chief).posts("/network/invite", role="editor")

    assert (refused.status_code, allowed.status_code) == (403, 200)


async def test_a_dead_letter_is_seen_by_staff_and_read_and_retried_by_admins(
    desk: Desk, at_minhs: Browser, chief: Person
) -> None:
    number, at_chiefs = a_dead_letter(desk), desk.browser(chief)

    seen = (await at_minhs.gets("/status")).text
    read = (await at_chiefs.gets("/status")).text
    answer = await at_chiefs.posts(f"/status/dead/{number}/retry")

    assert "ValueError" in seen
    assert "riêng" not in seen
    assert "&lt;b&gt;riêng&lt;/b&gt;" in read
    assert "Đã đưa vào hàng xử lý lại." in (await at_chiefs.follows(answer)).text
    assert [row.state for row in desk.rows(InboxRow)] == ["new"]


async def test_the_state_of_the_desk_names_what_waits_and_what_is_not_set(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip()

    page = (await at_minhs.gets("/status")).text

    assert "Chưa chọn nhóm duyệt tin" in page
    assert re.search(r"SQLite \d+\.\d+\.\d+|PostgreSQL \d+\.\d+", page)
    assert re.search(r"Thông báo chờ gửi</h2><p class=\"big-figure\"><strong>[1-9]", page)


async def test_a_month_is_counted_by_status_unit_and_topic(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip()
    desk.a_tip(topic="SO")

    page = (await at_minhs.gets("/reports")).text
    before = (await at_minhs.gets("/reports?month=2026-10")).text

    assert "Tháng 11/2026" in page
    assert "<strong>2</strong>" in page
    assert '<th scope="row">Phường Bình Mẫu</th>' in page
    assert "Chưa có số liệu." in before


async def test_a_month_that_is_none_is_refused(at_minhs: Browser) -> None:
    for month in ("2026-13", "abc", "1", "2026-1", "9999-12", "2026-11'"):
        assert (await at_minhs.client.get("/reports", params={"month": month})).status_code == 422
