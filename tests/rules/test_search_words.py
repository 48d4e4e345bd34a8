"""What somebody means by a line in the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.search.words import MOST_PHRASES, indexed, understand

KEYS = frozenset({"is", "has", "topic", "unit"})


@pytest.mark.parametrize(
    ("line", "phrases"),
    [
        ("hồ sơ", (("ho",), ("so",))),
        ("HỒ SƠ", (("ho",), ("so",))),
        ("đường hoà", (("duong",), ("hoa",))),
        ("duong hòa", (("duong",), ("hoa",))),
        ('"một cửa"', (("mot", "cua"),)),
        ("“một cửa” phường", (("mot", "cua"), ("phuong",))),
        ('"một cửa', (("mot", "cua"),)),
        ("215/BC-UBND", (("215", "bc", "ubnd"),)),
        ("T-261112-07", (("t", "261112", "07"),)),
        ('from:"Nguyễn Lan"', (("fromnguyen", "fromlan"),)),
        ("from:lan", (("fromlan",),)),
        ("http://a.vn", (("http", "a", "vn"),)),
        ("… !! ()", ()),
    ],
)
def test_words_phrases_numbers_and_senders(line: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert understand(line, KEYS).phrases == phrases


def test_a_key_says_something_and_is_not_searched_for() -> None:
    meant = understand("is:waiting phường topic:TTHC", KEYS)

    assert (meant.value("is"), meant.value("topic"), meant.value("has")) == ("waiting", "TTHC", "")
    assert meant.phrases == (("phuong",),)


def test_a_sender_stands_apart_from_the_same_word_in_a_text() -> None:
    assert indexed("Lan can", by="Lê Lan", reference="T-1") == "t 1 lan can fromle fromlan"


@given(st.text(max_size=300))
def test_any_line_is_understood_as_folded_words(line: str) -> None:
    meant = understand(line, KEYS)

    assert len(meant.phrases) <= MOST_PHRASES
    assert all(word and word.isalnum() for phrase in meant.phrases for word in phrase)
