"""Which words of a tip go where in its article. Rearranges and spells out; invents nothing (domain guide, section 14).

A text already formed (title, standfirst, paragraphs) keeps its parts. From a chat text the standfirst is the sentence
that says most of when, who and where; the title is cut from it or stays `[[tít]]`; what was said to the desk is left
out; what is missing becomes a placeholder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from review.language import bodies, dates, facts
from review.language.dates import DateFound
from review.language.sentences import sentences
from review.rendering import captions, credit, headline, privacy, spelling
from review.rendering.article import PLACEHOLDER, Photo
from review.rendering.asides import announced, parted, plain_spoken
from review.rendering.conflicts import open_where_tips_differ
from review.rendering.corrections import corrected
from review.rendering.formed import FormedText, formed
from review.rendering.passages import Passage, passages
from review.rendering.story import Story

OPEN_PLACE = "[[địa điểm]]"
OPEN_LEAD = "[[ai, việc gì, ở đâu, khi nào]]"


@dataclass(frozen=True, slots=True)
class Formed:
    """The words of an article in their places, before a genre's template puts them together; `dropped` is left out."""

    title: str
    standfirst: str
    body: tuple[str, ...]
    photos: tuple[Photo, ...]
    byline: str
    source_line: str
    event_date: date | None
    dropped: tuple[str, ...]


def form(story: Story) -> Formed:
    """Return the parts of the article that a story makes."""
    lines, dropped = passages(story)
    kept, asides = _without_asides([line for line in lines if not captions.is_caption(line, story)])
    told, used = corrected(open_where_tips_differ([line for line in kept if not line.message.question]))
    own = [line for line in told if line.message.author == told[0].message.author]
    text = formed(own)
    ready = _from_formed(story, text) if text else _from_chat(story, own, asides)
    joined = _joined(story, [line for line in told if line not in own])
    answers = _answers(story, [line for line in kept if line.message.question])
    return replace(
        ready,
        body=(*ready.body, *joined, *answers),
        photos=captions.photos(story, lines, _setting(story, ready)),
        dropped=(*dropped, *asides, *used),
    )


def _without_asides(lines: Sequence[Passage]) -> tuple[list[Passage], list[str]]:
    kept: list[Passage] = []
    asides: list[str] = []
    for line in lines:
        parts = parted(line.text)
        asides += parts.asides
        if parts.text:
            kept.append(replace(line, text=parts.text))
    return kept, asides


def _from_formed(story: Story, text: FormedText) -> Formed:
    speller = _Speller.of(story, [text.standfirst, *text.body])
    standfirst = speller.spelled(text.standfirst)
    return Formed(
        title=speller.spelled(text.title),
        standfirst=standfirst,
        body=tuple(speller.spelled(line) for line in text.body),
        photos=(),
        byline=credit.byline(story.authors, story.unit_short),
        source_line=text.source_line or credit.source_line(story, ""),
        event_date=_event_date(story, standfirst),
        dropped=(),
    )


def _from_chat(story: Story, lines: Sequence[Passage], asides: Sequence[str]) -> Formed:
    told, stated = _without_sources(lines)
    stated = stated or next(filter(None, map(credit.source_in_aside, asides)), "")
    speller = _Speller.of(story, told)
    spelled = [replace(line, text=speller.told(line)) for line in told]
    lead, rest = _lead(story, spelled)
    subject = next(filter(None, map(announced, asides)), "")
    return Formed(
        title=headline.title(lead, spelling.spelled(subject, story.sent_at, story), story.unit_short),
        standfirst=_complete(story, lead, spelled),
        body=tuple(rest),
        photos=(),
        byline=credit.byline(story.authors, story.unit_short),
        source_line=credit.source_line(story, stated),
        event_date=_event_date(story, lead),
        dropped=(),
    )


@dataclass(frozen=True, slots=True)
class _Speller:
    """Spells passages, knowing from the whole tip who speaks for an office."""

    story: Story
    officials: frozenset[str]

    @classmethod
    def of(cls, story: Story, lines: Sequence[Passage]) -> "_Speller":
        return cls(story, privacy.officials([line.text for line in lines]))

    def spelled(self, line: Passage) -> str:
        """Return a formed passage: only private data, dates and typography are touched."""
        text = spelling.spelled(line.text, line.message.sent_at, self.story)
        return privacy.discreet(text, self.officials, has_consent=line.message.has_consent)

    def told(self, line: Passage) -> str:
        """Return a passage of a chat, with a question behind each unnamed position."""
        return spelling.with_open_names(self.spelled(line))


