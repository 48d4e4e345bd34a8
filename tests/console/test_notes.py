"""Internal notes stay inside; a colleague named in one is told of it, without a word of the note."""

from bot.conversation import notices
from review import told
from review.access import Person
from review.models import Note, OutboxRow
from review.outbox import Notice
from tests.console.desk import Browser, Desk


async def test_who_is_named_in_a_note_is_told_and_the_note_stays_inside(
    desk: Desk, at_minhs: Browser, ha: Person
) -> None:
    tip = desk.a_tip()

    page = await at_minhs.follows(await at_minhs.posts(f"/tips/{tip}/note", text="@Hà gọi 0903123456 giúp @Minh."))

    owed = [row for row in desk.rows(OutboxRow) if row.kind == "mentioned"]
    assert [row.recipient for row in owed] == [f"person:{ha.id}"]
    assert "Đã thêm ghi chú và báo Hà." in page.text
    assert "@Hà gọi 0903123456" in page.text
    assert "0903123456" not in str(owed[0].details)
    notice = Notice(1, "mentioned", owed[0].subject, owed[0].recipient, 2, owed[0].details)
    facts = desk.database.read_now(
        lambda session: told.about(session, notice, now=desk.clock(), rules=desk.newsroom.rules)
    )
    said = notices.reply_for("mentioned", facts, notice.details)
    assert said is not None
    assert said.values["ma"] == tip
    assert said.values["ten"] == "Minh"


async def test_a_note_that_names_nobody_tells_nobody(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()

    page = await at_minhs.follows(await at_minhs.posts(f"/tips/{tip}/note", text="Gửi tin@phuong.example, @Ai đó."))

    assert "Đã thêm ghi chú." in page.text
    assert [row for row in desk.rows(OutboxRow) if row.kind == "mentioned"] == []
    assert len(desk.rows(Note)) == 1
