"""The tables of docs/updates.md, those of the code and the kinds there are, are the same."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from telegram.constants import MessageType, UpdateType

from bot.telegram.kinds import ANSWERED, JOINING, MESSAGES, SERVICE, UNKNOWN, UPDATES, Way
from bot.telegram.receive import ALLOWED
from review.words import LOCALES, shipped
from tests.stories import kinds

DOCUMENT = (Path(__file__).parents[2] / "docs" / "updates.md").read_text(encoding="utf-8")
# What PTB counts among the kinds, but stands beside one.
BESIDE = frozenset(
    {
        *("business_connection_id", "effect_id", "reply_to_story", "sender_boost_count", "sender_business_bot"),
        "suggested_post_info",
    }
)


def written(section: str) -> dict[str, str]:
    """Return the kinds of a table of the document with what becomes of each."""
    rows = re.findall(
        r"^\| ((?:`\w+` ?)+)\| (\w+) \|", DOCUMENT.partition(section)[2].partition("\n## ")[0], re.MULTILINE
    )
    return {kind: way for named, way in rows for kind in re.findall(r"`(\w+)`", named)}


def coded(table: Mapping[str, Way]) -> dict[str, str]:
    return {kind: way.value for kind, way in table.items()}


def test_the_document_holds_the_tables_of_the_code() -> None:
    assert written("## Messages in a private chat") == coded(MESSAGES)
    assert written("## Other updates") == coded(UPDATES)


def test_every_kind_the_library_knows_has_its_place() -> None:
    assert set(MESSAGES) >= {kind.value for kind in MessageType} - BESIDE
    assert set(UPDATES) == {kind.value for kind in UpdateType}


def test_only_what_is_handled_is_asked_for() -> None:
    assert set(ALLOWED) == {kind for kind, way in UPDATES.items() if way is Way.HANDLED}


def test_one_of_each_kind_is_sent_in_a_story() -> None:
    assert set(kinds.JOINING) == set(JOINING)
    assert set(kinds.ANSWERED) == {*ANSWERED, UNKNOWN}
    assert set(kinds.SERVICE) == set(SERVICE)
    assert set(kinds.other_updates(1)) >= {kind for kind, way in UPDATES.items() if way is Way.PASSED}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_that_is_kept_or_answered_has_a_name(locale: str) -> None:
    words = shipped()

    assert all(words.label(f"kind.{kind}", locale) for kind in (*ANSWERED, *JOINING, UNKNOWN) if kind != "live_photo")
