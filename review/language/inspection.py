"""What the desk sees in a text: its clean form, its flags and its facts, placed in the text as it was given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from review.language import complaint, completeness, dates, facts, figures, origin, personal, secret, wording
from review.language.clean import Cleaned, clean
from review.language.facts import FIELDS, Fact, Facts
from review.language.finding import Finding, found, in_order
from review.language.stamps import desk_day


@dataclass(frozen=True)
class Inspection:
    """The clean text (nothing masked), its flags in reading order and its facts; places count in the given text."""

    clean: str
    flags: tuple[Finding, ...]
    facts: Facts

    def as_json(self) -> dict[str, Any]:
        """Return the shape of `tinbai inspect --json`."""
        return {
            "clean": self.clean,
            "flags": [_flag_json(flag) for flag in self.flags],
            "facts": {field: [_fact_json(field, fact) for fact in getattr(self.facts, field)] for field in FIELDS},
        }


def inspect(text: str, sent_at: datetime, *, has_file: bool = False) -> Inspection:
    """Read a text as it was given; dates are reckoned from `sent_at`, markings judged by whether a file came along."""
    cleaned = clean(text)
    seen = facts.find(cleaned.text, sent_at)
    findings = [*_seen_in(cleaned.text, seen, sent_at, has_file=has_file)]
    flags = [*cleaned.flags, *(finding.moved(text, *cleaned.given(finding.start, finding.end)) for finding in findings)]
    return Inspection(cleaned.text, tuple(in_order(_each_once(flags))), _given(seen, cleaned, text))


def _seen_in(text: str, seen: Facts, sent_at: datetime, *, has_file: bool) -> Iterator[Finding]:
    yield from wording.find(text)
    yield from completeness.find(text, seen, desk_day(sent_at))
    yield from _relative_dates(text, sent_at)
    yield from figures.conflicts(text)
    yield from figures.derived(text)
    yield from origin.find(text)
    yield from personal.find(text)
    if complains := complaint.find(text):
        yield complains
    if marker := secret.markers(text, has_file=has_file):
        detail = {"level": marker.level} | ({"public_consultation": "yes"} if marker.is_consultation else {})
        yield found("secret_marker", text, marker.start, marker.end, **detail)


def _relative_dates(text: str, sent_at: datetime) -> Iterator[Finding]:
    for day in dates.resolve(text, sent_at):
        if day.is_relative:
            detail = {"from": day.from_.isoformat(), "to": day.to.isoformat()} if day.from_ and day.to else {}
            part = {"part": day.part} if day.part else {}
            yield found("relative_date", text, day.start, day.end, **detail, **part)


def _each_once(findings: list[Finding]) -> list[Finding]:
    """Keep one finding of a code at a place."""
    return list({(one.code, one.start, one.end): one for one in reversed(findings)}.values())


def _given(seen: Facts, cleaned: Cleaned, text: str) -> Facts:
    """Return the facts placed in the given text."""

    def moved(fact: Fact) -> Fact:
        start, end = cleaned.given(fact.start, fact.end)
        return Fact(text[start:end], start, end, fact.from_, fact.to, fact.is_vague)

    return Facts(**{field: tuple(moved(fact) for fact in getattr(seen, field)) for field in FIELDS})


def _flag_json(flag: Finding) -> dict[str, Any]:
    return {"code": flag.code, "text": flag.text, "start": flag.start, "end": flag.end, **flag.detail}


def _fact_json(field: str, fact: Fact) -> dict[str, Any]:
    place: dict[str, Any] = {"text": fact.text, "start": fact.start, "end": fact.end}
    if field != "when":
        return place
    return place | {
        "from": fact.from_.isoformat() if fact.from_ else None,
        "to": fact.to.isoformat() if fact.to else None,
        "vague": fact.is_vague,
    }
