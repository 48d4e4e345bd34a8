"""No order of messages, edits, album parts, buttons, restarts and pauses loses a part or leaves a person stuck.

The machine knows no screen: it presses what it is offered, so a screen added later is walked through as well.
"""

import shutil
from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func
from sqlmodel import col, select

from bot.conversation.incoming import Incoming, Kind
from review import people, queue
from review.db import Session
from review.models import AuditRow, OutboxRow, Tip
from review.port import Contents, FileRef, Part
from review.workflow import UNDECIDED
from tests.chaos.figures import IS_FULL, SEED, Figures, size
from tests.conftest import NOON
from tests.stories.furnishing import (
    LAN,
    MINH,
    decide,
    furnish_with_people,
    has_something,
    is_idle,
    is_member,
    lan,
    places_of_messages,
    stands,
    stands_somewhere,
)
from tests.stories.telephone import DOOR, Offer, Telephone

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, hỗ trợ 37 người"
THROWN_AWAY = ("discard", "delete_person", "rights_withdraw")  # what a person does on purpose, and the trail says so
UNIT = ("settings", "unit")  # a name typed here is looked for, and asked for again where it is none
PRACTICE = "practice"  # where nothing is kept, by decision
WALKS = size(6, 300)
FARTHEST = 4  # buttons to the receipt
KINDS = ("text", "text", "much", "forwarded", "venue", "photo", "voice", "document")
pytestmark = [pytest.mark.chaos] if IS_FULL else []  # `make test` need not keep it beside the campaigns
DECISIONS = ("ask", "reject", "approve", "claim")


