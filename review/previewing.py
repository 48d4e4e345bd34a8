"""The preview of an unfinished tip: what its sender is shown before sending, read from the tip as it now is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from review import tip_text
from review.language import dates, facts
from review.language.clean import clean
from review.language.dates import DateFound
from review.language.facts import Fact
from review.language.inspection import Inspection, inspect
from review.models import table
from review.noticed import Composing, Day, Form, Noticed, PhotoNoticed, caption_in, cautions, kept
from review.statements import Statement, run
from review.tip_text import Message

MOST_INSPECTED = 10_000  # of a text, as at sending
MOST_OF_A_FACT = 3
TIP, FILE, MESSAGE = (table(name) for name in ("tip", "attachment", "tip_message"))
_WARNED = Statement(sa.select(TIP.c.warned).where(TIP.c.id == sa.bindparam("tip_id")))
_PHOTOS = Statement(
    sa.select(*(FILE.c[name] for name in ("id", "caption", "alt", "rights", "width", "height")), MESSAGE.c.text)
    .select_from(FILE.join(MESSAGE, MESSAGE.c.id == FILE.c.message_pk))
    .where(FILE.c.tip_id == sa.bindparam("tip_id"), FILE.c.kind == "photo")
    .order_by(MESSAGE.c.sent_at, MESSAGE.c.message_id)
)


def noticed(session: Session, tip: Composing, *, alike: tuple[str, ...] = ()) -> Composing:
    """Return an unfinished tip with what the desk noticed in it; `alike` names the tip it looks like."""
    parts = tip_text.messages(session, tip.tip_id)
    text = tip_text.joined(parts)[:MOST_INSPECTED]
    seen = inspect(text, parts[0].sent_at if parts else tip.started_at)
    photos = run(session, _PHOTOS, tip_id=tip.tip_id).rows
    shown = cautions(seen.flags, text, _form(parts, photos, chosen=_chosen(session, tip.tip_id), alike=alike))
    found = Noticed(
        what=_texts(seen.facts.what),
        day=_given_day(tip) if tip.when else _day(parts),
        where=_texts(seen.facts.where),
        who=_texts(seen.facts.who),
        numbers=_texts(seen.facts.numbers),
        source=_texts(seen.facts.source),
        documents=_texts(seen.facts.documents),
        better_with=_better_with(seen),
        cautions=shown,
        photos=_photos(photos, text),
    )
    return replace(tip, missing=_missing(tip, seen), noticed=found)


def photos(session: Session, tip_id: int) -> tuple[PhotoNoticed, ...]:
    """Return the photos of a tip, in the order they were sent."""
    text = tip_text.joined(tip_text.messages(session, tip_id))
    return _photos(run(session, _PHOTOS, tip_id=tip_id).rows, text)


def sent_past(
    seen: Inspection, text: str, parts: Sequence[Message], photos: Sequence[Any], *, chosen: dict[str, str]
) -> dict[str, str]:
    """Return what a tip is sent past, and what its sender chose; photos are rows with their width and height."""
    alike = (chosen["alike"],) if "alike" in chosen else ()
    sent = _form(parts, photos, chosen=chosen, alike=alike)
    return kept(cautions(seen.flags, text, sent))


def _form(parts: Sequence[Message], photos: Sequence[Any], *, chosen: dict[str, str], alike: tuple[str, ...]) -> Form:
    sides = [max(photo.width, photo.height) for photo in photos if photo.width and photo.height]
    is_forwarded = any(part.forwarded_from for part in parts)
    return Form(len(photos), min(sides, default=None), is_forwarded, alike, chosen)


def _chosen(session: Session, tip_id: int) -> dict[str, str]:
    row = run(session, _WARNED, tip_id=tip_id).first()
    return dict(row.warned or {}) if row else {}


def _day(parts: Iterable[Message]) -> Day | None:
    """Return when it happened: a day each message reckons from its own date; one that is plain before a vague one."""
    days = [day for part in tip_text.uncut(parts) for day in dates.resolve(clean(part.text).text, part.sent_at)]
    day = next((one for one in days if not one.is_vague), days[0] if days else None)
    return _as_shown(day) if day else None


def _given_day(tip: Composing) -> Day | None:
    """Return the day a sender gave; None where it is more than a plain day, which is shown as it was given."""
    days = dates.resolve(tip.when, tip.started_at)
    is_plain = len(days) == 1 and days[0].text == tip.when and not days[0].is_relative
    return _as_shown(days[0]) if is_plain else None


def _as_shown(day: DateFound) -> Day:
    return Day(day.text, day.from_, day.to, day.part, day.is_relative, day.is_vague)


def _missing(tip: Composing, seen: Inspection) -> tuple[str, ...]:
    given = {"when": tip.when, "where": tip.where, "source": tip.source}
    return tuple(field for field in facts.missing(seen.facts) if not given[field])


def _better_with(seen: Inspection) -> tuple[str, ...]:
    """Return what nobody is asked for and every article is better with."""
    lacks_number = any(flag.code == "missing_doc_number" for flag in seen.flags)
    lacking = {"who": not seen.facts.who, "numbers": not seen.facts.numbers, "document": lacks_number}
    return tuple(name for name, lacks in lacking.items() if lacks)


def _texts(found: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(fact.text.split()) for fact in found))[:MOST_OF_A_FACT]


def _photos(rows: Iterable[Any], text: str) -> tuple[PhotoNoticed, ...]:
    return tuple(
        PhotoNoticed(row.id, number, row.caption, row.alt, caption_in(row.text, text), row.rights)
        for number, row in enumerate(rows, 1)
    )
