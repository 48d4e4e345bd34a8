"""Every screen there is, found by pressing every button: from each there is a way to send and one to cancel.

The crawl knows no screen. A place is where the dialogue stands and what is offered there; each is looked at once.
"""

import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, func, select

from bot.conversation.incoming import Incoming
from review.db import Session
from review.models import Dialogue, OutboxRow, Tip, TipMessage
from review.port import FileRef
from review.workflow import TipStatus
from tests.conftest import NOON
from tests.stories.furnishing import LAN, furnish_with_people
from tests.stories.telephone import Offer, Telephone

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, hỗ trợ 37 người. Liên hệ chị Hạnh 0903 123 456."
LEAD = "(Báo Ví Dụ) - Theo báo cáo của Sở Mẫu, tỷ lệ hồ sơ đạt 71,4%. https://example.org/tin"
PRACTICE = "practice"  # where nothing is kept, by decision
DEEPEST = 6  # presses from the first screen
Place = tuple[str, str, bool, frozenset[str]]
Way = tuple[Offer, ...]


@dataclass(frozen=True)
class Seen:
    """What stands after a way: the place, whether a tip was handed in, what is offered."""

    place: Place
    is_sent: bool
    offers: tuple[Offer, ...]


@dataclass
class Crawl:
    """Every place below the first screen of an unfinished tip, how it was reached and where it leads."""

    phone: Telephone
    first: tuple[Offer, ...]
    read: int
    ways: dict[Place, Way] = field(default_factory=dict)
    leads: dict[Place, set[Place]] = field(default_factory=dict)
    sends: set[Place] = field(default_factory=set)

    def goes(self) -> None:
        begin = self.after(())
        self.ways[begin.place] = ()
        waiting = deque([(begin.place, self.first)])
        while waiting:
            place, offers = waiting.popleft()
            way = self.ways[place]
            for offer in offers if len(way) < DEEPEST else ():
                seen = self.after((*way, offer))
                self.leads.setdefault(place, set()).add(seen.place)
                if seen.is_sent:
                    self.sends.add(seen.place)
                elif seen.place not in self.ways:
                    self.ways[seen.place] = (*way, offer)
                    waiting.append((seen.place, seen.offers or offers))

    def after(self, way: Way) -> Seen:
        return self.phone.tries(self.presses(way), self._seen)

    def presses(self, way: Way) -> list[Incoming]:
        return [self.phone.press(offer) for offer in way]

    def can_send(self) -> set[Place]:
        """Return the places from which the buttons lead to a tip that was handed in."""
        found = set(self.sends)
        while True:
            more = {place for place, to in self.leads.items() if to & found} - found
            if not more:
                return found
            found |= more

    def _seen(self, session: Session) -> Seen:
        row, tip = (
            session.exec(select(Dialogue).order_by(col(Dialogue.person_id))).first(),
            session.exec(select(Tip)).first(),
        )
        offers = tuple(dict.fromkeys(self.phone.offers_of(session, self.read))) or self.first
        codes = frozenset(offer.code for offer in offers)
        stands = (row.name, row.step) if row else ("", "")
        is_composing = tip is not None and tip.status is TipStatus.COMPOSING
        is_sent = tip is not None and tip.status is TipStatus.RECEIVED
        return Seen((*stands, is_composing, codes), is_sent, offers)


@contextmanager
def crawled(template: Path, folder: Path) -> Iterator[Crawl]:
    """Crawl over everything that can be reached from a tip with something to be asked about."""
    url = f"sqlite:///{shutil.copy(template, folder / 'desk.sqlite3')}"
    furnish_with_people(url, folder)
    phone = Telephone(url, folder, LAN, NOON + timedelta(hours=1))
    photo = FileRef("photo", "F", "U", 9, width=90, height=60)
    for part in (
        phone.message(TEXT),
        phone.message(LEAD, forwarded_from="Báo Ví Dụ"),
        phone.message("", kind="photo", file=photo),
    ):
        phone.does(phone.sent(part))
    read = phone.newsroom.database.read_now(lambda session: session.exec(select(func.max(OutboxRow.id))).one() or 0)
    crawl = Crawl(phone, phone.newest, read)
    crawl.goes()
    yield crawl
    phone.closes()


def test_from_every_screen_a_tip_can_be_sent_and_cancelled_and_nothing_is_lost(migrated: Path, tmp_path: Path) -> None:
    with crawled(migrated, tmp_path) as crawl:
        places = [(place, way) for place, way in crawl.ways.items() if place[2]]

        assert {"preview", "topic", "source", "when_text", "where_text"} <= {place[1] for place, _ in places}
        assert {place for place, _ in places} - crawl.can_send() == set()
        for place, way in places:
            assert is_idle_after_cancelling(crawl, way), place
            assert place[0] == PRACTICE or is_photo_kept(crawl, way), place


def is_idle_after_cancelling(crawl: Crawl, way: Way) -> bool:
    def is_idle(session: Session) -> bool:
        is_talking = session.exec(select(Dialogue).where(Dialogue.step != "")).first() is not None
        return not is_talking and session.exec(select(Tip)).first() is None

    return crawl.phone.tries([*crawl.presses(way), *(crawl.phone.command("huy") for _ in range(3))], is_idle)


def is_photo_kept(crawl: Crawl, way: Way) -> bool:
    photo = crawl.phone.message("", kind="photo", file=FileRef("photo", "F2", "U2", 9))

    def is_kept(session: Session) -> bool:
        return session.exec(select(TipMessage.id).where(TipMessage.message_id == photo.message_id)).first() is not None

    return crawl.phone.tries([*crawl.presses(way), crawl.phone.sent(photo)], is_kept)
