"""What a tip is like: exact copies, likely ones looked at closely, the same documents, files and photos."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select
from sqlmodel import Session

from review import tip_text
from review.likeness import photos as photo_likeness
from review.likeness.signature import signature
from review.likeness.texts import Reading, read, score
from review.media import MediaStore
from review.models import table
from review.similar import index
from review.similar.keeping import article_text, digest
from review.thresholds import Thresholds

LIKENESS, DOCUMENT, PHOTO = table("likeness"), table("named_document"), table("photo_likeness")
FILE, DRAFT, REVISION, SOURCE = table("attachment"), table("draft"), table("draft_revision"), table("draft_source")
MOST_LOOKED_AT, MOST_KEPT = 8, 5
SURE = 30  # bits apart up to which two photos need no closer look
RECENT_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A tip or draft that is like another: `why` is text, document, file or photo."""

    tip_id: int | None
    draft_id: int | None
    why: str
    score: float


def like_text(
    session: Session, text: str, thresholds: Thresholds, *, but: int | None = None, only_recent: bool = False
) -> list[Found]:
    """Return the tips and drafts whose texts are at least related to a text, the likest first.

    `but` is the tip the text is of. Raises nothing for a text of any kind; one too short finds exact copies only.
    """
    reading = read(text)
    own = _drafts_of(session, but)
    rows = [*_exact(session, reading), *_likely(session, reading, blocks=RECENT_BLOCKS if only_recent else None)]
    others = {row.id: row for row in rows if row.tip_id != (but or 0) and row.draft_id not in own}
    texts = _texts(session, others.values())
    found = []
    for number, row in others.items():
        same = row.digest != "" and row.digest == digest(reading)
        value = 1.0 if same else score(reading, read(texts.get(number, "")))
        if value is not None and value >= thresholds.near / 2:
            found.append(Found(row.tip_id, row.draft_id, "text", value))
    return sorted(found, key=lambda one: -one.score)


def like_tip(session: Session, tip_id: int, media: MediaStore, thresholds: Thresholds) -> list[Found]:
    """Return the older tips, and the drafts, that a tip is like, each once, the likest first."""
    text = tip_text.of_each(session, [tip_id])[tip_id]
    found = [
        *like_text(session, text, thresholds, but=tip_id),
        *_same_files(session, tip_id),
        *_same_photos(session, tip_id, media, thresholds),
        *_same_documents(session, tip_id),
    ]
    best: dict[tuple[int | None, int | None], Found] = {}
    for one in found:
        is_older = one.tip_id is None or one.tip_id < tip_id
        if is_older and (known := best.get((one.tip_id, one.draft_id), one)).score <= one.score:
            best[one.tip_id, one.draft_id] = one if one.score > known.score else known
    return sorted(best.values(), key=lambda one: -one.score)[:MOST_KEPT]


def count(session: Session) -> int:
    """Return how many texts are there to be looked through, or some more."""
    return session.execute(select(func.max(LIKENESS.c.id))).scalar() or 0


def warm(session: Session) -> None:
    """Have the index in mind before anybody waits for it."""
    memory, engine = _memory(session)
    index.of(memory).refresh(engine)


def _memory(session: Session) -> tuple[dict[str, Any], Engine]:
    """Return what this process keeps in mind of the database, and the engine that sees what is committed."""
    memory: dict[str, Any] = session.get_bind().engine.get_execution_options()["memory"]
    return memory, memory["reading"]


def _exact(session: Session, reading: Reading) -> Sequence[Any]:
    wanted = digest(reading)
    if not wanted:
        return ()
    query = select(LIKENESS.c.id, LIKENESS.c.tip_id, LIKENESS.c.draft_id, LIKENESS.c.digest)
    return session.execute(query.where(LIKENESS.c.digest == wanted).order_by(LIKENESS.c.id).limit(MOST_KEPT)).all()


def _likely(session: Session, reading: Reading, *, blocks: int | None) -> Sequence[Any]:
    wanted = signature(reading)
    if wanted is None:
        return ()
    memory, engine = _memory(session)
    numbers = index.of(memory).texts(engine, wanted, most=MOST_LOOKED_AT, blocks=blocks)
    query = select(LIKENESS.c.id, LIKENESS.c.tip_id, LIKENESS.c.draft_id, LIKENESS.c.digest)
    return session.execute(query.where(LIKENESS.c.id.in_(numbers))).all()


