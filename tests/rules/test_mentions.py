"""Who is meant by an @ in a note."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.mentions import MOST, meant

STAFF = ((1, "Nguyễn Minh"), (2, "Trần Lan Anh"), (3, "Lê Hà"), (4, "Phạm Minh"), (5, "Lan"))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Lê Hà xem giúp", (3,)),
        ("nhờ @Hà, gọi phường", (3,)),
        ("@hà @HÀ @Lê Hà", (3,)),
        ("@Minh nào?", ()),
        ("@Phạm Minh", (4,)),
        ("@Lan", (5,)),
        ("@Lan Anh nhé", (5,)),
        ("@Trần Lan Anh", (2,)),
        ("@Hàn không có ở đây", ()),
        ("ha@minh.vn", ()),
        ("Hà xem giúp", ()),
        (unicodedata.normalize("NFD", "@Lê Hà"), (3,)),
    ],
)
def test_a_name_after_an_at_calls_whom_it_fits(text: str, who: tuple[int, ...]) -> None:
    assert meant(text, STAFF) == who


@settings(max_examples=60)
@given(st.text(alphabet="@ LanHàMinhê,\n", max_size=200))
def test_whatever_is_written_calls_few_and_each_once(text: str) -> None:
    called = meant(text, STAFF)

    assert len(called) == len(set(called)) <= MOST
    assert not called or "@" in text
