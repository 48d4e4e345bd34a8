"""The page says how a correspondent's tips fared and why, whether a notice arrived, and who had the tip in hand."""

from datetime import timedelta

import pytest

from review import outbox
from review.access import Person, Role
from review.db import Session
from review.models import OutboxRow
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk


def delivers(desk: Desk, kind: str, error: str = "") -> None:
    """Play the courier with a notice of a kind."""
    number = [row.id for row in desk.rows(OutboxRow) if row.kind == kind][-1]

    def mark(session: Session) -> None:
        if not error:
            outbox.sent(session, [number], now=desk.clock())
        elif error == "line":
            outbox.later(session, [number], not_before=desk.clock(), error_class=error)
        else:
            outbox.gone(session, [number], error_class=error, now=desk.clock())

    desk.database.act_now(mark)


async def test_the_record_says_what_was_used_of_how_many_and_why_not(desk: Desk, at_minhs: Browser) -> None:
    lan = desk.a_person()
    used, first, second, tip = (desk.a_tip(f"Tin số {n} của phường Bình Mẫu.", by=lan) for n in range(4))
    await at_minhs.posts(f"/tips/{used}/approve", version=1)
    for refused in (first, second):
        await at_minhs.posts(f"/tips/{refused}/reject", reason="R03", version=1)
    await at_minhs.posts(f"/tips/{second}/reopen")

    page = (await at_minhs.gets(f"/tips/{tip}")).text

    assert "Đã dùng 1 trong 4 tin." in page
    assert f"{desk.newsroom.words.label('reason.R03', 'vi')} 1</span>" in page


@ON_SQLITE
@pytest.mark.parametrize(
    ("error", "said"),
    [("", "đã gửi"), ("line", "chưa gửi được"), ("blocked", "bị chặn"), ("too_long", "không gửi được")],
)
async def test_each_notice_to_the_sender_says_whether_it_arrived(
    desk: Desk, at_minhs: Browser, error: str, said: str
) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/reject", reason="R03", version=1)
    before = (await at_minhs.gets(f"/tips/{tip}")).text

    delivers(desk, "rejected", error)
    page = (await at_minhs.gets(f"/tips/{tip}")).text

    assert "<strong>chờ gửi</strong>" in before
    assert f"<strong>{said}" in page


@ON_SQLITE
async def test_a_notice_that_was_taken_back_says_so(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/reject", reason="R03", version=1)
    await at_minhs.posts(f"/tips/{tip}/reopen")

    assert "đã rút lại trước khi gửi" in (await at_minhs.gets(f"/tips/{tip}")).text


@ON_SQLITE
async def test_the_history_says_who_had_the_tip_in_hand_and_through_which_door(
    desk: Desk, at_minhs: Browser, minh: Person
) -> None:
    tip, an = desk.a_tip(), desk.a_person("An", Role.MODERATOR)
    await at_minhs.posts(f"/tips/{tip}/claim")
    desk.clock.at += timedelta(minutes=5)
    await at_minhs.posts(f"/tips/{tip}/hand_over", to=an.id)

    page = (await at_minhs.gets(f"/tips/{tip}")).text

    assert f"<strong>{minh.name}</strong> nhận tin" in page
    assert f"<strong>{minh.name}</strong> giao tin cho An" in page
    assert page.index("nhận tin<") < page.index("giao tin cho An<")
