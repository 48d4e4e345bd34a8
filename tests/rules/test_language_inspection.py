"""What the desk sees: facts, flags and places, on the sample tips and the portal's own page."""

import json
import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.language import facts
from review.language.inspection import Inspection, inspect

DOMAIN = Path(__file__).parents[1] / "fixtures" / "domain"
TIPS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DOMAIN / "tips").glob("T*.json"))}
SENT_AT = datetime.fromisoformat("2026-11-12T11:52:00+07:00")
# What only the conversation or the other tips can show.
BEYOND_TEXT = {"duplicate_of", "conflict_with", "correction_of", "forwarded", "voice_only", "promised_photo"}


def seen(tip: dict[str, Any]) -> Inspection:
    return inspect(tip["text"], datetime.fromisoformat(tip["sent_at"]))


def texts(found: tuple[facts.Fact, ...]) -> list[str]:
    return [fact.text for fact in found]


def seed_text() -> str:
    page = (DOMAIN / "seed-article.md").read_text("utf-8")
    title = re.search(r'^tit: "(.*)"$', page, re.MULTILINE)
    assert title is not None
    return "\n\n".join([title[1], *re.findall(r'"(.{100,})"', page), "(Theo HCM CityWeb)"])


@pytest.mark.parametrize("name", TIPS)
def test_every_flag_that_a_tip_shows_is_raised_and_none_that_it_must_not(name: str) -> None:
    expected = TIPS[name]["expect"]

    codes = {flag.code for flag in seen(TIPS[name]).flags}

    assert {flag["code"] for flag in expected["flags"]} - BEYOND_TEXT <= codes
    assert codes.isdisjoint(expected["not_flags"])


@pytest.mark.parametrize("name", TIPS)
def test_flags_and_facts_of_a_tip_stand_where_they_say(name: str) -> None:
    text = TIPS[name]["text"]

    answer = seen(TIPS[name]).as_json()

    placed = [*answer["flags"], *(fact for found in answer["facts"].values() for fact in found)]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in placed)


@pytest.mark.parametrize("name", TIPS)
def test_the_named_texts_of_a_flag_are_found(name: str) -> None:
    found = {(flag.code, flag.text) for flag in seen(TIPS[name]).flags}

    for flag in TIPS[name]["expect"]["flags"]:
        wanted = flag.get("text", [])
        for text in [wanted] if isinstance(wanted, str) else wanted:
            assert (flag["code"], text) in found


def test_a_promised_photo_is_known_from_the_transcript() -> None:
    answer = inspect(TIPS["T08"]["transcript_by_editor"], SENT_AT)

    assert "promised_photo" in [flag.code for flag in answer.flags]


def test_the_portal_page_raises_its_warnings_and_nothing_worse() -> None:
    codes = [flag.code for flag in inspect(seed_text(), datetime.fromisoformat("2017-06-14T16:00:00+07:00")).flags]

    assert codes.count("long_sentence") == 3
    assert codes.count("long_paragraph") == 2
    assert {"missing_doc_number", "long_for_genre"} <= set(codes)
    assert {"complaint", "secret_marker", "all_caps", "number_conflict", "future_event"}.isdisjoint(codes)
    assert not any(code.startswith("pii_") for code in codes)


def test_a_complete_tip_tells_all_its_facts() -> None:
    answer = seen(TIPS["T01"]).facts

    assert texts(answer.what) == ["mở bàn hướng dẫn nộp hồ sơ trực tuyến ngay sảnh 1 cửa"]
    assert texts(answer.where) == ["phường Bình Mẫu", "sảnh 1 cửa"]
    assert [(fact.text, fact.from_) for fact in answer.when] == [("Sáng nay", date(2026, 11, 12))]
    assert texts(answer.who) == ["UBND phường Bình Mẫu", "C Hạnh"]
    assert "37 người" in texts(answer.numbers)
    assert facts.missing(answer) == ()


def test_what_a_tip_leaves_open_is_named() -> None:
    assert facts.missing(facts.find(TIPS["T02"]["text"], SENT_AT)) == ("when", "source")
    assert facts.missing(facts.find("", SENT_AT)) == ("when", "where", "source")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Kế hoạch 1234/KH-UBND", ["1234/KH-UBND"]),
        ("54/2023/QĐ-UBND và 1685/NQ-UBTVQH15", ["54/2023/QĐ-UBND", "1685/NQ-UBTVQH15"]),
        ("30c/NQ-CP, 91/2025/QH15, 17/QĐ-BTĐKT", ["30c/NQ-CP", "91/2025/QH15", "17/QĐ-BTĐKT"]),
        ("12/11/2026, 64/118, 24/7, 22 phút/hồ sơ", []),
    ],
)
def test_signs_of_documents_are_found(text: str, signs: list[str]) -> None:
    assert texts(facts.find(text, SENT_AT).documents) == signs


def test_the_same_text_decomposed_shows_the_same() -> None:
    composed = unicodedata.normalize("NFC", TIPS["T03"]["text"])

    one, other = inspect(composed, SENT_AT), inspect(TIPS["T03"]["text"], SENT_AT)

    assert one.clean == other.clean
    assert {flag.code for flag in other.flags} - {flag.code for flag in one.flags} == {"nfd"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HTX MẬT ONG RA MẮT QUẦY HÀNG", "all_caps"),
        ("Phường họp 😀", "emoji"),
        ("Phường làm hay wá", "slang"),
        ("Tòan thể cán bộ", "tone_misplaced"),
        ("Uỷ ban họp", "tone_style_new"),
        ("H1 phần thi kiến thức, H2 trao giải", "album_caption_mapping"),
        ("Sáng mai phường sẽ mở hội thi", "future_event"),
        ("Hình em gửi sau nghen", "promised_photo"),
        ("phuong mo ban huong dan nop ho so", "no_diacritics"),
        ("Lãnh đạo phường cho biết sẽ làm tiếp", "unnamed_official"),
        ("UBND phường ban hành Kế hoạch về số hóa", "missing_doc_number"),
    ],
)
def test_what_a_text_shows_is_flagged(text: str, code: str) -> None:
    assert code in [flag.code for flag in inspect(text, SENT_AT).flags]


@given(
    st.text(st.characters(), max_size=80)
    | st.text(st.sampled_from("aA sángnay/12 .\n\u200b\u0301\ud800đ@"), max_size=60)
)
@settings(max_examples=120, deadline=None)
def test_any_text_is_inspected_and_every_place_is_in_it(text: str) -> None:
    answer = inspect(text, SENT_AT)

    placed = [*answer.as_json()["flags"], *(fact for found in answer.as_json()["facts"].values() for fact in found)]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in placed)
