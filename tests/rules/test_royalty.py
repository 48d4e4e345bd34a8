"""Nhuận bút: the worked example of the rules, cases reckoned by hand, and that parts always make up the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import royalty
from review.royalty import BadShares, Genre, OverFrame

TIN = Genre("TIN", Decimal("1.5"), frame=Decimal(10))
TA = Genre("TA", Decimal(1), Decimal("0.3"), Decimal(10))
BAI = Genre("BAI", Decimal(4), frame=Decimal(30))


@pytest.mark.parametrize(
    ("value", "salary", "rate", "dong"),
    [
        ("1.5", 2_340_000, "20", 70_200),
        ("1.6", 2_340_000, "20", 74_880),
        ("1.5", 1_210_000, "20", 36_300),
        ("0.5", 2_340_000, "20", 23_400),
        ("1", 2_340_000, "20", 46_800),
        ("4", 2_340_000, "20", 187_200),
        ("5", 2_340_000, "20", 234_000),
        ("7", 2_340_000, "20", 327_600),
        ("10", 2_340_000, "100", 2_340_000),
        ("30", 2_340_000, "100", 7_020_000),
        ("0.3", 2_340_000, "20", 14_040),
        ("1.5", 1_300_000, "20", 39_000),
        ("1.5", 1_390_000, "20", 41_700),
        ("1.5", 1_490_000, "20", 44_700),
        ("1.5", 1_800_000, "20", 54_000),
        ("0.7", 1_490_000, "15", 15_645),
        ("0.35", 1_210_000, "7.5", 3_176),  # 3,176.25
        ("0.1", 1_211_111, "33.3", 4_033),  # 4,032.99963
        ("0.05", 1_000_010, "50", 2_500),  # 2,500.025
        ("0.01", 1_000_500, "50", 500),  # 500.25
        ("0.01", 1_001_000, "50", 501),  # 500.5: half up
        ("0", 2_340_000, "20", 0),
    ],
)
def test_amounts_reckoned_by_hand(value: str, salary: int, rate: str, dong: int) -> None:
    assert royalty.amount(Decimal(value), salary, Decimal(rate)) == dong


@pytest.mark.parametrize(("photos", "value"), [(0, "1"), (1, "1"), (2, "1.3"), (3, "1.6"), (6, "2.5")])
def test_each_further_photo_adds_its_own(photos: int, value: str) -> None:
    assert royalty.coefficient(TA, photos) == Decimal(value)


@pytest.mark.parametrize(
    ("whole", "shares", "parts"),
    [
        (70_200, ("50", "50"), (35_100, 35_100)),
        (70_201, ("50", "50"), (35_100, 35_101)),
        (100, ("33.34", "33.33", "33.33"), (34, 33, 33)),
        (70_200, ("100",), (70_200,)),
        (70_200, ("100", "0"), (70_200, 0)),
        (1, ("50", "50"), (0, 1)),
    ],
)
def test_the_first_author_takes_what_rounding_leaves(
    whole: int, shares: tuple[str, ...], parts: tuple[int, ...]
) -> None:
    assert royalty.split(whole, [Decimal(share) for share in shares]) == parts


@pytest.mark.parametrize("shares", [(), ("50",), ("60", "60"), ("-10", "110"), ("101", "-1")])
def test_shares_that_make_no_whole_are_refused(shares: tuple[str, ...]) -> None:
    with pytest.raises(BadShares):
        royalty.split(100, [Decimal(share) for share in shares])


@pytest.mark.parametrize(("genre", "value"), [(TIN, "10.1"), (BAI, "31"), (TIN, "-1")])
def test_a_coefficient_over_the_frame_is_refused(genre: Genre, value: str) -> None:
    with pytest.raises(OverFrame):
        royalty.checked(genre, Decimal(value))


@pytest.mark.parametrize(
    ("lines", "taxes"),
    [
        ((1_999_999,), (0,)),
        ((2_000_000,), (200_000,)),
        ((1_000_000, 1_000_005), (100_000, 100_001)),
        ((), ()),
    ],
)
def test_tax_is_withheld_from_the_threshold_on(lines: tuple[int, ...], taxes: tuple[int, ...]) -> None:
    assert royalty.withheld(lines, percent=Decimal(10), threshold=2_000_000) == taxes


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (70_200, "Bảy mươi nghìn hai trăm đồng"),
        (0, "Không đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (25_000, "Hai mươi lăm nghìn đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (2_340_000, "Hai triệu ba trăm bốn mươi nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
    ],
)
def test_amounts_are_said_in_words(dong: int, words: str) -> None:
    assert royalty.in_words(dong) == words


@given(whole=st.integers(0, 10**9), number=st.integers(1, 9))
def test_parts_make_up_the_whole_and_differ_by_a_hundredth_at_most(whole: int, number: int) -> None:
    shares = royalty.equal_shares(number)

    parts = royalty.split(whole, shares)

    assert sum(shares) == 100
    assert sum(parts) == whole
    assert max(shares) - min(shares) < Decimal("0.1")
