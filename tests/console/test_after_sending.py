"""What correspondents do after sending, as the desk's pages show it: answers, a second look, proposed corrections."""

import re
from html import unescape

from review import amending, answers, appeals, corrections, intake, revising
from review.models import Decision, Draft
from review.port import Part
from tests.console.desk import NUMBERS, Browser, Desk


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def test_what_cannot_be_answered_and_what_takes_longer_shows_on_the_tip(desk: Desk, at_minhs: Browser) -> None:
    lan = desk.a_person()
    tip = desk.a_tip(by=lan)
    await at_minhs.posts(f"/tips/{tip}/ask", version=1, code=["Q01", "Q02"])
    numbers = [q.id or 0 for q in desk.database.read_now(lambda s: answers.open_questions(s, desk.tip(tip).id or 0))]
    desk.database.act_now(
        lambda s: answers.extend(s, s.merge(desk.tip(tip)), numbers[0], by=lan, door="telegram", now=desk.clock())
    )
    desk.database.act_now(
        lambda s: answers.decline(
            s, s.merge(desk.tip(tip)), numbers[0], by=lan, door="telegram", now=desk.clock(), rules=desk.newsroom.rules
        )
    )

    page = plain((await at_minhs.gets(f"/tips/{tip}")).text)

    assert "không bổ sung được" in page
    assert "đã xin thêm thời gian, hạn" in page


async def test_who_decided_first_is_offered_nothing_and_refused_after_an_appeal(desk: Desk, at_minhs: Browser) -> None:
    lan = desk.a_person()
    tip = desk.a_tip(by=lan)
    await at_minhs.posts(f"/tips/{tip}/reject", reason="R04", version=1)
    desk.database.act_now(
        lambda s: appeals.appeal(
            s,
            s.merge(desk.tip(tip)),
            note="Đúng <b>lĩnh vực</b>",
            by=lan,
            door="telegram",
            now=desk.clock(),
            rules=desk.newsroom.rules,
        )
    )

    page = (await at_minhs.gets(f"/tips/{tip}")).text
    told = [
        await at_minhs.posts(f"/tips/{tip}/{verb}", {"version": 1, **form})
        for verb, form in (("claim", {}), ("approve", {}), ("reject", {"reason": "R04"}), ("ask", {"code": "Q01"}))
    ]

    assert (
        "Người gửi xin xem lại. Minh đã từ chối tin này lúc 12:00 ngày 12/11; lần này người khác quyết định."
        in plain(page)
    )
    assert "Đúng &lt;b&gt;lĩnh vực&lt;/b&gt;" in page
    assert f'action="/tips/{tip}/approve"' not in page
    assert [answer.status_code for answer in told] == [403] * 4
    assert all("người khác quyết định" in answer.text for answer in told)
    assert [decision.verb for decision in desk.rows(Decision)] == ["submit", "reject", "appeal"]
    assert desk.rows(Draft) == []


async def test_a_proposed_correction_stands_on_the_tip_and_on_the_draft_with_its_difference(
    desk: Desk, at_minhs: Browser, at_has: Browser
) -> None:
    lan = desk.a_person()
    tip = desk.a_tip("Phường hỗ trợ 37 người.", by=lan)
    await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    part = Part("telegram", lan.id, next(NUMBERS), "text", desk.clock(), "Số đúng là 39 <người>.")
    desk.database.act_now(lambda s: amending.add(s, s.merge(desk.tip(tip)), part, now=desk.clock()))
    desk.database.act_now(lambda s: corrections.tell(s, s.merge(desk.tip(tip)), now=desk.clock()))

    shown = (await at_minhs.gets(f"/tips/{tip}")).text
    draft = (await at_has.gets(f"/drafts/{desk.rows(Draft)[0].reference}")).text

    assert "đề xuất sửa sau khi duyệt" in plain(shown)
    assert '<details class="versions" open>' in shown
    assert "Cộng tác viên đề xuất sửa 1" in plain(draft)
    assert re.search(r"<ins>[^<]*Số đúng là 39 &lt;người&gt;\.</ins>", draft)


async def test_a_tip_and_its_revision_lead_to_each_other(desk: Desk, at_minhs: Browser) -> None:
    lan = desk.a_person()
    tip = desk.a_tip(by=lan)
    await at_minhs.posts(f"/tips/{tip}/reject", reason="R04", version=1)
    desk.database.act_now(
        lambda s: revising.begin(s, s.merge(desk.tip(tip)), by=lan, door="telegram", now=desk.clock())
    )
    again = desk.database.act_now(
        lambda s: intake.submit(s, lan, now=desk.clock(), rules=desk.newsroom.rules).reference
    )

    assert f'href="/tips/{tip}">Bản sửa của tin {tip}' in (await at_minhs.gets(f"/tips/{again}")).text
    assert f'href="/tips/{again}">Đã gửi lại thành tin {again}' in (await at_minhs.gets(f"/tips/{tip}")).text
