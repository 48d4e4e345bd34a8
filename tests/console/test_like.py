"""The page of a tip says what it is like, lays both texts side by side, and joins the two by one press."""

from datetime import timedelta

from bot.commands.comparing import compare
from review.access import Person, Role
from review.models import Alike
from tests.console.desk import Browser, Desk
from tests.rules.likeness_pairs import bank

EVENT, ELSEWHERE = bank()["news"][0], bank()["news"][1]


async def compares(desk: Desk) -> None:
    while await compare(desk.newsroom):
        pass


async def test_a_tip_names_an_earlier_one_with_the_common_passages_and_is_joined_to_it(
    desk: Desk, minh: Person
) -> None:
    first = desk.a_tip(EVENT["text"])
    desk.clock.at += timedelta(days=2)
    second = desk.a_tip(EVENT["reworded"], by=desk.a_person("Thư"))
    await compares(desk)
    at_minhs = desk.browser(minh)

    page = (await at_minhs.gets(f"/tips/{second}")).text

    assert f'href="/tips/{first}"' in page
    assert "2 ngày trước" in page
    assert ", cùng phường" in page
    assert page.count("<mark>") >= 4
    assert f"Gộp vào {first}" in page

    answer = await at_minhs.posts(f"/tips/{second}/mark_duplicate", version=1, original=first)

    assert answer.status_code == 303
    assert desk.tip(second).status == "duplicate"


async def test_the_earlier_tip_names_the_later_one_and_offers_no_joining(desk: Desk, at_minhs: Browser) -> None:
    first = desk.a_tip(EVENT["text"])
    second = desk.a_tip(EVENT["reworded"], by=desk.a_person("Thư"))
    await compares(desk)

    page = (await at_minhs.gets(f"/tips/{first}")).text

    assert f'href="/tips/{second}"' in page
    assert "gửi sau" in page
    assert "Gộp vào T-" not in page


async def test_a_draft_that_the_desk_made_is_named_and_not_that_of_the_tip_itself(
    desk: Desk, at_minhs: Browser, minh: Person
) -> None:
    first, draft = desk.an_approved_tip(EVENT["text"], by=minh)
    await compares(desk)
    second = desk.a_tip(EVENT["text"].lower())
    await compares(desk)

    page = (await at_minhs.gets(f"/tips/{second}")).text

    assert f'href="/drafts/{draft}"' in page
    assert "giống 100 %" in page
    assert all(row.other_draft_id is None for row in desk.rows(Alike) if row.tip_id == desk.tip(first).id)


async def test_the_same_document_number_is_told_where_the_words_are_others(desk: Desk, at_minhs: Browser) -> None:
    first = desk.a_tip("Theo Báo cáo số 215/BC-UBND, phường trả kết quả tại nhà cho 12 cụ.")
    second = desk.a_tip("Nguồn: Báo cáo số 215/BC-UBND. Miễn cước bưu điện cho người khuyết tật từ đầu tháng.")
    await compares(desk)

    page = (await at_minhs.gets(f"/tips/{second}")).text

    assert "cùng số văn bản" in page
    assert f"Gộp vào {first}" in page


async def test_a_tip_like_nothing_says_nothing(desk: Desk, at_minhs: Browser) -> None:
    desk.a_tip(EVENT["text"])
    other = desk.a_tip(ELSEWHERE["text"])
    await compares(desk)

    assert "Tin giống tin này" not in (await at_minhs.gets(f"/tips/{other}")).text
    assert desk.rows(Alike) == []


async def test_the_words_stand_in_english_beside(desk: Desk) -> None:
    desk.a_tip(EVENT["text"])
    second = desk.a_tip(EVENT["text"])
    await compares(desk)
    at_anns = desk.browser(desk.a_person("Ann", Role.MODERATOR, locale="en"))

    page = (await at_anns.gets(f"/tips/{second}")).text

    assert "Tips like this one" in page
    assert "100 % alike" in page
    assert ", same ward" in page
