"""A tip in hand goes to a named colleague, who is told where they are, and comes back by itself when nobody acts."""

import pytest

from review import handover, people, queue
from review.access import Person
from review.db import Session
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

pytestmark = ON_SQLITE
TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


def known(session: Session, who: Staff) -> Person:
    found = people.find(session, door="telegram", account_id=who.account)
    assert found is not None
    return found


def hands_over(stage: Stage, reference: str, *, by: Staff, to: Staff) -> None:
    """Choose a colleague on the page of the tip."""

    def do(session: Session) -> None:
        tip, one, other = queue.get(session, reference), known(session, by), known(session, to)
        handover.hand_over(session, tip, to=other.id, by=one, door="console", now=stage.now)

    stage.database.act_now(do)


@pytest.mark.parametrize(("locale", "words"), [("vi", "Minh giao tin T-261112-01"), ("en", "Minh has handed tip")])
async def test_who_gets_a_tip_is_told_and_has_it_on_the_card(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff, locale: str, words: str
) -> None:
    stage.database.act_now(lambda session: people.choose_locale(session, known(session, an), locale))
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Nhận")

    hands_over(stage, reference, by=minh, to=an)
    await stage.settles()

    assert an.was_told(words, "/tips/T-261112-01")
    assert "An đang xử lý, đến" in minh.card_of(reference)


async def test_a_tip_nobody_acted_on_is_free_again_on_the_card_with_a_note(
    stage: Stage, lan: Correspondent, minh: Staff, an: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Nhận")

    await stage.time_passes(minutes=31)
    await stage.time_passes(minutes=31)

    assert "Chưa có ai nhận" in minh.card_of(reference)
    assert stage.count("note", "text LIKE 'Giữ tin đến 12:22%'") == stage.count("note") == 1
    assert await an.presses_on_card(reference, "Nhận") == "Anh/chị đã nhận tin này."
