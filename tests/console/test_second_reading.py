"""Several readers decide together: votes are hidden until enough agree, and count for the text they were given on."""

from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import update

from review import amending, appeals, queue
from review.access import Person, Role
from review.errors import NotAllowed
from review.models import Decision, Draft, OutboxRow, Tip, Vote
from review.port import Part
from tests.conftest import ON_SQLITE
from tests.console.desk import NUMBERS, Browser, Desk


@pytest.fixture
def at_ans(desk: Desk) -> Browser:
    return desk.browser(desk.a_person("An", Role.MODERATOR))


def for_readers(desk: Desk, by: Person | None = None, readers: int = 2) -> str:
    """Have a tip sent in that needs several readers."""
    reference = desk.a_tip(by=by)
    desk.database.act_now(lambda s: s.exec(update(Tip).where(Tip.reference == reference).values(readings=readers)))  # type: ignore[arg-type]  # SQLModel calls conditions bool
    return reference


async def test_a_tip_is_approved_when_its_second_reader_agrees_and_shows_who_thought_what(
    desk: Desk, at_minhs: Browser, at_ans: Browser
) -> None:
    tip = for_readers(desk)

    first = await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    after_first = (desk.tip(tip).status, len(desk.rows(Draft)), len(desk.rows(Decision)))
    hidden = unescape((await at_ans.gets(f"/tips/{tip}")).text)
    own = unescape((await at_minhs.gets(f"/tips/{tip}")).text)
    await at_ans.posts(f"/tips/{tip}/approve", version=1)
    shown = unescape((await at_ans.gets(f"/tips/{tip}")).text)

    assert first.status_code == 303
    assert f"Đã ghi ý kiến của anh/chị về tin {tip}." in own
    assert after_first == ("received", 0, 1)
    assert "2 người cùng ý; 1 người đã đọc" in hidden
    assert "<strong>Minh</strong>" not in hidden
    assert "Anh/chị đã chọn: duyệt." in own
    assert desk.tip(tip).status == "approved"
    assert len(desk.rows(Draft)) == 1
    assert "<strong>Minh</strong> ý kiến khi đọc: duyệt" in shown


@ON_SQLITE
async def test_readers_who_differ_leave_the_tip_to_a_third_and_the_agreed_reason_is_the_last_readers(
    desk: Desk, at_minhs: Browser, at_ans: Browser
) -> None:
    tip, binh = for_readers(desk), desk.browser(desk.a_person("Bình", Role.MODERATOR))

    await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    await at_ans.posts(f"/tips/{tip}/reject", reason="R03", version=1)
    undecided = desk.tip(tip).status
    await binh.posts(f"/tips/{tip}/reject", reason="R02", note_R02="3", version=1)
    page = unescape((await binh.gets(f"/tips/{tip}")).text)

    assert undecided == "received"
    assert desk.tip(tip).status == "rejected"
    assert [row.reason for row in desk.rows(Decision) if row.verb == "reject"] == ["R02"]
    assert [row.kind for row in desk.rows(OutboxRow) if row.kind == "rejected"] == ["rejected"]
    assert "<strong>An</strong> ý kiến khi đọc: từ chối" in page


@ON_SQLITE
async def test_a_reader_who_changes_their_mind_still_has_one_vote(
    desk: Desk, at_minhs: Browser, at_ans: Browser
) -> None:
    tip = for_readers(desk)

    for _ in range(2):
        await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    await at_minhs.posts(f"/tips/{tip}/reject", reason="R03", version=1)
    await at_ans.posts(f"/tips/{tip}/approve", version=1)

    assert desk.tip(tip).status == "received"
    assert [(row.verb, row.is_open) for row in desk.rows(Vote)] == [("reject", True), ("approve", True)]


@ON_SQLITE
async def test_a_vote_on_an_older_text_does_not_count(desk: Desk, at_minhs: Browser, at_ans: Browser) -> None:
    lan = desk.a_person()
    tip = for_readers(desk, by=lan)
    await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    row = desk.tip(tip)
    more = Part("telegram", lan.id, next(NUMBERS), "text", desk.clock(), "Sửa: 13 người.")
    desk.database.act_now(lambda s: amending.add(s, s.merge(row), more, now=desk.clock()))

    await at_ans.posts(f"/tips/{tip}/approve", version=2)

    assert desk.tip(tip).status == "received"
    assert "1 người đã đọc" in (await at_ans.gets(f"/tips/{tip}")).text


@ON_SQLITE
async def test_duplicates_need_the_same_original(desk: Desk, at_minhs: Browser, at_ans: Browser) -> None:
    first, second, tip = desk.a_tip(), desk.a_tip(), for_readers(desk)

    await at_minhs.posts(f"/tips/{tip}/mark_duplicate", original=first, version=1)
    await at_ans.posts(f"/tips/{tip}/mark_duplicate", original=second, version=1)
    differing = desk.tip(tip).status
    await at_ans.posts(f"/tips/{tip}/mark_duplicate", original=first, version=1)

    assert differing == "received"
    assert desk.tip(tip).status == "duplicate"


@ON_SQLITE
async def test_after_an_appeal_none_of_the_readers_who_agreed_decides(
    desk: Desk, at_minhs: Browser, at_ans: Browser, minh: Person
) -> None:
    lan = desk.a_person()
    tip = for_readers(desk, by=lan)
    for reader in (at_minhs, at_ans):
        await reader.posts(f"/tips/{tip}/reject", reason="R03", version=1)
    desk.clock.at += timedelta(minutes=5)
    desk.database.act_now(
        lambda s: appeals.appeal(
            s, queue.get(s, tip), note="Xin xem lại", by=lan, door="telegram", now=desk.clock(),
            rules=desk.newsroom.rules,
        )
    )  # fmt: skip

    assert (await at_minhs.posts(f"/tips/{tip}/approve", version=1)).status_code == 403
    with pytest.raises(NotAllowed):
        desk.database.act_now(lambda s: queue.require_other(s, queue.get(s, tip), by=minh))


@ON_SQLITE
async def test_how_many_readers_a_tip_needs_is_chosen_by_admins_alone(
    desk: Desk, at_minhs: Browser, chief: Person
) -> None:
    tip = desk.a_tip()

    refused = await at_minhs.posts(f"/tips/{tip}/set", readings="2", was_readings="")
    await desk.browser(chief).posts(f"/tips/{tip}/set", readings="3", was_readings="")

    assert refused.status_code == 403
    assert desk.tip(tip).readings == 3


@ON_SQLITE
async def test_of_several_tips_rejected_at_once_those_that_need_more_readers_are_named(
    desk: Desk, at_minhs: Browser
) -> None:
    plain, shared = desk.a_tip(), for_readers(desk)

    answer = await at_minhs.posts(
        "/queue/selected", {"act": "reject", "reason": "R03", "pick": [f"{plain}:1", f"{shared}:1"]}
    )

    page = unescape(answer.text)
    assert (answer.status_code, desk.tip(shared).status) == (200, "received")
    assert "Đã ghi ý kiến của anh/chị, chờ thêm người cùng ý." in page
    assert (desk.tip(plain).status, desk.tip(shared).status) == ("rejected", "received")
