"""The living receipt: one message a tip, edited from being received to the link."""

from dataclasses import replace

from review import draft_view, drafting
from review.rendering.article import Article
from review.workflow import DraftVerb
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_drafting import person

TEXT = "Sáng 12/11, UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
LINK = "https://example.org/ban-huong-dan"
REPOSTED = ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]


def naming(who: Correspondent, reference: str) -> list[str]:
    """Return every message of the bot that names a tip, as it now reads."""
    return [text for text in who.sees() if reference in text]


async def approved(stage: Stage, minh: Staff, reference: str) -> str:
    await minh.presses_on_card(reference, "Duyệt")
    await stage.time_passes(seconds=16)
    return "B" + reference[1:]


async def edited(stage: Stage, ha: Staff, draft: str) -> None:
    """Have Hà finish a draft: every gap filled."""
    by, now = person(stage, ha), stage.now
    article = stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, draft))).article
    whole = replace(
        Article.from_json({**article.as_json(), "photos": []}),
        title="Phường mở bàn hướng dẫn",
        standfirst="Có 37 người được hỗ trợ.",
        body=("Bàn đặt tại sảnh.",),
        source_line="",
    )
    stage.database.act_now(
        lambda s: drafting.save(s, draft_view.get(s, draft), whole, version=1, by=by, door="console", now=now)
    )
    await stage.settles()


async def published(stage: Stage, ha: Staff, draft: str) -> None:
    by, now = person(stage, ha), stage.now
    stage.database.act_now(lambda s: drafting.mark_ready(s, draft_view.get(s, draft), by=by, door="console", now=now))
    stage.database.act_now(
        lambda s: drafting.publish(s, draft_view.get(s, draft), url=LINK, by=by, door="console", now=now)
    )
    await stage.settles()


