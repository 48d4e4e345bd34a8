"""/status: who works, what waits in which lane, what failed, and whether somebody has to look."""

from datetime import timedelta

from review import alerts, holding, network, outbox, pulse
from review.access import Person
from review.alerts import Reading
from review.backups.keeping import LAST
from review.db import Session
from review.figures import Figures
from review.holding import Held
from review.outbox import Lane
from review.pulse import Pulse
from tests.console.desk import Browser, Desk

FINE, LOOK = "Mọi thứ đang chạy.", "Có việc cần xem ở dưới."
NOBODY = "Không có tiến trình nào đang xử lý và gửi tin."


def a_process(desk: Desk, *loops: str, version: str = "", age: timedelta = timedelta()) -> Figures:
    """Let a process with these loops leave word."""
    figures = Figures(lambda: 0.0)
    for loop in loops:
        figures.turned(loop)
    leaves_word(desk, figures, version=version, age=age)
    return figures


def leaves_word(desk: Desk, figures: Figures, *, version: str = "", age: timedelta = timedelta()) -> None:
    said = Pulse(desk.clock() - age, version or pulse.own_version(), figures.snapshot())
    desk.database.act_now(lambda session: pulse.beat(session, said))


def the_group_is_chosen(desk: Desk) -> None:
    desk.database.act_now(lambda session: network.set_setting(session, "moderation_chat_id", "-100"))


async def test_a_desk_on_which_somebody_works_is_fine(desk: Desk, at_minhs: Browser) -> None:
    the_group_is_chosen(desk)
    a_process(desk, "poller", "worker", "courier", "fetcher")

    page = (await at_minhs.gets("/status")).text

    assert FINE in page
    for words in ("nhận tin: vừa xong", "xử lý tin: vừa xong", "gửi thông báo: vừa xong", "Phiên bản"):
        assert words in page


async def test_a_desk_on_which_nobody_works_is_not(desk: Desk, at_minhs: Browser) -> None:
    the_group_is_chosen(desk)
    a_process(desk)
    a_process(desk, "worker", "courier", version="0.0.1", age=timedelta(minutes=7))

    page = (await at_minhs.gets("/status")).text

    assert LOOK in page
    assert NOBODY in page
    assert "Phiên bản 0.0.1" in page
    assert "mất liên lạc từ 7 phút trước" in page


async def test_a_desk_where_notices_stand_still_is_not_called_fine(desk: Desk, at_minhs: Browser) -> None:
    the_group_is_chosen(desk)
    a_process(desk, "worker", "courier")
    fresh = (await at_minhs.gets("/status")).text
    desk.a_tip()
    desk.clock.at += timedelta(minutes=20)
    a_process(desk, "worker", "courier")

    stuck = (await at_minhs.gets("/status")).text

    assert FINE in fresh
    assert LOOK in stuck


async def test_parts_in_two_processes_are_one_desk(desk: Desk, at_minhs: Browser) -> None:
    the_group_is_chosen(desk)
    a_process(desk, "worker")
    a_process(desk, "courier")

    assert FINE in (await at_minhs.gets("/status")).text


async def test_each_lane_is_told_with_its_oldest(desk: Desk, at_minhs: Browser) -> None:
    def owe(session: Session) -> None:
        for number in range(3):
            outbox.enqueue(
                session,
                "card",
                subject="tip:1",
                recipient=outbox.GROUP,
                lane=Lane.CARD,
                dedupe_key=f"card:{number}",
                now=desk.clock() - timedelta(minutes=22),
            )

    desk.database.act_now(owe)

    page = (await at_minhs.gets("/status")).text

    row = page.partition("Thẻ trong nhóm duyệt tin")[2].partition("</tr>")[0]
    assert "Cũ nhất: 22 phút trước" in row
    assert '<td class="n">3</td>' in row


async def test_errors_are_told_by_class_over_all_processes(desk: Desk, at_minhs: Browser) -> None:
    for _ in range(2):
        figures = Figures()
        for _ in range(5):
            figures.failed("send", "flood")
        figures.failed("update", "<b>")
        leaves_word(desk, figures)

    page = (await at_minhs.gets("/status")).text

    row = page.partition("<code>flood</code>")[2].partition("</tr>")[0]
    assert '<td class="n">10</td>' in row
    assert "&lt;b&gt;" in page
    assert "<code><b>" not in page


async def test_a_desk_that_is_held_says_so(desk: Desk, chief: Person) -> None:
    now = desk.clock()
    desk.database.act_now(lambda session: holding.hold(session, Held(now - timedelta(hours=3), now), now=now))

    page = (await desk.browser(chief).gets("/status")).text

    assert "chưa gửi gì cho ai" in page
    assert LOOK in page


async def test_the_last_backup_is_told(desk: Desk, at_minhs: Browser) -> None:
    assert "Chưa có bản sao lưu nào." in (await at_minhs.gets("/status")).text
    noted = f'{{"at": "{(desk.clock() - timedelta(hours=5)).isoformat()}", "file": "x", "number": 0, "hash": ""}}'
    desk.database.act_now(lambda session: network.set_setting(session, LAST, noted))

    assert "5 giờ trước" in (await at_minhs.gets("/status")).text


async def test_what_people_were_told_of_is_shown_until_it_is_over(desk: Desk, at_minhs: Browser) -> None:
    readings = {"alert_disk": Reading(is_wrong=True, figures={"megabytes": 9})}
    desk.database.act_now(lambda session: alerts.tell(session, readings, has_group=False, now=desk.clock()))

    page = (await at_minhs.gets("/status")).text

    assert "Đã báo nhóm và quản trị: đĩa sắp đầy." in page
