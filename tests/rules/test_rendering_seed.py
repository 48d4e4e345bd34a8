"""The portal page of 2017, sent as a tip, comes back in the portal's form (seed article, section 4)."""

from datetime import datetime

import pytest

from review.exports.html import preview
from review.language.dates import parse_portal_stamp
from review.rendering.drafts import Rendered, render
from review.rendering.stamps import DateStyle, stamp
from review.rendering.story import StoryMessage
from tests.rules.tips_told import a_story, seed, seed_texts

SENT_AT = datetime.fromisoformat("2017-06-14T16:00:00+07:00")
ONE_MESSAGE = ["\n\n".join(seed_texts())]
WHOLE_PAGE = [
    "SỐ LƯỢT TRUY CẬP\n2 3 0 0 3 6 3 8\nXem theo ngày\nTìm kiếm\n"
    "7 Chương trình đột phá            14 Tháng Sáu 2017 4:00:00 CH\n"
    + "\n".join(seed_texts())
    + "\nSố lượt người xem: 1331 \u00a0\u00a0\u00a0"
]
WAYS = pytest.mark.parametrize("texts", [ONE_MESSAGE, seed_texts(), WHOLE_PAGE], ids=["one", "many", "page"])


def rendered(texts: list[str]) -> Rendered:
    messages = [StoryMessage(number, text, SENT_AT, "Lan") for number, text in enumerate(texts, 1)]
    return render(
        a_story(
            *messages,
            section=seed()["chuyen_muc"],
            unit="Quận 1",
            source_type="other_outlet",
            source_detail="HCM CityWeb",
        )
    )


@WAYS
def test_the_seed_page_comes_back_word_for_word(texts: list[str]) -> None:
    page = seed()

    article = rendered(texts).article

    assert article.section == "7 Chương trình đột phá"
    assert article.title == page["tit"]
    assert article.standfirst == page["sapo"]
    assert list(article.body) == page["than_bai"]
    assert article.source_line == "(Theo HCM CityWeb)"
    assert article.placeholders() == []


def test_the_stamp_is_the_portals_and_reads_back_to_the_same_moment() -> None:
    article = rendered(ONE_MESSAGE).article

    assert stamp(article) == "14 Tháng Sáu 2017 4:00:00 CH"
    assert parse_portal_stamp(stamp(article)) == SENT_AT
    assert stamp(article, DateStyle.NUMERIC) == "14/06/2017 16:00"
    assert stamp(article, DateStyle.MODERN) == "Thứ Tư, 14/06/2017, 16:00 (GMT+7)"


def test_a_published_article_carries_the_time_of_publication() -> None:
    article = rendered(ONE_MESSAGE).article

    published = article.published(datetime.fromisoformat("2017-06-15T09:05:00+07:00"))

    assert stamp(published) == "15 Tháng Sáu 2017 9:05:00 SA"


def test_page_furniture_is_dropped_and_told() -> None:
    outcome = rendered(WHOLE_PAGE)

    assert outcome.dropped == (
        "SỐ LƯỢT TRUY CẬP",
        "2 3 0 0 3 6 3 8",
        "Xem theo ngày",
        "Tìm kiếm",
        "7 Chương trình đột phá 14 Tháng Sáu 2017 4:00:00 CH",
        "Số lượt người xem: 1331",
    )


def test_the_source_line_is_printed_once_as_the_last_line() -> None:
    shown = preview(rendered(ONE_MESSAGE).article, photo_url=lambda _photo: None)

    assert shown.count("(Theo HCM CityWeb)") == 1
    assert '<p class="article-source">(Theo HCM CityWeb)</p>\n</article>' in shown
