"""Has somebody sent this already? Asked while a tip is still being written."""

from review import tip_text
from review.desk.conversing import Conversing
from review.likeness.pair import Pair
from review.similar import shown

LONGEST = 20_000  # characters that are looked at while somebody waits


class Likening(Conversing):
    """What the preview asks for before it offers to send."""

    def similar_to_composing(self) -> Pair | None:
        """Return the tip of anybody that the unfinished one is most like; None where nothing is near, or it is short.

        It is one that waits for a decision, or came in within the days of SIMILAR, or is the same text. A few
        milliseconds, whatever the desk holds; ask once a preview, not with every message.
        """
        if self._composing is None:
            return None
        text = tip_text.joined(tip_text.messages(self._session, self._composing))[:LONGEST]
        return shown.like_composing(self._session, text, self._rules.similar, tip_id=self._composing, now=self.now)
