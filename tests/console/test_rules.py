"""Rules of the newsroom: typed into a form, tried on past tips, switched on, applied to what comes in from then on."""

from html import unescape
from typing import Any

import pytest

from review import ruling
from review.access import Person, Role
from review.db import Session
from review.models import Adjustment, AuditRow, OutboxRow, RuleEdition
from review.rulebook.rule import Conditions, Effects
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk

FIRE = "Sáng nay cháy nhỏ tại chợ Bình Mẫu, 3 hộ dân được hỗ trợ."
CALM = "Sáng nay phường Bình Mẫu trả kết quả tại nhà cho 12 người cao tuổi."
UNUSABLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"words": " ,, "}, "Danh sách từ chỉ có dấu câu"),
    ({"words": "\n".join(f"từ số {n}" for n in range(1000))}, "Danh sách có 1000 từ, nhiều quá; tối đa 100."),
    ({"words": ""}, "Quy tắc chưa có điều kiện nào."),
    ({"priority": ""}, "Quy tắc chưa làm gì."),
    ({"name": " "}, "Quy tắc chưa có tên."),
    ({"shortest": "dài"}, "Số chữ là một số từ 1 đến 20000."),
    ({"unit": "nơi nào đó"}, "Chưa rõ là đơn vị nào."),
    ({"sender": "Không ai cả"}, "Không thấy người gửi này."),
    ({"sender": "T-000000-00"}, "Không thấy người gửi này."),
    ({"sender": "Lan"}, "Có nhiều người cùng tên này."),
    ({"topics": ["XX"]}, "Có mục được chọn không còn trong danh sách."),
    ({"notify": ["999"]}, "Có mục được chọn không còn trong danh sách."),
)
URGENT = {"name": "Cháy nổ", "words": "cháy\nnổ, ngộ độc", "priority": "urgent"}


@pytest.fixture
def at_chiefs(desk: Desk, chief: Person) -> Browser:
    return desk.browser(chief)


async def a_rule(browser: Browser, form: dict[str, Any] | None = None, *, on: bool = True) -> None:
    """Keep the first rule and switch it on."""
    answer = await browser.posts("/rules", form or URGENT)
    assert answer.status_code == 303, answer.text
    if on:
        await browser.posts("/rules/1/switch", version=1, on="yes")


async def test_a_rule_is_tried_on_past_tips_before_it_is_switched_on_and_then_sets_what_comes_in(
    desk: Desk, at_chiefs: Browser
) -> None:
    before = [desk.a_tip(FIRE), *(desk.a_tip(CALM) for _ in range(4))]

    answer = await at_chiefs.posts("/rules", URGENT)
    tried = unescape((await at_chiefs.follows(answer)).text)
    while_off = desk.a_tip(FIRE)
    await at_chiefs.posts("/rules/1/switch", version=1, on="yes")
    fire, calm = desk.a_tip(FIRE), desk.a_tip(CALM)

    assert "Sẽ khớp 1 trong 5 tin gần nhất." in tried
    assert f'href="/tips/{before[0]}"' in tried
    assert "có từ: cháy, nổ, ngộ độc" in tried
    assert [desk.tip(tip).priority for tip in (before[0], while_off, fire, calm)] == [None, None, "urgent", None]
    assert "Theo quy tắc “Cháy nổ”: đặt mức ưu tiên: Khẩn" in unescape((await at_chiefs.gets(f"/tips/{fire}")).text)


async def test_a_rule_sets_topic_checklist_and_readers_and_tells_who_it_names(
    desk: Desk, at_chiefs: Browser, minh: Person
) -> None:
    form = {
        "name": "Tin của Lan", "sender": "Lan Hương", "topic": "SO", "checklist": "TTHC", "readings": "2",
        "notify": [str(minh.id)],
    }  # fmt: skip
    lan = desk.a_person("Lan Hương")
    await a_rule(at_chiefs, form)

    tip, other = desk.a_tip(CALM, by=lan), desk.a_tip(CALM)

    row = desk.tip(tip)
    told = [row for row in desk.rows(OutboxRow) if row.kind.startswith("rule_")]
    assert (row.topic, row.checklist, row.readings) == ("SO", "TTHC", 2)
    assert [(each.kind, each.recipient) for each in told] == [("rule_notice", f"person:{minh.id}")]
    assert desk.tip(other).readings is None
    assert "báo cho Minh" in unescape((await at_chiefs.gets(f"/tips/{tip}")).text)


async def test_a_changed_rule_is_off_until_it_is_switched_on_again_and_every_edition_stays(
    desk: Desk, at_chiefs: Browser
) -> None:
    await a_rule(at_chiefs)

    await at_chiefs.posts("/rules/1", {**URGENT, "words": "mất điện", "version": 2})
    page = unescape((await at_chiefs.gets("/rules/1")).text)

    assert desk.tip(desk.a_tip("Sáng nay mất điện ở phường Bình Mẫu.")).priority is None
    assert [(row.version, row.is_on) for row in desk.rows(RuleEdition)] == [(1, False), (2, True), (3, False)]
    assert "<strong>Quản trị</strong> bật, bản 2" in page
    acts = [(row.act, row.details) for row in desk.rows(AuditRow) if row.act.endswith("_rule") or "rule_on" in row.act]
    assert acts == [("make_rule", "0>1"), ("switch_rule_on", "1>2"), ("change_rule", "2>3")]


