"""What is compared of a tip or draft: made from its text and photos, kept until the next version."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select
from sqlmodel import Session

from review import tip_text
from review.likeness import photos
from review.likeness.signature import FORM, signature
from review.likeness.texts import Reading, read
from review.media import MediaStore
from review.models import table
from review.similar import following
from review.similar.following import KEPT, Batch
from review.workflow import TipStatus

TIP, DRAFT, FILE = table("tip"), table("draft"), table("attachment")
LIKENESS, DOCUMENT, PHOTO = table("likeness"), table("named_document"), table("photo_likeness")
REVISION = table("draft_revision")
FEWEST_WORDS = 5  # of a text whose exact repetition says anything
EDGES = (0.0, 0.03, 0.06)  # shares cut off all round: a photo whose edges somebody cut is found by one of them
LONGEST_NUMBER = 80


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of one version of a tip or a draft; `bits` are those of photos not yet looked at, by their file."""

    tip_id: int | None
    draft_id: int | None
    version: int
    photos: int
    digest: str
    signature: bytes | None
    documents: tuple[str, ...] = ()
    bits: tuple[tuple[int, bytes], ...] = ()


def make(session: Session, batch: Batch, media: MediaStore) -> list[Made]:
    """Make what is to be kept of the tips and drafts that are new or have a new version or new photos."""
    return [*_tips(session, batch.tips, media), *_drafts(session, batch.drafts)]


def keep(session: Session, batch: Batch, made: Sequence[Made]) -> bool:
    """Keep it in place of what was kept before; nothing is done where another process was quicker."""
    if not following.move(session, KEPT, batch.seen, batch.then):
        return False
    for one in made:
        session.execute(delete(LIKENESS).where(_of(one)))
        values = {"tip_id": one.tip_id, "draft_id": one.draft_id, "version": one.version, "photos": one.photos}
        session.execute(insert(LIKENESS).values(form=FORM, digest=one.digest, signature=one.signature, **values))
        if one.tip_id is not None:
            _keep_more(session, one.tip_id, one)
    return True


def digest(reading: Reading) -> str:
    """Return what texts that are the same but for diacritics and signs have in common; empty for a word or two."""
    if len(reading.folded.split()) < FEWEST_WORDS:
        return ""
    return hashlib.sha256(reading.folded.encode()).hexdigest()


def _keep_more(session: Session, tip_id: int, made: Made) -> None:
    session.execute(delete(DOCUMENT).where(DOCUMENT.c.tip_id == tip_id))
    if made.documents:
        session.execute(insert(DOCUMENT), [{"tip_id": tip_id, "number": number} for number in made.documents])
    if made.bits:
        rows = [{"tip_id": tip_id, "attachment_id": file_id, "bits": bits} for file_id, bits in made.bits]
        session.execute(insert(PHOTO), rows)


def _of(made: Made) -> ColumnElement[bool]:
    return LIKENESS.c.tip_id == made.tip_id if made.tip_id else LIKENESS.c.draft_id == made.draft_id


def _tips(session: Session, ids: Sequence[int], media: MediaStore) -> Iterator[Made]:
    query = (
        select(TIP.c.id, TIP.c.version, LIKENESS.c.version.label("kept"), LIKENESS.c.form, LIKENESS.c.photos)
        .select_from(TIP.outerjoin(LIKENESS, LIKENESS.c.tip_id == TIP.c.id))
        .where(TIP.c.id.in_(ids), TIP.c.status != TipStatus.COMPOSING)
    )
    rows = {row.id: row for row in session.execute(query)}
    files = _stored_photos(session, rows)
    is_new = {
        row.id: (row.version, FORM, len(files[row.id])) != (row.kept, row.form, row.photos) for row in rows.values()
    }
    texts = tip_text.of_each(session, [tip_id for tip_id in rows if is_new[tip_id]])
    for tip_id, text in texts.items():
        reading = read(text)
        yield Made(
            tip_id=tip_id,
            draft_id=None,
            version=rows[tip_id].version,
            photos=len(files[tip_id]),
            digest=digest(reading),
            signature=signature(reading),
            documents=tuple(number[:LONGEST_NUMBER] for number in sorted(reading.particulars.documents)),
            bits=tuple(_seen(media, files[tip_id])),
        )


def _stored_photos(
    session: Session, tips: "dict[int, Row[tuple[object, ...]]]"
) -> "dict[int, list[Row[tuple[object, ...]]]]":
    """Return the photos of each tip that can be looked at, with whether that was done."""
    query = (
        select(FILE.c.id, FILE.c.tip_id, FILE.c.copy_key, PHOTO.c.id.label("kept"))
        .select_from(FILE.outerjoin(PHOTO, PHOTO.c.attachment_id == FILE.c.id))
        .where(FILE.c.tip_id.in_(tips), FILE.c.copy_key.is_not(None), FILE.c.state == "stored")
        .where(or_(FILE.c.kind == "photo", and_(FILE.c.kind == "document", FILE.c.media_type.startswith("image/"))))
    )
    found: dict[int, list[Row[tuple[object, ...]]]] = {tip_id: [] for tip_id in tips}
    for row in session.execute(query):
        found[row.tip_id].append(row)
    return found


def _seen(media: MediaStore, files: "Sequence[Row[tuple[object, ...]]]") -> Iterator[tuple[int, bytes]]:
    for file in files:
        if file.kept is None and (bits := photo_bits(media, file.copy_key)):
            yield file.id, bits


def photo_bits(media: MediaStore, key: str) -> bytes | None:
    """Return the signs of a photo of ours, whole and with cut edges; None where its bytes are no photo or are gone.

    A store that is down raises StoreDown: the photo is looked at later.
    """
    try:
        seen = photos.sketch(media.get(key))
    except (FileNotFoundError, photos.NoPhoto):
        return None
    if seen.is_flat:
        return None
    return b"".join(photos.bits(seen, (edge, edge, 1 - edge, 1 - edge)) for edge in EDGES)


def _drafts(session: Session, ids: Sequence[int]) -> Iterator[Made]:
    query = (
        select(DRAFT.c.id, DRAFT.c.version, REVISION.c.article)
        .select_from(
            DRAFT.join(
                REVISION, and_(REVISION.c.draft_id == DRAFT.c.id, REVISION.c.version == DRAFT.c.version)
            ).outerjoin(LIKENESS, LIKENESS.c.draft_id == DRAFT.c.id)
        )
        .where(DRAFT.c.id.in_(ids))
        .where(or_(LIKENESS.c.id.is_(None), LIKENESS.c.version != DRAFT.c.version, LIKENESS.c.form != FORM))
    )
    for row in session.execute(query):
        reading = read(article_text(row.article))
        yield Made(None, row.id, row.version, 0, digest(reading), signature(reading))


def article_text(article: "dict[str, object]") -> str:
    """Return what of a stored article is compared: standfirst and body."""
    body = article.get("body")
    parts = [article.get("standfirst"), *(body if isinstance(body, list) else ())]
    return "\n".join(str(part) for part in parts if part)