def _without_sources(lines: Sequence[Passage]) -> tuple[list[Passage], str]:
    """Return the lines without the sentences that only state the source, and that source."""
    kept, stated = [], ""
    for line in lines:
        rest = []
        for sentence in sentences(line.text):
            source = credit.stated_source(sentence)
            stated = stated or source
            rest += [] if source else [sentence]
        if rest:
            kept.append(replace(line, text=" ".join(rest)))
    return kept, stated


def _lead(story: Story, lines: Sequence[Passage]) -> tuple[str, list[str]]:
    """Return the sentence for the standfirst, and the paragraphs without it."""
    if not lines:
        return "", []
    first = sentences(lines[0].text)
    chosen = headline.standfirst_at(first, story.sent_at)
    rest = " ".join(sentence for at, sentence in enumerate(first) if at != chosen)
    return first[chosen], [text for text in (rest, *(line.text for line in lines[1:])) if text]


def _complete(story: Story, lead: str, lines: Sequence[Passage]) -> str:
    """Return the standfirst with the day and place that were told by one tap, or with the questions for them."""
    found = facts.find("\n".join(line.text for line in lines), story.sent_at)
    missing = facts.missing(found)
    if "when" in missing and story.event_when:
        lead = _on(_when(story), lead)
    if "where" in missing and story.event_where:
        lead = f"{lead} Địa điểm: {story.event_where.rstrip('.')}.".strip()
    if not lead:
        return OPEN_LEAD
    needs_day = (
        "when" in missing and not story.event_when and not any(spelling.DAY_UNKNOWN in line.text for line in lines)
    )
    needs_place = "where" in missing and not story.event_where
    return lead + f" {spelling.DAY_UNKNOWN}" * needs_day + f" {OPEN_PLACE}" * needs_place


def _on(when: str, lead: str) -> str:
    """Put the day before a sentence; only before an agency's name it reads as one sentence."""
    begins_with_agency = any(start == 0 for start, _ in bodies.bodies(lead))
    return f"{when}{',' if begins_with_agency else ':'} {lead}" if lead else f"{when}."


def _when(story: Story) -> str:
    """Return the day that was told by one tap, as the press writes it."""
    found = dates.resolve(story.event_when, story.sent_at)
    said = dates.written(found[0]) if found else story.event_when.strip()
    return said[:1].upper() + said[1:]


def _event_date(story: Story, lead: str) -> date | None:
    """Return the day of the event: told by one tap, else the one exact day that the standfirst names."""
    found = _exact_day(story, story.event_when) or _exact_day(story, lead)
    return found.from_ if found else None


def _exact_day(story: Story, text: str) -> DateFound | None:
    """Return the first exact day in a text; a text that asks for the day names none."""
    if spelling.DAY_UNKNOWN in text:
        return None
    for found in dates.resolve(PLACEHOLDER.sub("", text), story.sent_at):
        if found.from_ and found.from_ == found.to and not found.is_vague:
            return found
    return None


def _joined(story: Story, lines: Sequence[Passage]) -> Iterator[str]:
    """Yield what other correspondents sent of the same event; the editor chooses what it adds."""
    speller = _Speller.of(story, lines)
    asked: set[str | None] = set()
    for line in lines:
        author = line.message.author
        question = "" if author in asked else f"[[chọn chi tiết từ tin của {author or 'cộng tác viên khác'}]] "
        asked.add(author)
        yield question + speller.told(line)


def _answers(story: Story, lines: Sequence[Passage]) -> Iterator[str]:
    """Yield each answer behind the desk's question, for the editor to place it."""
    speller = _Speller.of(story, lines)
    for line in lines:
        question = (line.message.question or "").translate({ord("["): "(", ord("]"): ")"})
        yield f"[[{question}]] {plain_spoken(speller.told(line))}"


def _setting(story: Story, ready: Formed) -> captions.Setting:
    found = _exact_day(story, story.event_when) or _exact_day(story, ready.standfirst)
    photographer = story.authors[0] if len(story.authors) == 1 else ""
    return captions.Setting(story.event_where, dates.written(found) if found else "", photographer)
