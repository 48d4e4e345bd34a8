"""From an approved tip to the article draft, and the link back to the correspondent."""

from datetime import UTC, datetime
from pathlib import Path

import yaml

from review import approval, draft_view, drafting, moderation, people, queue
from review.access import Person, Role
from review.draft_view import DraftView
from review.language.stamps import parse_portal_stamp, portal_stamp
from tests.stories.cast import Actor, Correspondent, Staff
from tests.stories.stage import Stage, a_photo

SEED = Path(__file__).parents[1] / "fixtures" / "domain" / "seed-article.md"


def seed() -> dict[str, object]:
    """Return the portal page of 2017 as data."""
    block = SEED.read_text(encoding="utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    data: dict[str, object] = yaml.safe_load(block)
    return data


def person(stage: Stage, actor: Actor) -> Person:
    found = stage.database.read_now(lambda s: people.find(s, door="telegram", account_id=actor.account))
    assert found is not None
    return found


def approved(stage: Stage, reference: str, by: Actor, **chosen: str) -> str:
    """Approve behind the console's door, with genre and section chosen; returns the draft's reference."""
    rules, now = stage.newsroom.rules, stage.now
    proposal = stage.database.read_now(lambda s: approval.propose(s, queue.get(s, reference), rules=rules, **chosen))
    rendered = approval.render(proposal)
    decided = stage.database.act_now(
        lambda s: moderation.approve(
            s,
            queue.get(s, reference),
            article=rendered.article,
            error=rendered.error,
            version=proposal.version,
            by=person(stage, by),
            door="console",
            now=now,
            rules=rules,
        )
    )
    assert decided.draft is not None
    return decided.draft


def draft(stage: Stage, reference: str) -> DraftView:
    return stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, reference)))


async def test_the_portal_page_sent_as_a_tip_comes_back_in_the_portals_form(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    page = seed()
    stage.telegram.clock.fix(datetime(2017, 6, 14, 9, 0, tzinfo=UTC).timestamp())
    paragraphs = [page["tit"], page["sapo"], *page["than_bai"], page["nguon"]]  # type: ignore[misc]  # lists of texts
    reference = await lan.sends("\n\n".join(str(p) for p in paragraphs))

    made = draft(stage, approved(stage, reference, minh, section=str(page["chuyen_muc"])))

    article = made.article
    assert article.section == "7 Chương trình đột phá"
    assert article.title == page["tit"]
    assert article.standfirst == page["sapo"]
    assert list(article.body) == page["than_bai"]
    assert article.source_line == "(Theo HCM CityWeb)"
    assert portal_stamp(article.stamp_at) == "14 Tháng Sáu 2017 4:00:00 CH"
    assert parse_portal_stamp(str(page["dau_thoi_gian"])) == article.stamp_at


async def test_the_section_of_2017_is_offered_then_and_not_today(stage: Stage) -> None:
    from review import network  # noqa: PLC0415 - only this story looks at the lists

    then, today = datetime(2017, 6, 14, tzinfo=UTC).date(), stage.now.date()

    assert "7 Chương trình đột phá" in [s.vi for s in stage.database.read_now(lambda s: network.sections(s, then))]
    assert "7 Chương trình đột phá" not in [s.vi for s in stage.database.read_now(lambda s: network.sections(s, today))]


async def test_a_chat_text_becomes_a_draft_that_invents_nothing(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    text = (
        "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến ngay sảnh 1 cửa, có 4 bạn đoàn viên trực "
        "từ 7h30-11h30. Buổi đầu hỗ trợ đc 37 người. Em gửi 2 hình, hình em tự chụp ạ."
    )
    await lan.sends_album([a_photo("red"), a_photo("blue")], text)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    await minh.presses_on_card("T-261112-01", "Duyệt")
    article = draft(stage, "B-261112-01").article

    told = " ".join([article.title, article.standfirst, *article.body])
    assert "12/11" in told
    assert "Bộ phận Một cửa" in told
    assert "7 giờ 30 đến 11 giờ 30" in told
    assert "được 37 người" in told
    for chat in ("Sáng nay", "đc ", "1 cửa", "Em gửi", "em tự chụp"):
        assert chat not in told
    assert len(article.photos) == 2
    assert article.byline == "Minh Thư"
    assert article.placeholders()


async def test_the_published_link_reaches_the_correspondent(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    page = seed()
    reference = await lan.sends("\n\n".join(str(p) for p in [page["tit"], page["sapo"], *page["than_bai"]]))  # type: ignore[misc]  # a list of texts
    made = approved(stage, reference, minh)
    await stage.time_passes(seconds=16)
    assert lan.was_told("đã được duyệt")
    editor, now = person(stage, ha), stage.now

    stage.database.act_now(
        lambda s: drafting.mark_ready(s, draft_view.get(s, made), by=editor, door="console", now=now)
    )
    stage.database.act_now(
        lambda s: drafting.publish(
            s, draft_view.get(s, made), url="https://example.org/cau-so-3", by=editor, door="console", now=now
        )
    )
    await stage.settles()

    assert lan.was_told("Tin của anh/chị đã lên Trang!", "https://example.org/cau-so-3", str(page["tit"]))
    assert Role.EDITOR in editor.roles


async def test_a_reopened_duplicate_no_longer_flows_into_the_other_tips_draft(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    first, second = await lan.sends("Phường mở bàn hướng dẫn."), await lan.sends("Đoàn phường mở bàn, giúp 39 người.")
    judge, now, rules = person(stage, minh), stage.now, stage.newsroom.rules
    stage.database.act_now(
        lambda s: moderation.mark_duplicate(
            s,
            queue.get(s, second),
            original=queue.get(s, first),
            version=None,
            by=judge,
            door="console",
            now=now,
            rules=rules,
        )
    )
    stage.database.act_now(lambda s: moderation.reopen(s, queue.get(s, second), by=judge, door="console", now=now))

    article = draft(stage, approved(stage, first, minh)).article

    assert "39 người" not in " ".join([article.standfirst, *article.body])
