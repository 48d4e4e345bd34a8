"""One tip: what is shown, the verbs, races, and that every text stays text."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import update

from bot.conversation import notices
from bot.conversation.words import House, spoken
from review import amending, told
from review.access import Person, Role
from review.models import Attachment, Decision, Draft, Note, OutboxRow, Question
from review.outbox import Notice
from review.port import Part
from tests.console.desk import BASE, NUMBERS, Browser, Desk

HOSTILE = 'Ngập <b>nặng</b> "><script>alert(1)</script> {{ 7*7 }} <img src=x onerror=y>'


def kinds(desk: Desk) -> list[str]:
    return [row.kind for row in desk.rows(OutboxRow) if row.state == "new"]


async def test_a_tip_shows_text_facts_flags_history_and_what_is_missing(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip("Chiều hôm qua có ngập. Liên hệ 0903123456.")

    page = (await at_minhs.gets(f"/tips/{tip}")).text

    assert "Chiều hôm qua" in page
    assert "số di động" in page.lower()
    assert "còn thiếu" in page
    assert "<strong>Lan</strong>" in page
    assert "Telegram" in page


async def test_a_tip_shows_what_its_sender_was_reminded_of_and_said_of_the_photos(
    desk: Desk, at_minhs: Browser
) -> None:
    tip = desk.a_tip("Phường hỗ trợ chị Nguyễn Thị Lan, 0903123456.", photo=True)
    said = {"caption": "Chị Lan nhận kết quả", "rights": "found", "taken_by": "Anh Tuấn"}
    desk.database.act_now(lambda session: session.exec(update(Attachment).values(**said)))

    page = unescape((await at_minhs.gets(f"/tips/{tip}")).text)

    assert "Đã nhắc người gửi" in page
    assert "Thông tin riêng tư, nhờ che" in page
    assert "1. Chị Lan nhận kết quả · Ảnh sưu tầm · Anh Tuấn" in page


async def test_approving_makes_the_draft_and_leads_to_the_next_tip(desk: Desk, at_minhs: Browser) -> None:
    following, tip = desk.a_tip(), desk.a_tip()

    answer = await at_minhs.posts(
        f"/tips/{tip}/approve", version=1, genre="TIN", section="Thủ tục hành chính", back="queue?topic=TTHC"
    )
    page = (await at_minhs.follows(answer)).text

    draft = desk.rows(Draft)[0]
    assert answer.headers["location"] == f"/queue?topic=TTHC&tip={following}"
    assert f"Đã duyệt tin {tip}, bản nháp {draft.reference} đã sẵn." in page
    assert (draft.genre, draft.section) == ("TIN", "Thủ tục hành chính")
    assert "Hoàn tác" in page
    assert f"Đã duyệt tin {tip}" not in (await at_minhs.gets("/queue")).text


async def test_an_undo_takes_the_decision_and_its_notice_back(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/approve", version=1)

    answer = await at_minhs.posts(f"/tips/{tip}/reopen")

    assert f"Đã mở lại tin {tip}." in (await at_minhs.follows(answer)).text
    assert desk.tip(tip).status == "received"
    assert "approved" not in kinds(desk)


async def test_the_second_decider_is_told_who_decided_and_when(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.browser(desk.a_person("An", Role.MODERATOR))
    await an.posts(f"/tips/{tip}/reject", reason="R03", version=1)

    answer = await at_minhs.posts(f"/tips/{tip}/approve", version=1)

    assert answer.status_code == 409
    assert "An đã từ chối tin này lúc 12:00." in answer.text
    assert [decision.verb for decision in desk.rows(Decision)] == ["submit", "reject"]
    assert desk.rows(Draft) == []


@pytest.mark.parametrize("verb", ["approve", "reject", "ask", "mark_duplicate"])
async def test_a_form_of_an_older_text_is_refused(desk: Desk, at_minhs: Browser, verb: str) -> None:
    lan, other = desk.a_person(), desk.a_tip()
    tip = desk.a_tip(by=lan)
    more = Part("telegram", lan.id, next(NUMBERS), "text", desk.clock(), "Sửa: 13 người.")
    row = desk.tip(tip)
    desk.database.act_now(lambda s: amending.add(s, s.merge(row), more, now=desk.clock()))

    answer = await at_minhs.posts(f"/tips/{tip}/{verb}", version=1, reason="R03", code="Q01", original=other)

    assert answer.status_code == 409
    assert "Nội dung vừa được người khác thay đổi" in answer.text
    assert desk.tip(tip).status == "received"


async def test_a_claim_of_somebody_else_is_named(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.browser(desk.a_person("An", Role.MODERATOR))
    await an.posts(f"/tips/{tip}/claim")

    answer = await at_minhs.posts(f"/tips/{tip}/claim")

    assert answer.status_code == 409
    assert "An đang xử lý tin này, đến 12:30." in answer.text


async def test_a_question_of_the_bank_and_one_in_own_words_are_asked_together(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()

    answer = await at_minhs.posts(f"/tips/{tip}/ask", {"code": ["Q01", "Q02"], "text": "Ai chụp?\x00", "version": 1})

    assert answer.status_code == 303
    assert [(row.code, row.text) for row in desk.rows(Question)][2] == ("free", "Ai chụp?")
    assert kinds(desk).count("needs_info") == 1


async def test_asking_nothing_and_rejecting_without_the_words_it_needs_are_refused_in_a_sentence(
    desk: Desk, at_minhs: Browser
) -> None:
    tip = desk.a_tip()

    nothing = await at_minhs.posts(f"/tips/{tip}/ask", version=1)
    wordless = await at_minhs.posts(f"/tips/{tip}/reject", reason="R15", note_R15=" ", version=1)

    for answer in (nothing, wordless):
        assert answer.status_code == 422
        assert "Việc này cần ghi lý do hoặc chọn ít nhất một câu hỏi." in answer.text
    assert desk.tip(tip).status == "received"


@pytest.mark.parametrize("form", [{"genre": "XX"}, {"section": "Chuyên mục lạ"}])
async def test_a_genre_or_section_not_on_the_list_is_refused(
    desk: Desk, at_minhs: Browser, form: dict[str, str]
) -> None:
    tip = desk.a_tip()

    answer = await at_minhs.posts(f"/tips/{tip}/approve", {"version": 1, **form})

    assert answer.status_code == 404
    assert desk.tip(tip).status == "received"


async def test_a_duplicate_is_joined_by_its_reference_however_it_is_typed(desk: Desk, at_minhs: Browser) -> None:
    first, second = desk.a_tip(), desk.a_tip()

    answer = await at_minhs.posts(f"/tips/{second}/mark_duplicate", original=f" {first.lower()} ", version=1)

    assert answer.status_code == 303
    assert desk.tip(second).status == "duplicate"
    assert second in (await at_minhs.gets(f"/tips/{first}")).text


async def test_a_note_stays_inside_and_is_shown_as_text(desk: Desk, at_has: Browser) -> None:
    tip = desk.a_tip()

    answer = await at_has.posts(f"/tips/{tip}/note", text=HOSTILE)
    page = (await at_has.follows(answer)).text

    assert "&lt;b&gt;nặng&lt;/b&gt;" in page
    assert "<b>nặng" not in page
    assert [note.text for note in desk.rows(Note)] == [HOSTILE]
    assert "note" not in kinds(desk)


async def test_every_text_of_a_tip_is_shown_as_text(desk: Desk, at_minhs: Browser, chief: Person) -> None:
    hostile = desk.a_person(HOSTILE)
    desk.a_person(HOSTILE, Role.EDITOR)
    tip = desk.a_tip(HOSTILE, by=hostile)
    desk.a_tip(HOSTILE, by=hostile)
    await at_minhs.posts(f"/tips/{tip}/ask", {"text": HOSTILE, "version": 1})

    for path in ("/queue", "/queue?view=all", f"/tips/{tip}", "/network"):
        page = (await desk.browser(chief).gets(path)).text
        assert "<b>nặng" not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in re.findall(r"\{\{ ?(.*?) ?\}\}", page)


async def test_versions_are_shown_with_what_changed(desk: Desk, at_minhs: Browser) -> None:
    lan = desk.a_person()
    tip = desk.a_tip("Có 12 người nhận kết quả tại nhà sáng nay.", by=lan)
    row, number = desk.tip(tip), next(NUMBERS)
    part = Part("telegram", lan.id, number, "text", desk.clock() + timedelta(minutes=1), "Bổ sung: có ảnh.")
    desk.database.act_now(lambda s: amending.add(s, s.merge(row), part, now=desk.clock()))

    page = (await at_minhs.gets(f"/tips/{tip}")).text

    assert re.search(r"<ins>[^<]*Bổ sung: có ảnh\.</ins>", page)
    assert "gửi thêm" in page


@pytest.mark.parametrize(("verb", "form"), [("reject", {"reason": "R04"}), ("approve", {}), ("ask", {"code": "Q01"})])
async def test_what_the_page_says_the_sender_will_read_is_what_the_bot_says(
    desk: Desk, at_minhs: Browser, verb: str, form: dict[str, Any]
) -> None:
    tip = desk.a_tip()
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", (await at_minhs.gets(f"/tips/{tip}")).text)).split())
    await at_minhs.posts(f"/tips/{tip}/{verb}", {"version": 1, **form})
    row = next(row for row in desk.rows(OutboxRow) if row.kind in {"rejected", "approved", "needs_info"})
    notice = Notice(row.id, row.kind, row.subject, row.recipient, row.lane)
    rules = desk.newsroom.rules
    facts = desk.database.read_now(lambda s: told.about(s, notice, now=desk.clock() + rules.undo, rules=rules))

    reply = notices.reply_for(row.kind, facts, {})

    assert reply is not None
    if verb != "ask":
        house = House(desk.newsroom.words, rules.zone, BASE)
        assert " ".join(spoken(reply, locale="vi", now=desk.clock(), house=house).text.split()) in page
    else:
        assert "Việc này diễn ra ngày nào?" in page
        assert "Hạn bổ sung: 12:00 ngày 13/11." in page


async def test_a_copy_of_a_tips_photo_is_served_and_nothing_else_in_the_store(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip(photo=True)
    key = re.findall(r'src="/media/([0-9a-f]{64})"', (await at_minhs.gets(f"/tips/{tip}")).text)[0]
    hidden = desk.newsroom.media.put(b"an original nobody may see")

    shown = await at_minhs.gets(f"/media/{key}")
    again = await at_minhs.client.get(f"/media/{key}", headers={"If-None-Match": shown.headers["etag"]})
    offered = await at_minhs.gets(f"/media/{key}?download=1")

    assert shown.headers["content-type"] == "image/jpeg"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert again.status_code == 304
    assert offered.headers["content-disposition"].startswith(f'attachment; filename="{tip}-')
    assert (await at_minhs.gets(f"/media/{hidden}")).status_code == 404


async def test_the_photos_of_an_unfinished_tip_are_nobodys_business(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip(photo=True)
    key = re.findall(r'src="/media/([0-9a-f]{64})"', (await at_minhs.gets(f"/tips/{tip}")).text)[0]
    desk.database.act_now(lambda s: s.connection().exec_driver_sql("UPDATE tip SET status = 'composing'"))

    assert (await at_minhs.gets(f"/media/{key}")).status_code == 404
    assert (await at_minhs.gets(f"/tips/{tip}")).status_code == 404
