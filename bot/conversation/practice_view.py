"""What practice says: what the rules see in the text, said kindly and by names of facts, never in the text's words.

So nothing somebody wrote for practice stands in a notice, and all of it is gone when practice ends.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation.incoming import Reply, Rows
from bot.conversation.values import button, label, listed
from review.language.folding import count_words
from review.language.inspection import inspect

WANTED = ("what", "when", "where", "who", "numbers", "source")
ASKED = {"when": "Q01", "who": "Q02", "source": "Q03", "numbers": "Q04"}  # the bank's question for what is missing
PERSONAL = ("pii_", "citizen_named", "quote_needs_consent")
ADVICE = (
    "minor", "health", "photo_of_documents", "complaint", "press_copy", "external_link", "secret_marker",
    "number_conflict", "missing_doc_number", "incomplete_name", "unnamed_official", "no_diacritics", "all_caps",
    "abbreviation", "slang", "long_sentence", "emoji", "promotional",
)  # fmt: skip
MOST_ADVICE = 4
SHORTEST = 15  # words; less than a short piece of news
LEAST_FACTS = 3
LEAVE = (button("p.leave", "practice_leave"),)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules find in a practice text: facts that are there and that are not, and what to mend, by code."""

    said: tuple[str, ...]
    missing: tuple[str, ...]
    advice: tuple[str, ...]
    words: int

    @property
    def question(self) -> str | None:
        """Return the code of the question a desk would ask first, None where the text is complete."""
        return next((code for fact, code in ASKED.items() if fact in self.missing), None)

    @property
    def is_usable(self) -> bool:
        return self.words >= SHORTEST and len(self.said) >= LEAST_FACTS


def seen(text: str, sent_at: datetime, *, has_file: bool) -> Seen:
    """Look at a text by the same rules as at a real one."""
    found = inspect(text, sent_at, has_file=has_file)
    said = tuple(fact for fact in WANTED if getattr(found.facts, fact))
    codes = {flag.code for flag in found.flags}
    advice = ["personal"] if any(code.startswith(PERSONAL) for code in codes) else []
    advice += [code for code in ADVICE if code in codes]
    words = count_words(text)
    if words < SHORTEST:
        advice.insert(0, "short")
    if not has_file:
        advice.append("no_photo")
    missing = tuple(fact for fact in WANTED if fact not in said)
    return Seen(said, missing, tuple(advice[:MOST_ADVICE]), words)


def start() -> Reply:
    return Reply("practice_start", {}, ((button("p.sample", "practice_sample"),), LEAVE))


def sample() -> Reply:
    return Reply("practice_sample", {"tin_mau": label("practice.sample")})


def preview(found: Seen) -> Reply:
    """Show what a real preview would show: what is there, what is missing, what to mend."""
    rows: Rows = ((button("p.send", "practice_send"),), (button("p.again", "practice_rewrite"), *LEAVE))
    return Reply("practice_preview", {"so_chu": found.words, **_said(found)}, rows)


def receipt() -> Reply:
    return Reply("practice_receipt")


def question(code: str) -> Reply:
    rows: Rows = ((button("p.cannot", "cannot_provide"),), LEAVE)
    return Reply("practice_question", {"cau_hoi": label(f"question.{code}")}, rows)


def ending(found: Seen) -> Reply:
    """Give the feedback with the decision: published, or kindly not used."""
    rows: Rows = ((button("p.again", "practice_again"),),)
    return Reply("practice_published" if found.is_usable else "practice_not_used", _said(found), rows)


def _said(found: Seen) -> dict[str, Any]:
    return {
        "da_co": listed(label(f"practice.fact.{fact}") for fact in found.said) if found.said else "",
        "con_thieu": listed(label(f"practice.fact.{fact}") for fact in found.missing) if found.missing else "",
        "nen_sua": [label("practice.line", loi_khuyen=label(f"practice.advice.{code}")) for code in found.advice],
    }
