"""Personal data that an article would print (domain guide, section 18)."""

from collections.abc import Iterator

from review.checks.finding import Finding, Known
from review.checks.reading import Reading
from review.language import finding, personal
from review.rendering.article import Article

# What may be printed with consent, or belongs to an office or to history: a person has to judge, so it only warns.
JUDGED = {
    "citizen_named": "resident_named",
    "quote_needs_consent": "quote_consent",
    "minor": "vulnerable_person",
    "health": "vulnerable_person",
}
DOUBTFUL = frozenset({"pii_birth", "pii_address"})
PUBLIC = frozenset({"landline_public", "pii_landline"})


def find(_article: Article, reading: Reading, _known: Known) -> Iterator[Finding]:
    """Yield the data still to be seen, and the people a reader could recognise."""
    for one in personal.find(reading.text):
        code = _code(one)
        if code:
            yield reading.finding(code, one.start, one.end)


def _code(one: finding.Finding) -> str:
    if one.code in JUDGED:
        return JUDGED[one.code]
    severity = one.detail.get("severity")
    if one.code in PUBLIC or severity == personal.INFO:
        return ""
    is_doubtful = one.code in DOUBTFUL and severity != personal.HIGH
    return "personal_hint" if is_doubtful or one.detail.get("kind") == "area" else "personal_data"
