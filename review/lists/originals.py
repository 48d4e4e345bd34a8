"""Which files may be had as they were sent: those of a tip that was handed in, and of which there is no copy.

A photo is shown by our copy alone, since its original tells where it was taken.
"""

import mimetypes
from dataclasses import dataclass

from sqlmodel import Session, col, select

from review.errors import NotFound
from review.media import OCTETS
from review.models import Attachment, Tip
from review.workflow import TipStatus

PLAYED = frozenset(
    {
        *("video/mp4", "video/webm", "video/quicktime", "video/x-m4v"),
        *("audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/x-wav", "audio/x-flac"),
    }
)


@dataclass(frozen=True, slots=True)
class Original:
    """A file in the store, the kind of its contents, and a name that tells whose it is."""

    key: str
    media_type: str
    name: str

    @property
    def is_played(self) -> bool:
        return self.media_type in PLAYED


def original(session: Session, reference: str, file_id: int) -> Original:
    """Return a file of a tip; its ending comes from its contents, never from what it was called. Raises NotFound."""
    query = (
        select(Attachment)
        .join(Tip, col(Tip.id) == col(Attachment.tip_id))
        .where(Attachment.id == file_id, Tip.reference == reference, Tip.status != TipStatus.COMPOSING)
    )
    row = session.exec(query).first()
    if row is None or row.original is None or row.copy_key is not None or row.kind == "photo":
        raise NotFound("the tip has no such file to take")
    media_type = row.media_type or OCTETS
    ending = mimetypes.guess_extension(media_type) or ".bin"
    return Original(row.original, media_type, f"{reference}-{row.id}{ending}")