async def test_one_message_says_where_the_tip_stands_until_it_is_online(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(TEXT)
    number = lan.message_about("Đã nhận tin", reference)
    told = [lan.sees_last()]

    await minh.presses_on_card(reference, "Nhận")
    told.append(lan.sees_last())
    draft = await approved(stage, minh, reference)
    told.append(lan.sees_last())
    await edited(stage, ha, draft)
    told.append(lan.sees_last())

    assert [text.splitlines()[0] for text in told] == [
        f"Đã nhận tin {reference} lúc 11:52. Cảm ơn anh/chị Minh Thư!",
        f"Tin {reference} đang được Ban Biên tập xem.",
        f"Tin vui ạ! Tin {reference} đã được duyệt và đang biên tập.",
        f"Tin {reference} đã được duyệt, bài đang được biên tập:",
    ]
    assert "trước 11:30 ngày 13/11" in told[0]
    assert "trước 11:30 ngày 13/11" in told[1]
    assert len(naming(lan, reference)) == 1
    assert lan.message_about(reference) == number
    assert all("Minh" not in text.replace("Minh Thư", "") for text in told)


async def test_the_publication_is_a_message_of_its_own_and_the_receipt_keeps_the_link(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(TEXT)
    number = lan.message_about("Đã nhận tin", reference)
    draft = await approved(stage, minh, reference)
    await edited(stage, ha, draft)
    before = len(lan.sees())

    await published(stage, ha, draft)

    assert len(lan.sees()) == before + 1
    assert LINK in lan.sees_last()
    assert lan.sees_last().startswith("Tin của anh/chị đã lên Trang!")
    assert lan.message_about(f"Tin {reference} đã lên Trang", LINK) == number

    by, now = person(stage, ha), stage.now
    stage.database.act_now(
        lambda s: drafting.move(
            s, draft_view.get(s, draft), DraftVerb.TAKE_DOWN, by=by, door="console", now=now, reason="kiểm tra lại"
        )
    )
    await stage.settles()
    assert lan.message_about(f"từ tin {reference} đang tạm gỡ") == number


async def test_a_decision_that_is_undone_in_time_never_shows(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")
    await lan.says("Số đúng là 38 người", reply_to=lan.message_about("Đã nhận tin", reference))

    await minh.presses_on_card(reference, "Hoàn tác")
    await stage.time_passes(minutes=1)

    assert not lan.was_told("chưa sử dụng được")
    assert not lan.was_told("mở lại")
    assert lan.was_told(f"Đã nhận tin {reference}")


async def test_a_rejection_is_noticed_by_a_message_of_its_own_and_stands_on_the_receipt(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    before = len(lan.sees())
    number = lan.message_about("Đã nhận tin", reference)
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")
    assert len(lan.sees()) == before, "nothing before the time to undo is over"

    await stage.time_passes(seconds=16)

    assert len(lan.sees()) == before + 1
    assert f"tin {reference}" in lan.sees_last()
    assert "chưa sử dụng được vì: nội dung không thuộc" in lan.sees_last()
    assert lan.buttons() == ["Gửi lại bản sửa", "Xin xem lại"]
    assert lan.message_about(f"Tin {reference} lần này chưa sử dụng được.", "Lý do: nội dung không thuộc") == number


@ON_SQLITE
async def test_a_rejection_of_the_night_rings_in_the_morning_unless_its_sender_has_acted_by_then(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    first, second = await lan.sends(TEXT), await lan.sends(f"{TEXT} Buổi chiều hỗ trợ 12 người.")
    await stage.time_passes(hours=10)
    for reference in (first, second):
        await minh.presses_on_card(reference, "Không dùng")
        await minh.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(seconds=16)
    assert not lan.was_told("Lần này Ban Biên tập chưa sử dụng được")
    assert lan.was_told(f"Tin {second} lần này chưa sử dụng được.")

    await lan.presses("Xin xem lại")
    await lan.presses("Gửi luôn")
    await stage.time_passes(hours=10)

    assert lan.was_told(f"tin {first}", "Lần này Ban Biên tập chưa sử dụng được")
    assert not lan.was_told(f"tin {second}", "Lần này Ban Biên tập chưa sử dụng được")


async def test_a_reopened_tip_is_told_where_its_decision_was(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await approved(stage, minh, reference)

    await minh.presses_on_card(reference, "Hoàn tác")

    assert naming(lan, reference) == [
        f"Tin {reference} được mở lại để Ban Biên tập xem thêm. Có kết quả, anh/chị sẽ được báo ngay."
    ]
    assert lan.buttons() == ["Xem tin", "Bổ sung", "Rút tin", "Mở trên web"]


@ON_SQLITE
async def test_a_receipt_that_cannot_be_edited_any_more_comes_anew_once(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    fault = {"kind": "error", "method": "editMessageText", "chat_id": lan.chat, "code": 400}

    for sentence in REPOSTED:
        old = lan.message_about("Đã nhận tin", reference)
        stage.telegram.faults.add({**fault, "sentence": f"Bad Request: {sentence}"})
        await minh.presses_on_card(reference, "Nhận")
        new = lan.message_about(f"Tin {reference} đang được Ban Biên tập xem")
        await minh.presses_on_card(reference, "Trả lại")

        assert new != old
        assert lan.message_about("Đã nhận tin", reference) == new
        assert stage.count("posted_message", "kind = 'living' AND is_current") == 1


@ON_SQLITE
async def test_the_receipt_speaks_the_senders_language(stage: Stage, minh: Staff) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")
    reference = await ann.sends("This morning the ward opened a help desk for online filing.")

    await minh.presses_on_card(reference, "Nhận")
    assert ann.sees_last().startswith(f"The editors are looking at tip {reference}.")
    await minh.presses_on_card(reference, "Không dùng")
    await minh.presses_on_card(reference, "Ngoài phạm vi")
    await stage.time_passes(seconds=16)

    assert ann.was_told(f"Thank you for tip {reference}", "could not use it because")
    assert ann.buttons() == ["Send a revised tip", "Ask for a second look"]
