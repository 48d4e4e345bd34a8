"""A text that a messenger cut into several messages is one text again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.tip_text import joined, uncut

NOW = datetime(2026, 11, 12, 5, tzinfo=UTC)
SENTENCE = (
    "Sáng nay Ủy ban nhân dân phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến hỗ trợ 37 người "
    "gồm cả người khuyết tật và người cao tuổi theo Kế hoạch 1234/KH-UBND ngày 12/11/2026 của thành phố."
)
WORDS = SENTENCE.split()


@dataclass(frozen=True)
class Said:
    text: str
    kind: str = "text"
    door: str = "telegram"
    sent_at: datetime = NOW
    forwarded_from: str | None = None
    question_id: int | None = None


def long_text(length: int, begin: int = 0) -> str:
    """Return a text of this length, from any word on."""
    return " ".join((WORDS[begin:] + WORDS * (length // len(WORDS)))[: length // 3])[:length].rstrip()


def cut_raw(text: str, most: int = 4096) -> list[Said]:
    """Cut a text as a careless messenger does: where the message is full; the server drops the spaces at the cut."""
    return [Said(text[at : at + most].strip()) for at in range(0, len(text), most)]


def cut_at_gaps(text: str, most: int = 4096) -> list[Said]:
    """Cut a text as a careful messenger does: at the last gap."""
    pieces = []
    while len(text) > most:
        at = text.rindex(" ", 0, most)
        pieces.append(Said(text[:at].strip()))
        text = text[at:].strip()
    return [*pieces, Said(text)]


@settings(max_examples=60, deadline=None)
@given(st.integers(4097, 13_000), st.integers(0, len(WORDS) - 1))
def test_a_text_cut_at_gaps_is_one_text_again(length: int, begin: int) -> None:
    text = long_text(length, begin)

    assert joined(cut_at_gaps(text)).replace("\n", " ") == text


@settings(max_examples=60, deadline=None)
@given(st.integers(4097, 13_000), st.integers(0, len(WORDS) - 1))
def test_a_text_cut_anywhere_is_one_text_again(length: int, begin: int) -> None:
    text = long_text(length, begin)

    assert joined(cut_raw(text)) == text


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ("hồ sơ trực tuy", "ến của dân", "tuyến của"),
        ("hồ sơ trực", "tuyến của dân", "trực tuyến"),
        ("hỗ trợ 3", "7 người", "37 người"),
        ("phường Bình", "Mẫu mở bàn", "Bình Mẫu"),
        ("đã làm xong.", "Chị Hạnh cho biết", "xong. Chị"),
        ("gồm hồ sơ,", "giấy tờ", "hồ sơ, giấy"),
        ("đã gửi hồ", "ổn định", "hồ ổn"),
        ("https://example.org/tin-", "tuc/cai-cach", "tin-tuc"),
    ],
)
def test_the_place_of_the_cut_decides(before: str, after: str, together: str) -> None:
    full = "a" * (4095 - len(before)) + " " + before

    assert together in joined([Said(full), Said(after)])


@pytest.mark.parametrize(
    "second",
    [
        Said("Tin khác.", sent_at=NOW + timedelta(seconds=3)),
        Said("Tin khác.", forwarded_from="Báo Ví Dụ"),
        Said("Tin khác.", kind="photo"),
    ],
)
def test_what_was_not_one_text_keeps_its_blank_line(second: Said) -> None:
    assert joined([Said(long_text(4096)), second]).endswith("\n\nTin khác.")


def test_short_messages_sent_at_once_keep_their_blank_line() -> None:
    assert joined([Said("Tin một."), Said(" "), Said("Tin hai.")]) == "Tin một.\n\nTin hai."


def test_pieces_of_one_text_are_one_message_of_the_story() -> None:
    text = long_text(9000)

    assert [message.text.replace("\n", " ") for message in uncut([*cut_at_gaps(text), Said("Hết.", "voice")])] == [
        text,
        "Hết.",
    ]
