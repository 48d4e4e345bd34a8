"""One act on several tips: each for itself, and the page says what was done, what was not, and why."""

import html
import re

from review.access import Person, Role
from review.models import AuditRow, Decision, Note, OutboxRow
from tests.console.desk import Browser, Desk


def picked(desk: Desk, *references: str) -> list[str]:
    return [f"{reference}:{desk.tip(reference).version}" for reference in references]


def said(page: str) -> str:
    """Return what the summary says, without its markup."""
    summary = re.search(r'<section class="summary".*?</section>', page, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", summary[0])).split()) if summary else ""


async def test_several_tips_are_taken_in_hand_at_once(desk: Desk, minh: Person, at_minhs: Browser) -> None:
    tips = [desk.a_tip() for _ in range(3)]

    page = await at_minhs.posts("/queue/selected", {"act": "claim", "pick": picked(desk, *tips)})

    assert said(page.text) == "Đã nhận 3 tin."
    assert {desk.tip(tip).claimed_by for tip in tips} == {minh.id}


async def test_what_does_not_apply_is_named_with_its_reason_and_the_rest_is_done(
    desk: Desk, minh: Person, at_minhs: Browser
) -> None:
    decided, held, own, free = desk.a_tip(), desk.a_tip(), desk.a_tip(by=minh), desk.a_tip()
    picks = picked(desk, decided, held, own, free)
    an = desk.browser(desk.a_person("An", Role.MODERATOR))
    await an.posts(f"/tips/{decided}/reject", reason="R03", version=1)
    await an.posts(f"/tips/{held}/claim")

    page = await at_minhs.posts("/queue/selected", {"act": "claim", "pick": picks})

    told = said(page.text)
    assert told.startswith("Đã nhận 1 tin. 3 tin chưa làm được:")
    assert re.search(rf"An đã .* {decided}", told)
    assert re.search(rf"An đang xử lý tin này, đến [\d:]+\. {held}", told)
    assert re.search(rf"tin của chính anh/chị.* {own}", told)
    refused = {row.subject: row.outcome for row in desk.rows(AuditRow) if row.act == "claim" and row.outcome != "done"}
    assert refused == {decided: "tip_already_decided", held: "transition_not_allowed", own: "not_allowed"}


async def test_one_reason_refuses_several_and_all_of_them_come_back_in_time(desk: Desk, at_minhs: Browser) -> None:
    tips = [desk.a_tip(), desk.a_tip()]

    page = await at_minhs.posts("/queue/selected", {"act": "reject", "reason": "R03", "pick": picked(desk, *tips)})
    assert said(page.text) == "Không dùng 2 tin. Hoàn tác 2 tin u"
    assert [row.reason for row in desk.rows(Decision) if row.verb == "reject"] == ["R03", "R03"]
    undone = await at_minhs.posts("/queue/selected", {"act": "reopen", "pick": picked(desk, *tips)})

    assert said(undone.text) == "Đã đưa 2 tin trở lại hàng chờ."
    assert {desk.tip(tip).status for tip in tips} == {"received"}
    assert {row.state for row in desk.rows(OutboxRow) if row.kind == "rejected"} == {"gone"}


async def test_what_somebody_else_has_in_hand_is_not_refused_in_passing(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    await desk.browser(desk.a_person("An", Role.MODERATOR)).posts(f"/tips/{tip}/claim")

    page = await at_minhs.posts("/queue/selected", {"act": "reject", "reason": "R03", "pick": picked(desk, tip)})

    assert re.search(rf"An đang xử lý tin này, đến [\d:]+\. {tip}", said(page.text))
    assert desk.tip(tip).status == "received"


async def test_a_text_that_nobody_has_read_yet_is_not_refused(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()

    page = await at_minhs.posts("/queue/selected", {"act": "reject", "reason": "R03", "pick": [f"{tip}:7"]})

    assert "Nội dung vừa được người khác thay đổi." in said(page.text)
    assert desk.tip(tip).status == "received"


async def test_what_an_act_needs_and_was_not_given_is_said_once_for_all(desk: Desk, at_minhs: Browser) -> None:
    tips = [desk.a_tip(), desk.a_tip()]

    for act, words in (("reject", "cần ghi lý do"), ("hand_over", "cần ghi lý do"), ("mark_duplicate", "Không tìm")):
        page = await at_minhs.posts("/queue/selected", {"act": act, "pick": picked(desk, *tips)})
        assert re.search(rf"2 tin chưa làm được: .*{words}.* {tips[0]} , {tips[1]}$", said(page.text)), act

    assert desk.rows(Decision)[2:] == []


async def test_topic_and_priority_are_set_and_duplicates_joined(desk: Desk, at_minhs: Browser) -> None:
    first, *others = desk.a_tip(), desk.a_tip(), desk.a_tip()

    await at_minhs.posts("/queue/selected", {"act": "set_topic", "topic": "SO", "pick": picked(desk, *others)})
    await at_minhs.posts("/queue/selected", {"act": "set_priority", "priority": "high", "pick": picked(desk, *others)})
    joined = {"act": "mark_duplicate", "original": first.lower(), "pick": picked(desk, *others)}
    page = await at_minhs.posts("/queue/selected", joined)

    assert said(page.text) == "Đã gộp 2 tin. Hoàn tác 2 tin u"
    assert {(desk.tip(tip).topic, desk.tip(tip).priority, desk.tip(tip).duplicate_of) for tip in others} == {
        ("SO", "high", desk.tip(first).id)
    }


async def test_nothing_ticked_and_nonsense_are_told_and_change_nothing(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip()

    nothing = await at_minhs.posts("/queue/selected", {"act": "claim", "pick": ["", "T-1", "T-1:x", ":1"]})
    unknown = await at_minhs.posts("/queue/selected", {"act": "claim", "pick": ["T-000000-99:1"]})
    verb = await at_minhs.posts("/queue/selected", {"act": "approve"})

    assert said(nothing.text) == "Chưa chọn tin nào."
    assert "Không tìm thấy tin này. T-000000-99" in said(unknown.text)
    assert verb.status_code == 422
    assert all(row.outcome != "done" for row in desk.rows(AuditRow) if row.act == "claim")


async def test_the_page_after_it_is_the_list_it_was_ticked_in(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip(topic="SO")
    desk.a_tip(topic="TTHC")

    page = await at_minhs.posts("/queue/selected", {"act": "claim", "back": "topic=SO&x=1", "pick": picked(desk, tip)})

    assert 'data-address="/queue?topic=SO"' in page.text
    assert re.findall(r'name="pick" value="([^"]+)"', page.text) == [f"{tip}:1"]


async def test_who_does_not_decide_has_nothing_to_tick(desk: Desk, at_has: Browser) -> None:
    tip = desk.a_tip()

    page = (await at_has.gets("/queue")).text
    refused = await at_has.posts("/queue/selected", {"act": "claim", "pick": picked(desk, tip)})

    assert 'name="pick"' not in page
    assert "không có quyền" in said(refused.text)
    assert desk.tip(tip).claimed_by is None


async def test_tips_are_handed_to_a_colleague_who_is_told(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.a_person("An", Role.MODERATOR)

    page = await at_minhs.posts("/queue/selected", {"act": "hand_over", "to": an.id, "pick": picked(desk, tip)})

    assert said(page.text) == "Đã giao 1 tin."
    assert desk.tip(tip).claimed_by == an.id
    assert [note.text for note in desk.rows(Note)] == ["Giao tin cho An."]
    assert [row.recipient for row in desk.rows(OutboxRow) if row.kind == "handed_over"] == [f"person:{an.id}"]