def _texts(session: Session, rows: Collection[Any]) -> Mapping[int, str]:
    """Return the texts of rows by their numbers."""
    tips = {row.tip_id: row.id for row in rows if row.tip_id is not None}
    drafts = {row.draft_id: row.id for row in rows if row.draft_id is not None}
    texts = {tips[tip_id]: text for tip_id, text in tip_text.of_each(session, list(tips)).items()} if tips else {}
    if drafts:
        is_newest = and_(REVISION.c.draft_id == DRAFT.c.id, REVISION.c.version == DRAFT.c.version)
        query = select(DRAFT.c.id, REVISION.c.article).select_from(DRAFT.join(REVISION, is_newest))
        found = session.execute(query.where(DRAFT.c.id.in_(list(drafts))))
        texts |= {drafts[draft_id]: article_text(article) for draft_id, article in found}
    return texts


def _drafts_of(session: Session, tip_id: int | None) -> frozenset[int]:
    """Return the drafts made of a tip: they are like it, and nobody needs to be told."""
    if tip_id is None:
        return frozenset()
    return frozenset(session.execute(select(SOURCE.c.draft_id).where(SOURCE.c.tip_id == tip_id)).scalars())


def _same_documents(session: Session, tip_id: int) -> Iterator[Found]:
    numbers = select(DOCUMENT.c.number).where(DOCUMENT.c.tip_id == tip_id)
    query = select(DOCUMENT.c.tip_id).where(DOCUMENT.c.number.in_(numbers), DOCUMENT.c.tip_id < tip_id)
    for other in session.execute(query.order_by(DOCUMENT.c.tip_id.desc()).limit(MOST_KEPT)).scalars():
        yield Found(other, None, "document", 0.0)


def _same_files(session: Session, tip_id: int) -> Iterator[Found]:
    """Yield tips with a file of the same bytes, or the same file of the messenger."""
    own = session.execute(select(FILE.c.original, FILE.c.unique_ref).where(FILE.c.tip_id == tip_id)).all()
    originals, refs = {row.original for row in own} - {None}, {row.unique_ref for row in own} - {""}
    query = select(FILE.c.tip_id).where(or_(FILE.c.original.in_(originals), FILE.c.unique_ref.in_(refs)))
    if originals or refs:
        others = session.execute(query.where(FILE.c.tip_id < tip_id).order_by(FILE.c.tip_id).limit(MOST_KEPT)).scalars()
        yield from (Found(other, None, "file", 1.0) for other in dict.fromkeys(others))


def _same_photos(session: Session, tip_id: int, media: MediaStore, thresholds: Thresholds) -> Iterator[Found]:
    memory, engine = _memory(session)
    query = select(PHOTO.c.bits, FILE.c.copy_key).select_from(PHOTO.join(FILE, FILE.c.id == PHOTO.c.attachment_id))
    for own in session.execute(query.where(PHOTO.c.tip_id == tip_id)).all():
        apart = {number: bits for bits, number in index.of(memory).photos(engine, own.bits, most=MOST_LOOKED_AT)}
        others = select(PHOTO.c.id, PHOTO.c.tip_id, FILE.c.copy_key).select_from(
            PHOTO.join(FILE, FILE.c.id == PHOTO.c.attachment_id)
        )
        for other in session.execute(others.where(PHOTO.c.id.in_(list(apart)), PHOTO.c.tip_id < tip_id)):
            value = _closely(media, own.copy_key, other.copy_key, apart[other.id])
            if value >= thresholds.near:
                yield Found(other.tip_id, None, "photo", value)


def _closely(media: MediaStore, key: str | None, other: str | None, bits_apart: int) -> float:
    """Return how alike two photos are; where their signs leave a doubt the photos themselves are looked at."""
    if bits_apart <= SURE or key is None or other is None:
        return photo_likeness.scored(bits_apart)
    try:
        return photo_likeness.score(photo_likeness.sketch(media.get(key)), photo_likeness.sketch(media.get(other)))
    except (OSError, photo_likeness.NoPhoto):
        return 0.0
