"""Residents' names and private data in a draft: initials and masks until a person decides (guide, section 18)."""

import re
from collections.abc import Sequence

from review.language import people, personal
from review.language.finding import Finding

NAMES = frozenset({"citizen_named", "quote_needs_consent"})
OPEN_CONSENT = "[[đã đồng ý nêu?]]"
KEPT = frozenset({"landline_public", "pii_landline"})


def officials(texts: Sequence[str]) -> frozenset[str]:
    """Return the given names of those who are named with a position, or in full beside one, anywhere in a tip."""
    return frozenset(person.name.split()[-1] for text in texts for person in people.named(text) if person.is_official)


def discreet(text: str, known_officials: frozenset[str], *, has_consent: bool = False) -> str:
    """Return the text with private data masked and residents as initials, each first one with an open question.

    "Chị Lan (bán cà phê) nói" → "Chị L. [[tên, nếu chị đồng ý]] (bán cà phê) nói". Where the sender says that those
    concerned agreed, the data stay, each with a question that is open until an editor has made sure.
    """
    findings = [one for one in personal.find(text) if _is_private(one, known_officials)]
    if has_consent:
        return _left_to_stand(text, findings)
    text = personal.mask(text, findings)
    asked: set[str] = set()
    for finding in findings:
        if finding.code in NAMES:
            text = _ask_once(text, finding, asked)
    return text


def _left_to_stand(text: str, findings: Sequence[Finding]) -> str:
    """Leave private data in a text, each with its question; what is never fit to print is masked."""
    last = len(text)
    for finding in sorted(findings, key=lambda one: (one.start, one.end), reverse=True):
        if finding.end > last:
            continue
        if finding.code in personal.NEVER_PUBLIC:
            text = personal.mask(text, [finding])
        else:
            text = f"{text[: finding.end]} {OPEN_CONSENT}{text[finding.end :]}"
        last = finding.start
    return text


def _is_private(finding: Finding, known_officials: frozenset[str]) -> bool:
    if finding.detail.get("severity") == personal.INFO or finding.code in KEPT:
        return False
    if finding.detail.get("kind") == "area":
        return False  # a quarter is an address only beside a name, and the names are initials now
    if finding.code in NAMES:
        return finding.text.split()[-1] not in known_officials
    return finding.code.startswith("pii_")


def _ask_once(text: str, finding: Finding, asked: set[str]) -> str:
    title = finding.detail.get("title", "")
    given = finding.text.split()[-1]
    name = finding.text.removeprefix(title).strip()
    initials = ".".join(word[0].upper() for word in name.split()) + "."
    if title:
        text = re.sub(rf"(?<!\w)({title}) {re.escape(given)}(?!\w)", rf"\1 {given[0]}.", text, flags=re.IGNORECASE)
    if initials in asked:
        return text
    asked.add(initials)
    who = title.lower() if title else "người này"
    return text.replace(initials, f"{initials} [[tên, nếu {who} đồng ý]]", 1)
