"""One's own data: seen, corrected, taken away, withdrawn, deleted; and what a deletion leaves."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from review import audit, draft_view, drafting
from review.access import Role, Standing
from review.people import with_role
from review.personal import Wish
from review.rights import sweeping
from review.rights.requests import due_dates
from review.settings import DESK_ZONE
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff, suspend
from tests.stories.holdings import files_with, tables_with
from tests.stories.stage import Stage, a_photo

PEN = "Bút CANARYPEN"
NAME = "CANARYNAME Thị Lan"
WORDS = (
    "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn kiểu {}, giúp 42 người dân nộp hồ sơ. Theo Báo cáo số 215/BC-UBND."
)


@pytest.fixture
async def lan(stage: Stage) -> Correspondent:
    lan = Correspondent(stage, 700000101, NAME)
    await lan.joins(pen_name=PEN)
    return lan


def requests(stage: Stage) -> list[Any]:
    query = "SELECT wish, done_at, outcome, details FROM rights_request ORDER BY id"
    return stage.database.read_now(lambda s: list(s.connection().exec_driver_sql(query)))


def documents(stage: Stage, actor: Correspondent) -> list[dict[str, Any]]:
    return [message for message in actor._messages(actor.chat) if "document" in message]


def published(stage: Stage, reference: str, url: str) -> None:
    """Have the draft of a tip published by the desk."""

    def act(session: Any) -> None:
        editor = with_role(session, frozenset({Role.EDITOR}))[0]
        draft = draft_view.get(session, "B" + reference[1:])
        article = draft_view.of(session, draft).article
        filled = type(article).from_json(json.loads(json.dumps(article.as_json()).replace("[[", "").replace("]]", "")))
        drafting.save(session, draft, filled, version=draft.version, by=editor, door="console", now=stage.now)
        drafting.mark_ready(session, draft, by=editor, door="console", now=stage.now)
        drafting.publish(session, draft, url=url, by=editor, door="console", now=stage.now)

    stage.database.act_now(act)


async def test_the_desk_says_what_it_holds_and_notes_that_it_was_asked(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(WORDS.format("mới"))
    await lan.says("/quyen")
    await lan.presses("Xem dữ liệu")

    held = lan.sees_last()
    assert all(said in held for said in (NAME, PEN, "Bình Mẫu", "Tin đã gửi: 1", "bản 1.0"))
    assert [(row.wish, row.outcome) for row in requests(stage)] == [("view", "done")]
    assert stage.count("audit", "act = 'rights_view'") == 1


@ON_SQLITE
async def test_what_is_wrong_is_corrected_at_once(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Chiều qua phường khai trương quầy.")
    await lan.says("/quyen")
    await lan.presses("Sửa thông tin")
    await lan.presses("Sửa họ tên")
    await lan.says("Trần  Thị Lan")
    assert "Trần Thị Lan" in lan.sees_last()

    await lan.presses("Sửa bút danh")
    await lan.says("/huy")

    assert lan.was_told("vẫn giữ như cũ")
    assert stage.count("person", "name = 'Trần Thị Lan'") == 1
    assert stage.count("tip", "status = 'composing'") == 1, "the unfinished tip waited"


async def test_everything_is_handed_over_as_one_zip(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.sends_photo(a_photo(), WORDS.format("ảnh"))
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    await minh.presses_on_card(reference, "Duyệt")

    await lan.says("/quyen")
    await lan.presses("Tải dữ liệu")
    assert "Đã nhận yêu cầu “tải dữ liệu”" in lan.sees_last()
    await stage.time_passes(seconds=2)

    (sent,) = documents(stage, lan)
    assert sent["document"]["file_name"].startswith("Q-261112-")
    archive = zipfile.ZipFile(io.BytesIO(stage.telegram.world.files[sent["document"]["file_id"]].content))
    assert archive.testzip() is None
    page, data = archive.read("index.html").decode(), json.loads(archive.read("data.json"))
    assert all(said in page for said in (NAME, PEN, reference, "215/BC-UBND", "Duyệt"))
    assert data["tip"][0]["reference"] == reference
    assert not {"note", "login_link"} & set(data)
    assert [a_photo()] == [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert requests(stage)[-1].outcome == "done"


@ON_SQLITE
async def test_what_is_too_large_for_a_message_comes_as_a_link(stage: Stage, lan: Correspondent) -> None:
    await lan.sends_photo(a_photo(), WORDS.format("ảnh"))
    with stage.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE attachment SET size = 90000000")

    await lan.says("/quyen")
    await lan.presses("Tải dữ liệu")
    await lan.presses("Tải dữ liệu")
    assert "đang được chuẩn bị" in lan.sees_last()
    await stage.time_passes(seconds=2)

    assert documents(stage, lan) == []
    assert "/my-data?token=" in lan.sees_last()
    assert "86 MB" in lan.sees_last()
    assert stage.count("rights_request", "token_hash IS NOT NULL AND done_at IS NULL") == 1


async def test_who_withdraws_hears_nothing_more_and_may_come_back(stage: Stage, lan: Correspondent) -> None:
    waiting = await lan.sends(WORDS.format("CANARYTEXT"))
    await lan.says("/quyen")
    await lan.presses("Rút lại đồng ý")
    await lan.presses("Rút, giữ tên")
    told = len(lan.sees())
    assert "Đã rút lại đồng ý" in lan.sees_last()

    assert stage.count("tip", f"reference = '{waiting}' AND status = 'withdrawn'") == 1
    assert tables_with(stage, "CANARYTEXT") <= {"inbox"}
    assert stage.count("person", "standing = 'left'") == 1
    await lan.says("Chiều qua phường khai trương quầy.")
    assert "không được giữ" in lan.sees_last()
    assert stage.count("tip", "status = 'composing'") == 0
    assert len(lan.sees()) == told + 1

    await lan.says("/start")
    await lan.presses("Tôi đồng ý")
    await lan.sends(WORDS.format("ba"))

    assert stage.count("tip", "status = 'received'") == 1
    assert stage.count("consent", "withdrawn_at IS NULL") == 1


async def test_a_published_article_stays_and_the_name_is_asked_off_the_page(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(WORDS.format("một"))
    await minh.presses_on_card(reference, "Duyệt")
    published(stage, reference, "https://cchc.example.org/bai-1")
    await stage.settles()

    await lan.says("/quyen")
    await lan.presses("Rút lại đồng ý")
    await lan.presses("Rút, gỡ tên")

    (row,) = requests(stage)
    assert row.done_at is None
    assert "B" + reference[1:] in lan.sees_last()
    assert "draft_revision" not in tables_with(stage, "CANARYPEN")
    assert stage.count("draft", "status = 'published'") == 1


async def test_a_deletion_leaves_a_tombstone_and_nothing_else(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    bao = Correspondent(stage, 700000105, "Bảo")
    await bao.joins()
    shared, own = a_photo("teal"), a_photo("red")
    texts = [WORDS.format(f"CANARYTEXT{n}") for n in range(4)]
    waiting, approved, refused = [await lan.sends(one) for one in texts[:3]]
    await lan.sends_album([shared, own], texts[3])
    await bao.sends_photo(shared, "Ảnh bàn hướng dẫn")
    await bao.presses("Xong")
    await bao.presses("Gửi Ban Biên tập")
    await minh.presses_on_card(approved, "Duyệt")
    await minh.presses_on_card(refused, "Không dùng")
    await minh.presses_on_card(refused, "Hết thời sự")
    assert {"tip", "person", "inbox", "outbox", "account"} <= tables_with(stage, "CANARY", str(lan.account))

    await lan.says("/quyen")
    await lan.presses("Xóa tài khoản")
    assert "Không lấy lại được" in lan.sees_last()
    await lan.presses("Vâng, tôi muốn xóa")
    await lan.presses("Xóa hết ngay")
    assert "Đã xóa, mã Q-" in lan.sees_last()
    await stage.time_passes(hours=7)
    sweeping.sweep(stage.database, stage.newsroom.media, now=stage.now)

    assert tables_with(stage, "CANARY", str(lan.account)) == set()
    assert files_with(stage, own, b"CANARYTEXT", b"CANARYPEN", b"CANARYNAME") == []
    assert files_with(stage, shared) != [], "a file that somebody else's tip needs stays"
    assert stage.count("person", "name = '' AND standing = 'left'") == 1
    assert [(row.wish, row.outcome) for row in requests(stage)] == [("delete", "done")]
    assert stage.count("tip", f"reference = '{waiting}' AND status = 'withdrawn' AND excerpt = ''") == 1
    assert not any("CANARY" in card for card in minh.cards())
    assert stage.database.read_now(audit.verify) is None
    await bao.says("/tin")
    assert "Ảnh bàn hướng dẫn" in bao.sees_last()


async def test_the_number_of_a_deleted_person_is_never_given_again(stage: Stage, lan: Correspondent) -> None:
    await lan.says("/quyen")
    await lan.presses("Xóa tài khoản")
    await lan.presses("Vâng, tôi muốn xóa")
    await lan.presses("Xóa hết ngay")
    await lan.says("Tin mới CANARYTEXT")
    assert "chưa có trong danh sách" in lan.sees_last()

    await lan.joins(pen_name="Người mới")

    assert stage.count("person") == 2
    assert stage.count("account", "person_id = 2") == 1


async def test_what_is_published_stays_without_the_name(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    reference = await lan.sends(WORDS.format("mẫu"))
    await minh.presses_on_card(reference, "Duyệt")
    published(stage, reference, "https://cchc.example.org/bai-1")
    await stage.settles()

    await lan.says("/quyen")
    await lan.presses("Xóa tài khoản")
    await lan.presses("Vâng, tôi muốn xóa")
    await lan.presses("Xóa hết ngay")

    assert tables_with(stage, "CANARY", str(lan.account)) <= {"outbox"}
    assert tables_with(stage, "kiểu mẫu") == {"draft", "draft_revision"}
    assert stage.count("draft", "status = 'published'") == 1
    (row,) = requests(stage)
    assert row.done_at is None, "people take the name off the page and say so"


@ON_SQLITE
async def test_a_banned_person_keeps_the_rights_and_stays_banned(stage: Stage, lan: Correspondent) -> None:
    suspend(stage, lan, Standing.BANNED)
    await lan.says("/quyen")
    await lan.presses("Rút lại đồng ý")
    await lan.presses("Rút, giữ tên")
    await lan.says("/start")

    assert stage.count("person", "standing = 'banned'") == 1
    assert "không gửi tin được nữa" in lan.sees_last()


@ON_SQLITE
async def test_all_of_it_is_said_in_english(stage: Stage) -> None:
    bao = Correspondent(stage, 700000105, "Bao", language="en")
    await bao.joins(byline="Pen name")
    await bao.says("/rights")
    await bao.presses("View")
    assert "YOUR DATA" in bao.sees_last()
    await bao.presses("Download")
    await bao.says("/rights")
    await bao.presses("Delete account")
    assert "cannot be brought back" in bao.sees_last()
    await bao.presses("Yes, delete")
    await bao.presses("Delete everything now")

    assert bao.sees_last().startswith(("Deleted", "Đã xóa"))


def test_due_dates_count_working_days() -> None:
    friday = datetime(2026, 11, 13, 9, 30, tzinfo=UTC)  # 16:30 at the desk
    answer, done = due_dates(friday, Wish.DELETE, zone=DESK_ZONE)
    _, later = due_dates(friday, Wish.DELETE, zone=DESK_ZONE, with_others=True)

    assert answer == datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
    assert (done.day, later.day) == (28, 3)
