"""Personal data that a text shows (domain guide, section 18): found on the cleaned text, before folding."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from review.language import births, homes, papers, people, telephones
from review.language.context import replaced, sentence_around
from review.language.finding import Finding, found, in_order
from review.language.phrases import one_of
from review.language.sentences import sentence_spans
from review.language.spans import Taken
from review.language.vulnerable import children, patients

HIGH, WARN, INFO = papers.HIGH, papers.WARN, papers.INFO
CONSENT = one_of("đã đồng ý", "đồng ý cho", "đồng ý nêu", "đã xin phép", "cho phép nêu", "đồng ý đăng")
FAR = 300
FAR_FROM_NUMBER = 40
HIDDEN = "[đã ẩn]"
NEVER_PUBLIC = frozenset({"pii_cccd", "pii_cmnd", "pii_bank"})  # nobody's consent makes these fit to print


def find(text: str) -> list[Finding]:
    """Return the personal data, residents' names, children and illnesses in a cleaned text."""
    return list(_found(text))


@lru_cache(maxsize=2)
def _found(text: str) -> tuple[Finding, ...]:
    """Find once what flags and facts both ask for."""
    data = list(_patterns(text))
    residents = list(_residents(text, data))
    areas = list(_areas(text, data, residents))
    both = _graver([*data, *areas], residents, text)
    return tuple(in_order([*both, *residents, *_quotes(text), *children(text), *patients(text)]))


def mask(text: str, findings: Sequence[Finding]) -> str:
    """Return the text with every datum hidden: identity numbers as `*`, birth years as `****`, names as initials."""
    last, hidden = len(text), []
    for finding in sorted(findings, key=lambda one: (one.start, one.end), reverse=True):
        if finding.end <= last and finding.code in MASKS:
            hidden.append((finding.start, finding.end, MASKS[finding.code](finding)))
            last = finding.start
    return replaced(text, hidden)


def hidden(text: str) -> str:
    """Return a cleaned text as it may leave the desk's own pages: every datum masked that is not an office's own.

    What goes over a messenger shows nothing private (domain guide, section 11); the full text stays in the console.
    """
    return mask(text, [finding for finding in find(text) if finding.detail.get("severity") != INFO])


def _patterns(text: str) -> Iterator[Finding]:
    """Yield the data, in the order of precedence: what an earlier rule took, a later one does not see."""
    taken = Taken()
    for code, severity, start, end in _candidates(text):
        if taken.take(start, end):
            yield _classified(text, code, severity, start, end)


def _candidates(text: str) -> Iterator[tuple[str, str, int, int]]:
    yield from papers.candidates(text)
    yield from telephones.candidates(text)
    for start, end in births.candidates(text):
        yield "pii_birth", WARN, start, end
    for start, end in homes.candidates(text):
        yield "pii_address", WARN, start, end


def _classified(text: str, code: str, severity: str, start: int, end: int) -> Finding:
    """Return the finding, milder for what belongs to an office."""
    if code == "pii_landline" and telephones.is_of_an_office(text, start, end) and not _is_called(text, start):
        return found("landline_public", text, start, end, severity=INFO)
    if code == "pii_email" and text[start:end].lower().endswith(".gov.vn"):
        return found(code, text, start, end, severity=INFO)
    return found(code, text, start, end, severity=severity)


def _is_called(text: str, at: int) -> bool:
    """Tell whether a person is named just before: "liên hệ chị Lan 028 …" is a private number."""
    return any(at - FAR_FROM_NUMBER < person.end <= at and not person.is_official for person in people.named(text))


def _residents(text: str, data: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the residents named in full: with a title and no position, or bare beside personal data."""
    for person in people.named(text):
        if person.is_full and not person.is_official:
            yield found("citizen_named", text, person.name_start, person.end, title=person.title, severity=WARN)
    telling = {sentence_around(text, datum.start) for datum in data if datum.code != "landline_public"}
    taken = Taken((datum.start, datum.end) for datum in data)
    for start, end in people.bare_names(text):
        is_told = sentence_around(text, start) in telling and taken.is_free(start, end)
        if is_told and not people.is_official(text, start, end):
            yield found("citizen_named", text, start, end, severity=WARN)


def _areas(text: str, data: Sequence[Finding], residents: Sequence[Finding]) -> Iterator[Finding]:
    """Yield quarters and hamlets that, with a name, a birth year or a house number beside them, are an address."""
    telling = [datum for datum in data if datum.code in {"pii_birth", "pii_address"}] + list(residents)
    called = [person for person in people.named(text) if not person.is_official and not person.is_initial]
    places = [one.start for one in telling] + [person.start for person in called]
    private = {sentence_around(text, place) for place in places}
    taken = Taken((datum.start, datum.end) for datum in data)
    for start, end, is_home in homes.areas(text):
        if taken.is_free(start, end) and (is_home or sentence_around(text, start) in private):
            yield found("pii_address", text, start, end, severity=WARN, kind="area")


def _graver(data: Sequence[Finding], residents: Sequence[Finding], text: str) -> list[Finding]:
    """Raise data to high where a resident's name stands in the same sentence."""
    sentences = {sentence_around(text, resident.start) for resident in residents}
    graver = []
    for datum in data:
        beside_name = sentence_around(text, datum.start) in sentences
        is_private = datum.code.startswith("pii_")
        detail = {**datum.detail, "severity": HIGH} if beside_name and is_private else datum.detail
        graver.append(Finding(datum.code, datum.text, datum.start, datum.end, detail))
    return graver


def _quotes(text: str) -> Iterator[Finding]:
    """Yield residents who are quoted without a word about their consent, in their sentence or the next."""
    bounds = sentence_spans(text)
    following = dict(pairwise(bounds))
    for person in people.named(text):
        if person.is_official or person.is_initial or not people.speaks(text, person.end):
            continue
        sentence = sentence_around(text, person.start)
        _, until = following.get(sentence, sentence)
        said_by = rf"(?:{re.escape(person.title)}|{re.escape(person.name)})[^.\n]{{0,40}}{CONSENT}"
        until = min(until, person.end + FAR)
        if not re.search(said_by, text[person.start : until], re.IGNORECASE):
            yield found("quote_needs_consent", text, person.start, person.end, severity=WARN, title=person.title)


def _stars(finding: Finding) -> str:
    return re.sub(r"\d", "*", finding.text)


def _called_by_initial(finding: Finding) -> str:
    title = finding.detail.get("title", "")
    name = finding.text[len(title) :].split()
    return f"{title} {'.'.join(word[0].upper() for word in name)}."


def _without_year(finding: Finding) -> str:
    return re.sub(r"(?:\d{1,2}[/\-.]\d{1,2}[/\-.])?\d{4}$", "****", finding.text)


def _initials(finding: Finding) -> str:
    return ".".join(word[0].upper() for word in finding.text.split()) + "."


MASKS = {
    **dict.fromkeys(
        ("pii_email", "pii_hoso", "pii_bank", "pii_mobile", "pii_landline", "pii_plate"), lambda _one: HIDDEN
    ),
    "pii_address": lambda _one: HIDDEN,
    "pii_cccd": _stars,
    "pii_cmnd": _stars,
    "pii_birth": _without_year,
    "citizen_named": _initials,
    "quote_needs_consent": _called_by_initial,
}
