"""Has this been sent before? Asked of every new tip, and told on its card and its page."""

import re

import pytest

from bot.commands.comparing import compare
from tests.rules.likeness_pairs import bank
from tests.rules.likeness_photos import jpeg, photos, sent_on
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

EVENT, ELSEWHERE = bank()["news"][0], bank()["news"][1]


@pytest.fixture
async def thu(stage: Stage) -> Correspondent:
    """Thư, of the same ward as Lan."""
    thu = Correspondent(stage, 700000102, "Thư")
    await thu.joins(pen_name="Hoài An")
    return thu


async def compares(stage: Stage) -> None:
    """Let the worker compare all that is new, and the cards say so."""
    while await compare(stage.newsroom):
        pass
    await stage.settles()


async def test_the_card_of_a_second_report_names_the_first_and_when_it_came(
    stage: Stage, lan: Correspondent, thu: Correspondent, minh: Staff
) -> None:
    first = await lan.sends(EVENT["text"])
    await stage.time_passes(days=2)

    second = await thu.sends(EVENT["reworded"])
    await compares(stage)

    card = minh.card_of(f"TIN {second}")
    assert re.search(rf"Có thể trùng: giống [3-5]\d %, {first}, 2 ngày trước, cùng phường", card)
    assert "Có thể trùng" not in minh.card_of(f"TIN {first}")


async def test_a_report_of_something_else_is_like_nothing(
    stage: Stage, lan: Correspondent, thu: Correspondent, minh: Staff
) -> None:
    await lan.sends(EVENT["text"])

    other = await thu.sends(ELSEWHERE["text"])
    await compares(stage)

    assert "Có thể trùng" not in minh.card_of(f"TIN {other}")
    assert stage.count("alike") == 0


async def test_a_photo_sent_on_is_known_by_its_look(
    stage: Stage, lan: Correspondent, thu: Correspondent, minh: Staff
) -> None:
    photo = next(photos(1))
    await lan.sends_photo(jpeg(photo), "Cầu số 3 ngập")
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    first = lan.last_reference()

    await thu.sends_photo(sent_on(photo)["every edge cut by 5 %"], "Sáng nay chợ Mẫu")
    await thu.presses("Xong")
    await thu.presses("Gửi Ban Biên tập")
    await compares(stage)

    card = minh.card_of(f"TIN {thu.last_reference()}")
    assert "Có thể trùng: ảnh giống" in card
    assert first in card


async def test_a_correction_is_compared_anew(stage: Stage, lan: Correspondent, thu: Correspondent, minh: Staff) -> None:
    first = await lan.sends(EVENT["text"])
    message = await thu.says(ELSEWHERE["text"])
    await thu.presses("Xong")
    await thu.presses("Gửi Ban Biên tập")
    second = thu.last_reference()
    await compares(stage)

    await thu.edits(message, EVENT["text"])
    await compares(stage)

    assert f"giống 100 %, {first}" in minh.card_of(f"TIN {second}")


async def test_tips_of_before_the_first_start_are_compared_too(
    stage: Stage, lan: Correspondent, thu: Correspondent, minh: Staff
) -> None:
    first = await lan.sends(EVENT["text"])
    second = await thu.sends(EVENT["text"].upper())
    assert stage.count("likeness") == 0

    await compares(stage)

    assert f"giống 100 %, {first}" in minh.card_of(f"TIN {second}")
    assert not await compare(stage.newsroom)
