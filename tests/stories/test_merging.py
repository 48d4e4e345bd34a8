"""Tips joined to an earlier one: everybody is credited and hears what became of it, and nothing runs in circles."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from review import approval, draft_view, drafting, moderation, people, queue
from review.access import Person
from review.db import Session
from review.errors import TransitionNotAllowed
from review.rendering.article import Article
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

FIRST = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến tại khu phố 3."
SECOND = "Đoàn phường mở bàn hướng dẫn nộp hồ sơ trực tuyến, giúp 39 người."
LINK = "https://example.org/ban-huong-dan"


@pytest.fixture
async def tuan(stage: Stage) -> Correspondent:
    tuan = Correspondent(stage, 700000102, "Tuấn")
    await tuan.joins(pen_name="Anh Tuấn")
    return tuan


def who(stage: Stage, actor: Any) -> Person:
    found = stage.database.read_now(lambda s: people.find(s, door="telegram", account_id=actor.account))
    assert found is not None
    return found


async def act(stage: Stage, do: Callable[[Session], Any]) -> Any:
    done = stage.database.act_now(do)
    await stage.time_passes(seconds=20)
    return done


async def join(stage: Stage, tip: str, original: str, by: Staff) -> None:
    judge, rules = who(stage, by), stage.newsroom.rules
    await act(
        stage,
        lambda s: moderation.mark_duplicate(
            s, queue.get(s, tip), original=queue.get(s, original), version=None, by=judge, door="console",
            now=stage.now, rules=rules,
        ),
    )  # fmt: skip


async def approve(stage: Stage, tip: str, by: Staff) -> str:
    judge, rules = who(stage, by), stage.newsroom.rules

    def do(session: Session) -> str:
        row = queue.get(session, tip)
        made = approval.render(approval.propose(session, row, rules=rules))
        decided = moderation.approve(
            session, row, article=made.article, error=None, version=None, by=judge, door="console", now=stage.now,
            rules=rules,
        )  # fmt: skip
        return decided.draft or ""

    return str(await act(stage, do))


async def publish(stage: Stage, draft: str, by: Staff) -> None:
    editor = who(stage, by)

    def do(session: Session) -> None:
        row = draft_view.get(session, draft)
        article = draft_view.of(session, row).article.as_json()
        filled = Article.from_json(json.loads(json.dumps(article).replace("[[", "").replace("]]", "")))
        drafting.save(session, row, filled, version=row.version, by=editor, door="console", now=stage.now)
        drafting.mark_ready(session, row, by=editor, door="console", now=stage.now)
        drafting.publish(session, row, url=LINK, by=editor, door="console", now=stage.now)

    await act(stage, do)


def sources(stage: Stage, draft: str) -> list[str | None]:
    return stage.database.read_now(lambda s: [tip.reference for tip in draft_view.tips_of(s, draft_view.get(s, draft))])


async def test_whoever_sent_a_joined_tip_is_credited_and_told_of_the_article_and_its_link(
    stage: Stage, lan: Correspondent, tuan: Correspondent, minh: Staff, ha: Staff
) -> None:
    first, second = await lan.sends(FIRST), await tuan.sends(SECOND)
    await join(stage, second, first, minh)
    told_first = tuan.sees_last()
    draft = await approve(stage, first, minh)
    byline = stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, draft)).article.byline)
    in_editing = tuan.was_told(f"Tin {second} được ghép vào bài")
    await publish(stage, draft, ha)

    assert f"Tin {second} cùng nội dung với tin {first}" in told_first
    assert byline == "Minh Thư - Anh Tuấn"
    assert sources(stage, draft) == [first, second]
    assert in_editing
    assert lan.was_told("đã lên Trang", LINK)
    assert tuan.was_told("đã lên Trang", LINK)


@ON_SQLITE
async def test_a_tip_joined_after_the_article_was_published_gets_the_link_and_not_if_it_is_undone(
    stage: Stage, lan: Correspondent, tuan: Correspondent, minh: Staff, ha: Staff
) -> None:
    first, second, third = await lan.sends(FIRST), await tuan.sends(SECOND), await tuan.sends(f"{SECOND} Có ảnh.")
    draft = await approve(stage, first, minh)
    await publish(stage, draft, ha)
    judge = who(stage, minh)

    await join(stage, second, first, minh)

    def joined_and_undone(session: Session) -> None:
        given: Any = {"by": judge, "door": "console", "now": stage.now}
        row = queue.get(session, third)
        original = queue.get(session, first)
        moderation.mark_duplicate(session, row, original=original, version=None, rules=stage.newsroom.rules, **given)
        moderation.reopen(session, row, **given)

    await act(stage, joined_and_undone)

    assert sources(stage, draft) == [first, second]
    assert sum("đã lên Trang" in text for text in tuan.sees()) == 1


@ON_SQLITE
async def test_everybody_joined_to_a_rejected_tip_is_answered_and_may_ask_for_a_second_look(
    stage: Stage, lan: Correspondent, tuan: Correspondent, minh: Staff
) -> None:
    first, second = await lan.sends(FIRST), await tuan.sends(SECOND)
    await join(stage, second, first, minh)
    await minh.presses_on_card(first, "Không dùng")
    await minh.presses_on_card(first, "Ngoài phạm vi")
    await stage.time_passes(seconds=20)

    assert lan.was_told("ngoài phạm vi") or lan.was_told("không thuộc lĩnh vực")
    assert tuan.was_told(f"Tin {second} đã gộp với tin {first}", "không được dùng")
    assert "Xin xem lại" in tuan.buttons()


@ON_SQLITE
async def test_what_was_joined_moves_along_and_nothing_is_joined_to_itself(
    stage: Stage, lan: Correspondent, tuan: Correspondent, minh: Staff
) -> None:
    first, second, third = await lan.sends(FIRST), await tuan.sends(SECOND), await tuan.sends(f"{SECOND} Có ảnh.")
    await join(stage, third, second, minh)
    await join(stage, second, first, minh)

    with pytest.raises(TransitionNotAllowed):
        await join(stage, first, third, minh)
    draft = await approve(stage, first, minh)

    assert stage.count("tip", "duplicate_of = 1") == 2
    assert sources(stage, draft) == [first, second, third]


@ON_SQLITE
async def test_a_tip_that_stands_for_itself_again_leaves_the_other_ones_draft_alone(
    stage: Stage, lan: Correspondent, tuan: Correspondent, minh: Staff
) -> None:
    first, second = await lan.sends(FIRST), await tuan.sends(SECOND)
    await join(stage, second, first, minh)
    draft = await approve(stage, first, minh)
    judge = who(stage, minh)
    await act(stage, lambda s: moderation.reopen(s, queue.get(s, second), by=judge, door="console", now=stage.now))
    own = await approve(stage, second, minh)
    await act(stage, lambda s: moderation.reopen(s, queue.get(s, second), by=judge, door="console", now=stage.now))

    assert own == f"B{second[1:]}"
    assert sources(stage, draft) == [first]
    assert stage.count("draft", "status = 'discarded'") == 1
