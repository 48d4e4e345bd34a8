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
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func
from sqlmodel import col, select

from bot.conversation.incoming import Incoming, Kind
from review import people, queue
from review.access import Standing
from review.db import Session
from review.models import AuditRow, Dialogue, OutboxRow, Tip, TipMessage
from review.port import Contents, FileRef, Part
from review.workflow import UNDECIDED, TipStatus
from tests.chaos.figures import IS_FULL, size
from tests.conftest import NOON
from tests.stories.furnishing import LAN, MINH, decide, furnish_with_people, stands_somewhere
from tests.stories.telephone import DOOR, Offer, Telephone

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, hỗ trợ 37 người"
THROWN_AWAY = ("discard", "delete_person")  # what a person does on purpose, and the trail says so
PRACTICE = "practice"  # where nothing is kept, by decision
FARTHEST = 4  # buttons to the receipt
KINDS = ("text", "text", "much", "forwarded", "venue", "photo", "voice", "document")
DECISIONS = ("ask", "reject", "approve", "claim")


class AnyOrder(RuleBasedStateMachine):
    """Lan's telephone, and a desk that decides now and then."""

    template: Path
    folder: Path
    answered: ClassVar[set[object]] = set()

    def __init__(self) -> None:
        super().__init__()
        copy = shutil.copy(self.template, self.folder / "desk.sqlite3")
        for rest in ("-wal", "-shm"):
            (self.folder / f"desk.sqlite3{rest}").unlink(missing_ok=True)
        self.phone = Telephone(f"sqlite:///{copy}", self.folder, LAN, NOON + timedelta(hours=1))
        self.kept: dict[int, str] = {}  # what has to be there: the newest words of each message
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
        self._does(self.phone.sent(edited, Kind.EDIT))
        if self.phone.refused is None and number in self.kept:
            self.kept[number] = words

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
        found = self._read(self._messages)
        now = self._thrown_away()
        if now > self.thrown_away:
            self.kept = {number: words for number, words in self.kept.items() if number in found}
        self.thrown_away = now
        assert {number: texts for number, texts in found.items() if len(texts) > 1} == {}
        assert {number: found.get(number) for number in self.kept} == {n: [words] for n, words in self.kept.items()}

    @invariant()
    def she_can_always_begin_anew(self) -> None:
        here = ("cancel", *self._here())
        if here not in self.answered:
            cancels = [self.phone.command("huy") for _ in range(3)]
            assert self.phone.tries(cancels, self._is_idle), "no way to cancel"
            self.answered.add(here)

    @invariant()
    def she_can_always_send(self) -> None:
        here = ("send", *self._here())
        if here not in self.answered and self._read(self._has_something) and self._is_member():
            assert self._finds_the_way(), "no way to send"
            self.answered.add(here)

    def _sends(self, part: Part, about: str | None = None) -> None:
        """Send a message; it joins a tip, or its words stand where they were asked for."""
        is_for_good = self._is_member() and self._read(self._stands)[0] != PRACTICE
        self._does(self.phone.sent(part, about=about))
        self.sent.append(part)
        if not is_for_good or self.phone.refused is not None:
            return
        if part.message_id in self._read(self._messages):
            self.kept[part.message_id] = part.text
        else:
            assert part.file is None, "a file is nobody's words"
            assert self._read(lambda session: stands_somewhere(session, part.text.rpartition("mã ")[2][:4])), part.text

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
        self.phone.passes(timedelta(seconds=7))
        self.last = incoming
        self.phone.does(incoming)

    def _here(self) -> tuple[object, ...]:
        """Return where the dialogue stands and what is on offer: what holds here, holds here again."""
        codes = frozenset(offer.code.partition(".T-")[0] for offers in self.phone.standing.values() for offer in offers)
        return *self._read(self._stands), codes

    def _stands(self, session: Session) -> tuple[object, ...]:
        row = session.exec(select(Dialogue).where(Dialogue.person_id == self._lan(session))).first()
        tip = session.exec(select(Tip.id).where(Tip.status == TipStatus.COMPOSING)).first()
        return row.name if row else "", row.step if row else "", tip is not None

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
        received = select(Tip.id).where(Tip.sender_id == self._lan(session), Tip.received_at == self.phone.now)
        is_sent = session.exec(received).first() is not None
        return is_sent, self._stands(session), self.phone.offers_of(session, since)

    def _decides(self, session: Session, decision: str) -> None:
        minh = people.find(session, door=DOOR, account_id=MINH)
        undecided = select(Tip.reference).where(col(Tip.status).in_([*UNDECIDED])).order_by(col(Tip.id).desc())
        reference = session.exec(undecided).first()
        if minh is not None and reference is not None:
            decide(session, queue.get(session, reference), decision, minh, self.phone)

    def _file(self, kind: str) -> FileRef:
        return FileRef(kind, f"F{len(self.sent)}", f"U{len(self.sent)}", 9)

    def _messages(self, session: Session) -> dict[int, list[str]]:
        query = select(TipMessage.message_id, TipMessage.text).where(TipMessage.chat_id == LAN, TipMessage.is_current)
        found: dict[int, list[str]] = {}
        for number, text in session.exec(query):
            found.setdefault(number, []).append(text)
        return found

    def _has_something(self, session: Session) -> bool:
        tip = session.exec(select(Tip).where(Tip.status == TipStatus.COMPOSING)).first()
        return tip is not None and bool(session.exec(select(TipMessage.id).where(TipMessage.tip_id == tip.id)).first())

    def _is_idle(self, session: Session) -> bool:
        row = session.exec(select(Dialogue).where(Dialogue.person_id == self._lan(session))).first()
        return (row is None or not row.step) and not self._has_something(session)

    def _is_member(self) -> bool:
        lan = self._read(lambda session: people.find(session, door=DOOR, account_id=LAN))
        return lan is not None and lan.standing is Standing.ACTIVE

    def _lan(self, session: Session) -> int:
        lan = people.find(session, door=DOOR, account_id=LAN)
        return lan.id if lan else 0

    def _thrown_away(self) -> int:
        query = select(func.count()).select_from(AuditRow).where(col(AuditRow.act).in_(THROWN_AWAY))
        return int(self._read(lambda session: session.exec(query).one()))

    def _read(self, query: Any) -> Any:
        return self.phone.newsroom.database.read_now(query)


def _newest_first(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda offer: offer.screen or 0, reverse=True)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_any_order_keeps_everything_and_leaves_nobody_stuck(migrated: Path, tmp_path: Path) -> None:
    template = Path(shutil.copy(migrated, tmp_path / "template.sqlite3"))
    furnish_with_people(f"sqlite:///{template}", tmp_path)
    folder = tmp_path / "desk"
    folder.mkdir()

    class Here(AnyOrder):
        pass

    Here.template, Here.folder = template, folder
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=size(6, 300),
            stateful_step_count=size(20, 60),
            deadline=None,
            derandomize=not IS_FULL,
            phases=[Phase.generate, Phase.shrink] if IS_FULL else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
