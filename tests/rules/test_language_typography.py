"""House typography, sentences and short forms: domain guide, section 17.5 to 17.8."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.language.typography import expand_abbreviations, no_break, sentences, typographic

DOMAIN = Path(__file__).parents[1] / "fixtures" / "domain"
SEED_PARAGRAPHS = re.findall(r'"(.{60,})"', (DOMAIN / "seed-article.md").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('"Em vui" , anh nói...', "“Em vui”, anh nói…"),
        ("\"Gọi là 'chờ' thôi\"", "“Gọi là ‘chờ’ thôi”"),
        ("( ba người )", "(ba người)"),
        ("xong.Sau đó,rồi", "xong. Sau đó, rồi"),
        ("Đẹp quá!!!", "Đẹp quá!"),
        ("- Ý một\n- Ý hai", "– Ý một\n– Ý hai"),
        ("giai đoạn 2021-2025", "giai đoạn 2021–2025"),
        ("Nguồn:Báo cáo", "Nguồn: Báo cáo"),
    ],
)
def test_marks_follow_the_house(text: str, printed: str) -> None:
    assert typographic(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "Sở - ban - ngành",
        "TP.HCM",
        "1.046 hồ sơ, 95,6%",
        "Báo cáo số 215/BC-UBND",
        "https://baovidu.example/ho-so?a=1,b",
        "lan.mau@example.vn",
        "lúc 7:30",
        "[[họ tên đầy đủ]]",
        "thành phố;…",
        'màn hình 15"',
        *SEED_PARAGRAPHS,
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert typographic(text) == text


@given(st.text(st.sampled_from("aĐà B1.,:;!?…\"'()[]“”‘’ -–\n/@v"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_marks_set_twice_are_set_once(text: str) -> None:
    assert typographic(typographic(text)) == typographic(text)


def test_spaces_that_must_not_break_are_set_when_rendered() -> None:
    assert no_break("37 người ở TP. Thủ Đức theo Điều 9 và ông An") == (
        "37\u00a0người ở TP.\u00a0Thủ Đức theo Điều\u00a09 và ông\u00a0An"
    )


def test_sentences_end_at_stops_but_not_after_short_forms() -> None:
    text = "Chị L. ở TP. Thủ Đức đến sớm. tuan roi dong lam! “Xong rồi.” Hết…"

    assert sentences(text) == ["Chị L. ở TP. Thủ Đức đến sớm.", "tuan roi dong lam!", "“Xong rồi.”", "Hết…"]


def test_a_seed_paragraph_is_one_sentence() -> None:
    assert [len(sentences(paragraph)) for paragraph in SEED_PARAGRAPHS] == [1] * len(SEED_PARAGRAPHS)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("hỗ trợ đc 37 người", "hỗ trợ được 37 người"),
        ("chứ ko phải", "chứ không phải"),
        ("ngay sảnh 1 cửa, có", "ngay sảnh Bộ phận Một cửa, có"),
        ("tại bộ phận 1 cửa", "tại Bộ phận Một cửa"),
        ("cơ chế 1 cửa liên thông", "cơ chế một cửa liên thông"),
        ("trực từ 7h30-11h30", "trực từ 7 giờ 30 đến 11 giờ 30"),
        ("trực 7g30 - 11g30", "trực 7 giờ 30 đến 11 giờ 30"),
        ("lúc 8h00", "lúc 8 giờ"),
        ("sáng thứ 3 và thứ 5", "sáng thứ Ba và thứ Năm"),
        ("ở KP7", "ở Khu phố 7"),
        ("theo C Hạnh", "theo chị [[họ tên đầy đủ]] Hạnh"),
        ("C Hạnh nói", "Chị [[họ tên đầy đủ]] Hạnh nói"),
        ("A Nguyễn Văn Tuấn nói", "Anh Nguyễn Văn Tuấn nói"),
    ],
)
def test_short_forms_are_spelled_out(text: str, spelled: str) -> None:
    assert expand_abbreviations(text)[0] == spelled


@pytest.mark.parametrize(
    "text",
    ["mua 1 cửa hàng", "Khu A Trung tâm", "mạng 4g", "đợt thứ 3", "giá 50 k", "T3/2026", "tầng T3", "địa chỉ đc: số 5"],
)
def test_look_alikes_stay(text: str) -> None:
    assert expand_abbreviations(text) == (text, [])


def test_each_short_form_of_a_tip_is_told_with_its_place() -> None:
    text = json.loads((DOMAIN / "tips" / "T01.json").read_text("utf-8"))["text"]

    _, findings = expand_abbreviations(text)

    assert [finding.text for finding in findings] == ["1 cửa", "đc", "C Hạnh"]
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