class AnyOrder(RuleBasedStateMachine):
    """Lan's telephone, and a desk that decides now and then."""

    template: Path
    folder: Path
    answered: ClassVar[set[object]] = set()
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        copy = shutil.copy(self.template, self.folder / "desk.sqlite3")
        for rest in ("-wal", "-shm"):
            (self.folder / f"desk.sqlite3{rest}").unlink(missing_ok=True)
        self.phone = Telephone(f"sqlite:///{copy}", self.folder, LAN, NOON + timedelta(hours=1))
        self.kept: dict[int, str] = {}  # what has to be there: the newest words of each message
        self.said: dict[int, set[str]] = {}  # all words it ever had
        self.stood: dict[int, int] = {}  # in which chat: a tip sent again holds copies, and it is these that count
        self.sent: list[Part] = []
        self.last: Incoming | None = None
        self.thrown_away = self._thrown_away()

    def teardown(self) -> None:
        self.phone.closes()

    @rule(what=st.sampled_from(KINDS), data=st.data(), steps=st.integers(0, 4))
    def sends(self, what: str, data: st.DataObject, steps: int) -> None:
        self._sends(self._message(what))
        self._walks(data, steps)

    @rule(group=st.sampled_from(["g1", "g2"]))
    def sends_a_part_of_an_album(self, group: str) -> None:
        self._sends(self.phone.message("", kind="photo", file=self._file("photo"), media_group_id=group))

    @rule()
    def sends_what_nobody_takes(self) -> None:
        self._does(Incoming(Kind.UNSUPPORTED, DOOR, LAN, LAN, 1, self.phone.now, unsupported="sticker"))

    @precondition(lambda self: self.phone.standing)
    @rule(data=st.data())
    def replies(self, data: st.DataObject) -> None:
        about = data.draw(st.sampled_from(sorted({where.rpartition(":")[0] or "" for where in self.phone.standing})))
        self._sends(self.phone.message(f"là 39 người mã {len(self.sent)}x"), about=about or None)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.kept)))
        before = next(part for part in self.sent if part.message_id == number)
        words = f"đã sửa mã {len(self.sent)}x lúc {self.phone.now:%H:%M:%S}"
        edited = Part(**{name: getattr(before, name) for name in before.__slots__} | {"text": words})
        may_send = self._read(is_member)
        self._does(self.phone.sent(edited, Kind.EDIT))
        if may_send and self.phone.refused is None and number in self.kept:
            self._keeps(number, words)

    @precondition(lambda self: any(self.phone.standing.values()))
    @rule(data=st.data())
    def presses(self, data: st.DataObject) -> None:
        offers = [offer for offers in self.phone.standing.values() for offer in offers]
        self._does(self.phone.press(data.draw(st.sampled_from(offers))))

    @precondition(lambda self: self.phone.newest)
    @rule(data=st.data(), steps=st.integers(1, 6))
    def walks_on(self, data: st.DataObject, steps: int) -> None:
        self._walks(data, steps)

    @precondition(lambda self: self.phone.offered)
    @rule(data=st.data())
    def presses_something_old(self, data: st.DataObject) -> None:
        self._does(self.phone.press(data.draw(st.sampled_from(self.phone.offered))))

    @rule(word=st.sampled_from(["huy", "tin", "rut", "quyen", "tapviet", "trogiup", "start", "ngonngu", "gi"]))
    def commands(self, word: str) -> None:
        self._does(self.phone.command(word))

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_comes_again(self) -> None:
        assert self.last is not None
        self._does(self.last)

    @rule(hours=st.sampled_from([1, 25, 75]))
    def time_passes(self, hours: int) -> None:
        self.phone.passes(timedelta(hours=hours))
        self.phone.looks()

    @rule()
    def the_desk_restarts(self) -> None:
        self.phone.closes()
        self.phone.opens()

    @rule(decision=st.sampled_from(DECISIONS))
    def the_desk_decides(self, decision: str) -> None:
        self.phone.newsroom.database.act_now(lambda session: self._decides(session, decision), lambda *_: True)
        self.phone.looks()

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        places = self._read(places_of_messages)
        found = {number: texts for number, (_, texts) in places.items()}
        now = self._thrown_away()
        if now > self.thrown_away:
            self.kept = {number: self._left(number, *places[number]) for number in self.kept if number in places}
        self.thrown_away, self.stood = now, {number: chat for number, (chat, _) in places.items()}
        assert {number: texts for number, texts in found.items() if len(texts) > 1} == {}
        assert {number: found.get(number) for number in self.kept} == {n: [words] for n, words in self.kept.items()}

    @invariant()
    def she_can_always_begin_anew(self) -> None:
        here = ("cancel", *self._here())
        if here not in self.answered:
            cancels = [self.phone.command("huy") for _ in range(3)]
            assert self.phone.tries(cancels, is_idle), "no way to cancel"
            self.answered.add(here)

    @invariant()
    def she_can_always_send(self) -> None:
        here = ("send", *self._here())
        if here not in self.answered and self._read(has_something) and self._read(is_member):
            assert self._finds_the_way(), "no way to send"
            self.answered.add(here)

    def _sends(self, part: Part, about: str | None = None) -> None:
        """Send a message; it joins a tip, or its words stand where they were asked for."""
        is_for_good = self._read(is_member) and self._read(stands)[0] != PRACTICE
        self._does(self.phone.sent(part, about=about))
        self.sent.append(part)
        if not is_for_good or self.phone.refused is not None:
            return
        if part.message_id in self._read(places_of_messages):
            self._keeps(part.message_id, part.text)
        elif self._read(stands)[:2] != UNIT:
            assert part.file is None, "a file is nobody's words"
            assert self._read(lambda session: stands_somewhere(session, part.text.rpartition("mã ")[2][:4])), part.text

    def _keeps(self, number: int, words: str) -> None:
        self.kept[number] = words
        self.said.setdefault(number, set()).add(words)

    def _left(self, number: int, chat: int, texts: list[str]) -> str:
        """Return what has to be left of a message after something was thrown away: without its copy, earlier words."""
        is_copy_gone = chat != self.stood.get(number, chat) and texts[0] in self.said[number]
        return texts[0] if is_copy_gone else self.kept[number]

    def _message(self, what: str) -> Part:
        """Return a message of one of the kinds, with a mark by which its words are found again."""
        mark = f"mã {len(self.sent)}x"
        match what:
            case "much":
                return self.phone.message(f"mã dài {'chữ ' * 800}{mark}")
            case "forwarded":
                return self.phone.message(f"{TEXT} {mark}.", forwarded_from="Báo Ví Dụ")
            case "venue":
                place = Contents("venue", f"khu phố {mark}", {"latitude": 10.7, "longitude": 106.7}, "khu phố 3")
                return self.phone.message(place.text, kind="venue", contents=place)
            case "text":
                return self.phone.message(f"{TEXT} {mark}.")
        return self.phone.message(mark, kind=what, file=self._file(what))

    def _walks(self, data: st.DataObject, steps: int) -> None:
        """Press on and on under the newest message, its first button, which leads on, as often as all the others."""
        for _ in range(steps):
            newest = self.phone.newest
            if newest:
                self._does(self.phone.press(data.draw(st.sampled_from(newest[:1]) | st.sampled_from(newest))))

    def _does(self, incoming: Incoming) -> None:
        AnyOrder.steps += 1
        self.phone.passes(timedelta(seconds=7))
        self.last = incoming
        self.phone.does(incoming)

    def _here(self) -> tuple[object, ...]:
        """Return where the dialogue stands and what is on offer: what holds here, holds here again."""
        codes = frozenset(offer.code.partition(".T-")[0] for offers in self.phone.standing.values() for offer in offers)
        return *self._read(stands), codes

    def _finds_the_way(self) -> bool:
        """Look for a tip handed in by the buttons on offer, the nearest first, over no step twice."""
        here = [offer for offers in self.phone.standing.values() for offer in offers if offer.about.startswith("tip:")]
        here += self.phone.newest
        ways = deque([[self.phone.press(offer)] for offer in _newest_first(here)])
        seen: set[object] = set()
        since = self._read(lambda session: session.exec(select(func.max(OutboxRow.id))).one() or 0)
        while ways:
            way = ways.popleft()
            is_sent, stands, offers = self.phone.tries(way, lambda session: self._after(session, since))
            if is_sent:
                return True
            if len(way) < FARTHEST and stands not in seen:
                seen.add(stands)
                ways.extend([*way, self.phone.press(offer)] for offer in offers)
        return False

    def _after(self, session: Session, since: int) -> tuple[bool, object, list[Offer]]:
        received = select(Tip.id).where(Tip.sender_id == lan(session), Tip.received_at == self.phone.now)
        is_sent = session.exec(received).first() is not None
        return is_sent, stands(session), self.phone.offers_of(session, since)

    def _decides(self, session: Session, decision: str) -> None:
        minh = people.find(session, door=DOOR, account_id=MINH)
        undecided = select(Tip.reference).where(col(Tip.status).in_([*UNDECIDED])).order_by(col(Tip.id).desc())
        reference = session.exec(undecided).first()
        if minh is not None and reference is not None:
            decide(session, queue.get(session, reference), decision, minh, self.phone)

    def _file(self, kind: str) -> FileRef:
        return FileRef(kind, f"F{len(self.sent)}", f"U{len(self.sent)}", 9)

    def _thrown_away(self) -> int:
        query = select(func.count()).select_from(AuditRow).where(col(AuditRow.act).in_(THROWN_AWAY))
        return int(self._read(lambda session: session.exec(query).one()))

    def _read(self, query: Any) -> Any:
        return self.phone.newsroom.database.read_now(query)


def _newest_first(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda offer: offer.screen or 0, reverse=True)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_any_order_keeps_everything_and_leaves_nobody_stuck(
    migrated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = Path(shutil.copy(migrated, tmp_path / "template.sqlite3"))
    furnish_with_people(f"sqlite:///{template}", tmp_path)
    folder = tmp_path / "desk"
    folder.mkdir()

    class Here(AnyOrder):
        pass

    Here.template, Here.folder = template, folder
    seed(SEED)(Here)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=size(20, 60),
            deadline=None,
            derandomize=not IS_FULL,
            phases=[Phase.generate, Phase.shrink] if IS_FULL else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    Figures(capsys, "any order").told(f"{AnyOrder.steps} steps in {WALKS} walks")