@ON_SQLITE
async def test_who_changes_a_rule_that_somebody_else_has_just_changed_is_told_and_keeps_what_was_typed(
    desk: Desk, at_chiefs: Browser
) -> None:
    await a_rule(at_chiefs)

    answer = await at_chiefs.posts("/rules/1", {**URGENT, "name": "Tên tôi vừa gõ", "version": 1})

    assert answer.status_code == 409
    assert "Tên tôi vừa gõ" in answer.text
    assert len(desk.rows(RuleEdition)) == 2


@ON_SQLITE
async def test_a_discarded_rule_sets_nothing_and_is_gone_from_the_list(desk: Desk, at_chiefs: Browser) -> None:
    await a_rule(at_chiefs)
    desk.a_tip(FIRE)

    await at_chiefs.posts("/rules/1/discard", version=2)

    assert desk.tip(desk.a_tip(FIRE)).priority is None
    assert "Chưa có quy tắc nào" in (await at_chiefs.gets("/rules")).text
    assert (await at_chiefs.gets("/rules/1")).status_code == 404


@ON_SQLITE
async def test_a_rule_that_cannot_be_kept_says_why_and_the_form_keeps_what_was_typed(
    desk: Desk, at_chiefs: Browser
) -> None:
    for _ in range(2):
        desk.a_person("Lan")

    for form, sentence in UNUSABLE:
        answer = await at_chiefs.posts("/rules", {**URGENT, **form})

        assert answer.status_code == 422
        assert sentence in unescape(answer.text)
        assert form.get("name", "Cháy nổ") in unescape(answer.text)
    assert desk.rows(RuleEdition) == []


@ON_SQLITE
async def test_a_sender_is_named_by_a_tip_of_theirs_and_the_rule_is_changed_without_naming_them_again(
    desk: Desk, at_chiefs: Browser
) -> None:
    desk.a_person("Lan")
    lan = desk.a_person("Lan")
    tip = desk.a_tip(CALM, by=lan)
    await a_rule(at_chiefs, {"name": "Tin của Lan", "sender": tip.lower(), "priority": "high"}, on=False)

    answer = await at_chiefs.posts(
        "/rules/1", {"name": "Tin của Lan", "sender": "Lan", "priority": "low", "version": 1}
    )

    assert answer.status_code == 303
    assert [row.conditions for row in desk.rows(RuleEdition)] == [{"sender": lan.id}] * 2


@ON_SQLITE
async def test_there_are_no_more_rules_than_can_be_looked_at_for_every_tip(
    desk: Desk, at_chiefs: Browser, chief: Person
) -> None:
    def fill(session: Session) -> None:
        for _ in range(ruling.MOST_RULES):
            asked, wanted = Conditions(everything=True), Effects(priority="low")
            ruling.make(session, "Một quy tắc", asked, wanted, by=chief, door="console", now=desk.clock())

    desk.database.act_now(fill)

    answer = await at_chiefs.posts("/rules", URGENT)

    assert answer.status_code == 422
    assert "Đã có 50 quy tắc, nhiều nhất có thể." in answer.text


@ON_SQLITE
async def test_a_moderator_reads_the_rules_and_cannot_change_them(desk: Desk, at_chiefs: Browser) -> None:
    await a_rule(at_chiefs)
    minh = desk.browser(desk.a_person("Minh", Role.MODERATOR))

    page = (await minh.gets("/rules/1")).text
    refused = await minh.posts("/rules/1/switch", version=2, on="no")

    assert "Chỉ người quản trị đổi được quy tắc." in page
    assert 'action="/rules/1/switch"' not in page
    assert refused.status_code == 403


@ON_SQLITE
async def test_words_of_a_rule_are_shown_as_text(desk: Desk, at_chiefs: Browser) -> None:
    await a_rule(at_chiefs, {**URGENT, "name": "<b>nặng</b>", "words": "<script>x1</script>"})
    tip = desk.a_tip("script x1 script")

    for path in ("/rules", "/rules/1", f"/tips/{tip}"):
        page = (await at_chiefs.gets(path)).text
        assert "<b>nặng" not in page
        assert "<script>x1" not in page
    assert [row.field for row in desk.rows(Adjustment)] == ["priority"]


@ON_SQLITE
async def test_the_pages_are_in_english_too(desk: Desk, at_chiefs: Browser) -> None:
    await a_rule(at_chiefs)
    an = desk.browser(desk.a_person("Ann", Role.ADMIN, "en"))

    page = (await an.gets("/rules/1")).text

    assert "Would have fitted" in page or "There are no tips to try it on yet" in page
    assert "it has the words: cháy, nổ, ngộ độc" in page
    assert len(page) < 100_000
