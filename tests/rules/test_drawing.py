from xml.etree import ElementTree as ET

from review.console.drawing import Pair, pairs, rounded_up


def test_a_chart_is_well_formed_says_its_numbers_and_escapes_names() -> None:
    drawn = pairs([Pair("<b>", 'a "b" & c', 3, 0), Pair("2", "two", 0, 7)], title='"x"')

    svg = ET.fromstring(str(drawn))  # noqa: S314 - drawn here
    assert svg.get("role") == "img"
    assert [title.text for title in svg.iter("title")] == ['a "b" & c', "two"]
    assert len(list(svg.iter("rect"))) == 2


def test_the_scale_ends_at_a_round_number_that_holds_all() -> None:
    assert [rounded_up(number) for number in (0, 1, 3, 7, 10, 11, 99, 3_000)] == [2, 2, 4, 10, 10, 20, 100, 4_000]
