"""The preview: what its sender chooses about cautions, joining a tip it is like, and what they say of their photos."""

from collections.abc import Sequence

from sqlmodel import col, select

from review import amending, previewing, queue
from review.desk.following import Following
from review.errors import TipNotFound
from review.models import Attachment
from review.noticed import JOIN, PhotoNoticed
from review.port import Joined
from review.workflow import TipStatus

LONGEST_CREDIT = 200


class Showing(Following):
    """What the dialogue of the preview asks for."""

    def choose(self, caution: str, choice: str) -> None:
        """Keep what the sender chose about a caution."""
        tip = self._unfinished()
        tip.warned = {**(tip.warned or {}), caution: choice}
        self._session.add(tip)
        self._session.flush()

    def join_composing_to(self, reference: str) -> Joined | None:
        """Join the unfinished tip to one that waits; None where there is none of that name.

        Beside another person's tip, or a decided one, it is sent (`sent`), and the desk is told what it belongs to.
        """
        try:
            tip = queue.get(self._session, reference)
        except TipNotFound:
            return None
        is_own = tip.sender_id == self._known().id
        if is_own and tip.status is TipStatus.NEEDS_INFO:
            return self.answer_with_composing(reference)
        if is_own and tip.status is TipStatus.RECEIVED:
            unfinished = self._unfinished()
            self._touched, self._composing = unfinished.id, None
            return amending.merge(self._session, unfinished, tip, now=self.now)
        self.choose("alike", JOIN + reference)
        self.submit()
        return Joined("sent", tip.id or 0, reference)

    def photos(self) -> Sequence[PhotoNoticed]:
        """Return the photos of the unfinished tip in the order they were sent."""
        return previewing.photos(self._session, self._unfinished().id or 0)

    def describe_photo(self, photo_id: int, *, caption: str = "", alt: str = "") -> None:
        """Keep the caption of a photo, or what it shows for those who cannot see it."""
        for photo in self._own_photos():
            if photo.id == photo_id:
                photo.caption, photo.alt = caption or photo.caption, alt or photo.alt
                self._session.add(photo)
        self._session.flush()

    def credit_photos(self, *, rights: str = "", taken_by: str = "") -> None:
        """Keep for all photos whether they may be used, and who took them where it was somebody else."""
        for photo in self._own_photos():
            photo.rights, photo.taken_by = rights or photo.rights, taken_by[:LONGEST_CREDIT] or photo.taken_by
            self._session.add(photo)
        self._session.flush()

    def _own_photos(self) -> Sequence[Attachment]:
        photos = select(Attachment).where(Attachment.tip_id == self._unfinished().id, Attachment.kind == "photo")
        return self._session.exec(photos.order_by(col(Attachment.id))).all()
