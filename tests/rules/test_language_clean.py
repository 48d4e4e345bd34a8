"""Clean-up, folding and tone placement: the worked examples of the domain guide, sections 3 and 17."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.language import tone
from review.language.clean import MOST_MARKS, _cleaned, clean, clean_text, is_clean, legacy_encoding
from review.language.folding import containment, count_words, fold, jaccard, lacks_marks, plain, syllables

TIPS = Path(__file__).parents[1] / "fixtures" / "domain" / "tips"
ANY_TEXT = st.text(st.characters(), max_size=60)
UNCHANGED = (
    "hoàn", "ngoài", "quý", "Quỳ", "quả", "toán", "hoạt", "loại", "khoét", "huỳnh", "thuyền", "khuỷu", "đào",
)  # fmt: skip
VIETNAMESE = st.text(
    st.sampled_from("aăâeêoôơuưyiđnhtcgqHOÀàạảãáằộễữ\u0301\u0323\u0302\u031b\u200b\u00a0 \n.,𝐀Ａ"), max_size=40
)


def tip_text(name: str) -> str:
    text: str = json.loads((TIPS / f"{name}.json").read_text("utf-8"))["text"]
    return text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb\x1f", "a\tb"),
        ("\ud800x\udfff", "x"),
        ("\ufffe\uffffx", "x"),
        ("😀", "😀"),
    ],
)
def test_only_what_can_be_stored_passes_the_border(raw: str, kept: str) -> None:
    assert clean_text(raw) == kept


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("𝐂𝐀̉𝐈 𝐂𝐀́𝐂𝐇 ＨÀＮＨ", "CẢI CÁCH HÀNH"),
        ("mở\u200b bàn\u00adhướng", "mở bànhướng"),
        ("7\u00a0 giờ  30", "7 giờ 30"),
        (" dòng một \n\n dòng hai\u00a0\n", "dòng một\n\ndòng hai"),
        ("“chờ”… ½", "“chờ”… ½"),
        ("ho\u0300a", "hòa"),
    ],
)
def test_text_is_cleaned_in_the_order_of_the_guide(raw: str, cleaned: str) -> None:
    assert clean(raw).text == cleaned


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("ho\u0300a nha\u0323c", "nfd"),
        ("mở\u200bbàn", "invisible_chars"),
        ("7\u00a0giờ", "invisible_chars"),
        ("𝐂𝐀́𝐂𝐇", "fancy_font"),
        ("C¶i c¸ch", "legacy_encoding"),
    ],
)
def test_what_the_clean_up_met_is_told(raw: str, code: str) -> None:
    assert [flag.code for flag in clean(raw).flags] == [code]


@pytest.mark.parametrize("raw", ["Cải cách", "ảnh 👨‍👩‍👧 đẹp", "“chờ”…"])
def test_ordinary_text_raises_no_clean_up_flag(raw: str) -> None:
    assert clean(raw).flags == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("C¶i c¸ch", "tcvn3"),
        ("Caûi caùch", "vni"),
        ("Cải cách hành chính", None),
        ("bấm giùm", None),
        ("Marque® of the month, sold in shops everywhere", None),
    ],
)
def test_texts_from_before_unicode_are_recognised(text: str, encoding: str | None) -> None:
    assert legacy_encoding(text) == encoding


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0323", "\u0323\u0301\u031b\u0345"])
def test_no_letter_keeps_more_marks_than_any_language_needs(marks: str) -> None:
    # Putting the marks of one letter in order takes the square of their number: what is kept bounds the work.
    raw = "a" + marks * 20_000 + "b" + marks

    cleaned = clean(raw)

    longest = max(len(run) for run in re.findall(r"[\u0300-\u036f]*", unicodedata.normalize("NFD", cleaned.text)))
    assert longest <= MOST_MARKS
    assert fold(cleaned.text) == fold(raw) == "ab"
    assert cleaned.given(0, len(cleaned.text)) == (0, len(raw))


def test_places_in_the_cleaned_text_lead_back_to_the_given_text() -> None:
    raw = "  Ho\u0300a\u200b  bi\u0300nh"

    cleaned = clean(raw)

    start = cleaned.text.index("bình")
    begin, end = cleaned.given(start, start + len("bình"))
    assert raw[begin:end] == "bi\u0300nh"


@given(ANY_TEXT | VIETNAMESE)
@settings(max_examples=150, deadline=None)
def test_cleaning_never_fails_and_twice_is_once(raw: str) -> None:
    once = clean(raw)

    assert clean(once.text).text == once.text
    assert unicodedata.is_normalized("NFC", once.text)
    assert len(once.origin) == len(once.text)
    assert all(0 <= start < end <= len(raw) for start, end in once.origin)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Nguyễn Huệ", "duong nguyen hue"),
        ("TP.HCM", "tp hcm"),
        ("P. Tân Định", "p tan dinh"),
        ("Uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("𝐂𝐀̉𝐈", "cai"),
    ],
)
def test_folding_follows_the_guide(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT | VIETNAMESE)
@settings(max_examples=150, deadline=None)
def test_composed_and_decomposed_text_fold_alike(raw: str) -> None:
    text = clean_text(raw)

    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
@settings(max_examples=50, deadline=None)
def test_plain_text_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_words_are_counted_as_chu() -> None:
    assert count_words("Sở - ban - ngành, 37 người.") == 5
    assert syllables("Sở - ban") == ["so", "ban"]


@pytest.mark.parametrize(
    ("one", "other", "common", "contained"), [("T01", "T06", 0.19, 0.36), ("T02", "T13", 0.04, 0.21)]
)
def test_likeness_is_measured_as_in_the_guide(one: str, other: str, common: float, contained: float) -> None:
    assert round(jaccard(tip_text(one), tip_text(other)), 2) == common
    assert round(containment(tip_text(one), tip_text(other)), 2) == contained


def test_text_without_marks_is_told_from_text_with_marks() -> None:
    assert lacks_marks(tip_text("T02"))
    assert not lacks_marks(tip_text("T01"))


@pytest.mark.parametrize(
    ("new", "old"),
    [
        *[("hoà", "hòa"), ("thuỷ", "thủy"), ("uỷ", "ủy"), ("UỶ", "ỦY"), ("HOÁ", "HÓA"), ("khoẻ", "khỏe")],
        *[("xoè", "xòe"), ("Toà", "Tòa")],
        *[(word, word) for word in UNCHANGED],
    ],
)
def test_tone_marks_move_to_the_old_place_in_open_syllables_only(new: str, old: str) -> None:
    assert tone.to_old(new) == old


@pytest.mark.parametrize(
    ("typo", "right"),
    [("hòan", "hoàn"), ("tòan", "toàn"), ("ngòai", "ngoài"), ("qúy", "quý"), ("hòa", "hòa"), ("tòa", "tòa")],
)
def test_the_third_form_is_repaired(typo: str, right: str) -> None:
    assert tone.repair(typo) == right


def test_the_house_chooses_the_style() -> None:
    assert tone.place_tones("Tòan thể Hoà", "old") == "Toàn thể Hòa"
    assert tone.place_tones("Tòan thể Hòa", "new") == "Toàn thể Hoà"


@given(VIETNAMESE)
@settings(max_examples=80, deadline=None)
def test_moving_tone_marks_twice_is_once(text: str) -> None:
    composed = clean(text).text

    assert tone.to_old(tone.to_old(composed)) == tone.to_old(composed)
    assert len(tone.to_old(composed)) == len(composed)


@given(st.text(st.sampled_from("aấĐ.🙂\u0301\u0323\u00a0\u200d\u00ad\t\r \n\x85"), max_size=12))
def test_what_needs_no_clean_up_is_what_the_long_way_leaves_as_it_is(raw: str) -> None:
    assert not is_clean(raw) or _cleaned(raw) == clean(raw)
