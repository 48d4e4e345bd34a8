"""Every text exists in both languages with the same places, keeps the conventions and covers the desk's lists."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest
import yaml
from jinja2 import Environment, meta

from review import errors
from review.access import Role, Standing
from review.words import LOCALES, shipped
from review.workflow import DraftStatus, DraftVerb, TipStatus, Verb

MESSAGE_LIMIT = 720
PRESS_LIMIT = 200
COURTESIES = {"vi": (r"\bạ\b", r"\bgiúp\b", r"\bvui lòng\b", r"\bnhé\b"), "en": (r"\bplease\b",)}
SHOWN_ON_A_PRESS = (
    "not_allowed", "transition_not_allowed", "tip_already_decided", "stale_version", "outdated_button", "claimed_by",
    "too_many_tips", "too_many_discarded", "monthly_stopped",
)  # fmt: skip
GRAMMAR = Environment(line_statement_prefix="%", autoescape=True)


def message_files() -> dict[str, str]:
    folder = files("templates").joinpath("messages")
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


MESSAGES = message_files()
NAMES = sorted({name.split(".", 1)[0] for name in MESSAGES})


def raw_entries(locale: str) -> Iterator[tuple[str, str]]:
    for file in files("templates").joinpath("locale", locale, "LC_MESSAGES").iterdir():
        found: list[tuple[str, str]] = re.findall(
            r'^msgid "(.+)"\nmsgstr "(.*)"$', file.read_text("utf-8"), re.MULTILINE
        )
        yield from found


@cache
def labels(locale: str) -> dict[str, str]:
    return dict(raw_entries(locale))


@cache
def taxonomies() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("review").joinpath("data", "taxonomies.yaml").read_text("utf-8"))
    return loaded


def places(source: str) -> set[str]:
    return meta.find_undeclared_variables(GRAMMAR.parse(source))


def label_places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def every_refusal(of: type[errors.ReviewError] = errors.ReviewError) -> Iterator[type[errors.ReviewError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from every_refusal(kind)


def codes(field: str) -> set[str]:
    return {entry["code"] for entry in taxonomies()[field]}


def labelled(stem: str) -> set[str]:
    return {code.removeprefix(f"{stem}.") for code in labels("vi") if code.startswith(f"{stem}.")}


def test_every_message_is_a_text_in_each_language() -> None:
    assert set(MESSAGES) == {f"{name}.{locale}.txt" for name in NAMES for locale in LOCALES}


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_the_same_places_in_both_languages(name: str) -> None:
    assert places(MESSAGES[f"{name}.vi.txt"]) == places(MESSAGES[f"{name}.en.txt"])


@pytest.mark.parametrize("file", sorted(MESSAGES))
def test_a_message_keeps_the_conventions(file: str) -> None:
    source = MESSAGES[file]
    name, locale, _ = file.split(".")
    empty = shipped().message(name, locale, **dict.fromkeys(places(source), ""))
    full = shipped().message(name, locale, **dict.fromkeys(places(source), "§"))

    assert unicodedata.is_normalized("NFC", source)
    assert max(len(empty), len(full)) <= MESSAGE_LIMIT
    assert not re.search(r"[{}%]", full.replace("§%", "")), "a place or statement was not understood"
    assert all(line.strip() for line in full.splitlines())
    assert not re.search(r"\bbạn\b|\bbot\b", full, re.IGNORECASE)
    for courtesy in COURTESIES[locale]:
        assert len(re.findall(courtesy, full, re.IGNORECASE)) <= (1 if locale == "vi" else 2)


@pytest.mark.parametrize("name", SHOWN_ON_A_PRESS)
def test_what_answers_a_press_is_short(name: str) -> None:
    assert all(len(MESSAGES[f"{name}.{locale}.txt"]) <= PRESS_LIMIT for locale in LOCALES)


def test_every_refusal_has_a_message() -> None:
    told = {kind("").code for kind in every_refusal() if not kind.__subclasses__()}

    assert told <= set(NAMES)


def test_every_message_and_button_of_a_dialogue_is_written() -> None:
    sources = [file.read_text("utf-8") for file in files("bot").joinpath("conversation").iterdir() if file.is_file()]
    replies = {name for source in sources for name in re.findall(r'\bReply\(\s*"(\w+)"', source)}
    buttons = [found for source in sources for found in re.findall(r'\bbutton\(\s*f?"([^"]+)"(?:,\s*"(\w+)")?', source)]
    named = {name or code.rsplit(".", 1)[-1] for code, name in buttons if name or "{" not in code}

    assert replies <= set(NAMES)
    assert named <= labelled("button")


def test_no_label_is_written_twice_or_left_empty() -> None:
    for locale in LOCALES:
        entries = list(raw_entries(locale))
        assert len(entries) == len(labels(locale))
        assert all(text.strip() for _, text in entries)


def test_every_label_exists_in_both_languages_with_the_same_places() -> None:
    assert set(labels("vi")) == set(labels("en"))
    for code, text in labels("vi").items():
        assert label_places(text) == label_places(labels("en")[code]), code


def test_every_written_label_is_read() -> None:
    for locale in LOCALES:
        for code, text in labels(locale).items():
            same = {place: f"{{{place}}}" for place in label_places(text)}
            assert shipped().label(code, locale, **same) == text


def test_labels_are_composed_characters_and_never_call_the_reader_by_a_familiar_word() -> None:
    for text in labels("vi").values():
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r"\bbạn\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("stem", "field"),
    [
        ("status", "tip_statuses"),
        ("draft_status", "draft_statuses"),
        ("role", "roles"),
        ("genre", "genres"),
        ("reason", "rejection_reasons"),
        ("question", "needs_info_questions"),
        ("source", "source_types"),
        ("photo_rights", "photo_rights"),
    ],
)
def test_labels_equal_the_shipped_lists(stem: str, field: str) -> None:
    for entry in taxonomies()[field]:
        assert labels("vi")[f"{stem}.{entry['code']}"] == entry["vi"]
        assert labels("en")[f"{stem}.{entry['code']}"] == entry["en"]
    assert labelled(stem) == codes(field)


def test_topics_sections_and_flags_have_labels() -> None:
    topics = taxonomies()["topics"]

    assert labelled("topic") == {entry["code"] or "none" for entry in topics["menu"]}
    assert labelled("section") == set(topics["section_labels"])
    assert {code: labels("vi")[f"section.{code}"] for code in topics["section_labels"]} == topics["section_labels"]
    assert labelled("flag") == codes("flags")
    assert labelled("severity") == {entry["severity"] for entry in taxonomies()["flags"]}


def test_what_a_reason_asks_for_has_a_label() -> None:
    asked = {
        place
        for entry in taxonomies()["rejection_reasons"]
        for text in (entry["text_vi"], entry["suggestion_vi"])
        for place in label_places(text)
    }

    assert labelled("reason_field") == asked


def test_every_status_role_and_verb_of_the_code_has_a_label() -> None:
    assert labelled("status") == set(TipStatus)
    assert labelled("draft_status") == set(DraftStatus)
    assert labelled("role") >= set(Role)
    assert labelled("standing") == set(Standing)
    assert labelled("verb") == labelled("past") == set(Verb)
    assert labelled("draft_verb") == labelled("draft_past") == set(DraftVerb)
    assert labelled("language") == set(LOCALES)
