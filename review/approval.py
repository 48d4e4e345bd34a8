"""Approving in two beats: read the tip and render its article, then decide in one short transaction (moderation)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from review import merging, network, tip_text, tip_view
from review.clock import desk_date
from review.models import Question, Tip
from review.noticed import caption_in
from review.rendering import drafts
from review.rendering.story import Story, StoryMessage, StoryPhoto
from review.settings import DeskRules

FOUND = "found"  # the right to a photo that somebody else took
DEFAULT_GENRE = "TIN"
ON_THE_MAP = frozenset({"location", "venue"})  # the place is named by `event_where`; nobody prints coordinates


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be approved: the version read, and the story in the proposed genre and section."""

    reference: str
    version: int
    genre: str
    section: str
    story: Story


def propose(
    session: Session, tip: Tip, *, rules: DeskRules, genre: str | None = None, section: str | None = None
) -> Proposal:
    """Read a tip as a story; genre and section are proposed from its length, topic and date where none is given."""
    chosen_genre = genre or tip.genre or DEFAULT_GENRE
    day = desk_date(tip.sent_at or tip.started_at, rules.zone)
    chosen_section = section if section is not None else network.proposed_section(session, tip.topic, day)
    story = _story(session, tip, chosen_genre, chosen_section)
    return Proposal(tip.reference or "", tip.version, chosen_genre, chosen_section, story)


def render(proposal: Proposal) -> drafts.Rendered:
    """Render the article of a proposal from its genre's template; pure, outside any transaction."""
    return drafts.render(proposal.story)


def _story(session: Session, tip: Tip, genre: str, section: str) -> Story:
    unit = network.unit(session, tip.unit_id)
    sources = [tip, *merging.joined(session, tip)]
    authors = [tip_view.credit(session, source.sender_id, _unit_name(session, source)) for source in sources]
    messages = [message for source in sources for message in _messages(session, source)]
    return Story(
        reference=tip.reference or "",
        genre=genre,
        section=section,
        topic=tip.topic or "",
        messages=tuple(_numbered(messages)),
        photos=tuple(_photos(session, sources, authors)),
        sent_at=tip.sent_at or tip.started_at,
        unit_full=unit.name_full if unit else "",
        unit_short=unit.name_short if unit else "",
        authors=tuple(dict.fromkeys(authors)),
        source_type=tip.source_type,
        source_detail=tip.source_detail,
        event_when=tip.event_when,
        event_where=tip.event_where,
    )


def _unit_name(session: Session, tip: Tip) -> str | None:
    unit = network.unit(session, tip.unit_id)
    return unit.name_full if unit else None


def _messages(session: Session, tip: Tip) -> list[StoryMessage]:
    """Return what a tip says, message by message, not yet numbered."""
    author = tip_view.credit(session, tip.sender_id, _unit_name(session, tip))
    asked = {row.id: row.text for row in session.exec(select(Question).where(Question.tip_id == tip.id))}
    said = [part for part in tip_text.messages(session, tip.id or 0) if part.kind not in ON_THE_MAP]
    has_consent = (tip.warned or {}).get("personal") == "keep"
    return [
        StoryMessage(0, part.text, part.sent_at, author, asked.get(part.question_id), has_consent)
        for part in tip_text.uncut(said)
    ]


def _numbered(messages: Sequence[StoryMessage]) -> list[StoryMessage]:
    return [replace(message, number=number) for number, message in enumerate(messages, 1) if message.text.strip()]


def _photos(session: Session, tips: Sequence[Tip], authors: Sequence[str]) -> list[StoryPhoto]:
    """Return the photos with what their senders said of them: who took each is its sender, or whom they named."""
    text = tip_text.joined(part for tip in tips for part in tip_text.messages(session, tip.id or 0))
    sent = [
        (photo, author) for tip, author in zip(tips, authors, strict=True) for photo in tip_view.photos(session, [tip])
    ]
    return [
        StoryPhoto(
            number=number,
            key=photo.copy_key,
            caption=photo.caption or caption_in(photo.message_text, text),
            alt=photo.alt,
            credit=photo.taken_by if photo.rights == FOUND else author,
            is_own=None if photo.rights is None else photo.rights != FOUND,
        )
        for number, (photo, author) in enumerate(sent, 1)
    ]
