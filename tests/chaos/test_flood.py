"""A flood delays nobody's receipt or button, and no request leaves the budgets (promises P7, P21)."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.commands.reminding import bring_back
from bot.rehearsal.budgets import Limits
from bot.rehearsal.ledger import Entry
from bot.rehearsal.world import Press
from bot.telegram.payload import for_card
from review import outbox
from review.access import Role
from review.db import Session
from review.inbox import MOST_OF_A_CHAT
from review.invitations import Invited
from review.limits import MOST_A_MINUTE, MOST_MESSAGES, MOST_TEXT
from review.people import begin_enrolment, complete_enrolment
from review.settings import Budgets
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, size
from tests.chaos.test_races import Race, card_due, card_shown
from tests.chaos.updates import a_press, a_text, an_edit
from tests.stories.cast import Staff
from tests.stories.stage import GROUP, Stage, opened_stage

TELEGRAMS = Budgets(30, 1, 20)
TIPS = size(20, 500)
ASKERS, QUESTIONS = size(5, 20), 6
FLOODED_SECONDS, NORMAL = size(4, 60), size(10, 50)
FLOOD = size(400, 6000)  # updates of one person that wait when the others send
FIRST, FLOODER = 700_010_000, 700_019_999
MOST_SECONDS = 4 * 3600
PATIENT_PRESS, PATIENT_RECEIPT = 2.0, 10.0  # seconds

pytestmark = pytest.mark.chaos


def enrolled(session: Session, accounts: Sequence[int], now: datetime) -> None:
    """Put correspondents on the desk by the acts that enrol them."""
    for account in accounts:
        invited = Invited(0, Role.CORRESPONDENT, "p-binh-mau", f"CTV {account}")
        member = begin_enrolment(
            session, invited, door="telegram", account_id=account, chat_id=account, name="", locale="vi", now=now
        )
        complete_enrolment(session, member, now=now)


def joined(stage: Stage, accounts: Sequence[int]) -> None:
    stage.database.act_now(lambda session: enrolled(session, accounts, stage.now))
    for account in accounts:
        stage.telegram.world.person(account, f"CTV {account}")


async def drained(stage: Stage, step: float = 1.0) -> float:
    """Let time pass until nothing is owed any more; returns the seconds."""
    passed = 0.0
    while stage.count("outbox", "state = 'new'") or stage.count("inbox", "state = 'new'"):
        assert passed < MOST_SECONDS, "the queue does not drain"
        await stage.time_passes(seconds=step)
        passed += step
    return passed


def presses(stage: Stage, account: int, number: int, data: str, chat_id: int = 0) -> None:
    update = a_press(account, number, data)
    if chat_id:
        update["callback_query"]["message"]["chat"] = {"id": chat_id, "type": "supergroup", "title": "Bàn duyệt tin"}
    stage.telegram.world.presses[update["callback_query"]["id"]] = Press(stage.telegram.clock.now())
    stage.telegram.queue.put(update)


def refused(stage: Stage) -> list[dict[str, Any]]:
    return [entry.details for entry in stage.telegram.ledger.since(what="call") if entry.details.get("code") == 429]


@ON_BOTH_IN_FULL
async def test_tips_at_once_stay_in_the_budgets_and_drain(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts = [FIRST + number for number in range(TIPS)]
    async with opened_stage(database_url, tmp_path / "desk", limits=Limits(), budgets=TELEGRAMS) as stage:
        minh = Staff(stage, FIRST - 1, "Minh")
        await minh.joins()
        joined(stage, accounts)
        await stage.time_passes(minutes=2)
        for number, account in enumerate(accounts):
            stage.telegram.queue.put(a_text(account, 1000, f"Tin {number}: phường mở bàn hướng dẫn."))
            presses(stage, account, 10 * number + 1, "v1:p::c.done")
            presses(stage, account, 10 * number + 2, "v1:p::c.send")
        offered = stage.telegram.clock.now()
        await stage.settles()
        for tip in range(1, TIPS + 1, 3):  # the group's buttons, pressed while its cards still wait for their turn
            presses(stage, minh.account, 100_000 + tip, for_card(tip, 1, "claim"), GROUP)
        await stage.settles()
        seconds = await drained(stage)

        waits = [entry.at - offered for entry in stage.telegram.ledger.calls("answercallbackquery")]
        slowest = sorted(waits)[math.ceil(len(waits) * 0.99) - 1]
        told = Figures(capsys, "flood", lost=TIPS - stage.count("tip", "status = 'received'"))
        told.others = {
            "outside the budgets": len(refused(stage)),
            "drained in": f"{seconds:.0f} s",
            "press p99": f"{slowest} s",
        }
        told.told(f"{TIPS} tips at once")
        await bring_back(stage.newsroom)  # what was in hand for half an hour meanwhile is anybody's again
        await drained(stage)
        assert refused(stage) == []
        assert slowest < PATIENT_PRESS
        assert stage.count("outbox", "state <> 'sent'") == 0
        for tip, reference in tips_of(stage):
            race = Race(stage, tip, reference, 0)
            assert card_shown(race) == card_due(race)
        assert edits_of_cards(stage) <= TIPS


def tips_of(stage: Stage) -> list[Any]:
    query = "SELECT id, reference FROM tip ORDER BY id"
    return list(stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).all()))


def edits_of_cards(stage: Stage) -> int:
    """Return how often a card was redrawn: a claim of one that waits must cost nothing."""
    calls = stage.telegram.ledger.calls("editmessagetext")
    return sum(chat_of(call) == GROUP for call in calls)


def chat_of(call: Entry) -> int:
    return int(call.details["fields"]["chat_id"])


@ON_BOTH_IN_FULL
async def test_one_chat_gets_its_answers_in_the_order_of_its_questions(database_url: str, tmp_path: Path) -> None:
    accounts = [FIRST + number for number in range(ASKERS)]
    async with opened_stage(database_url, tmp_path / "desk", limits=Limits(), budgets=TELEGRAMS) as stage:
        joined(stage, accounts)
        for number in range(QUESTIONS):
            for account in accounts:
                stage.telegram.queue.put(a_text(account, 1000 + number, ("/trogiup", "/tin", "/quyen")[number % 3]))
        await stage.settles()
        await drained(stage)

        assert refused(stage) == []
        for account in accounts:
            kinds = [kind_of(text) for text in texts_to(stage, account)]
            assert kinds == ["help", "tips", "rights"] * (QUESTIONS // 3)


def texts_to(stage: Stage, account: int) -> list[str]:
    messages = stage.telegram.world.chats[account].messages.values()
    return [str(message["text"]) for message in messages if message["from"]["id"] == stage.telegram.world.me["id"]]


def kind_of(text: str) -> str:
    if "/rut" in text:
        return "help"
    return "tips" if "chưa" in text.casefold() and "tin" in text.casefold() and "dữ liệu" not in text else "rights"


@ON_BOTH_IN_FULL
async def test_told_to_wait_one_chat_is_left_alone_and_the_others_go_on(database_url: str, tmp_path: Path) -> None:
    accounts = [FIRST + number for number in range(ASKERS)]
    async with opened_stage(database_url, tmp_path / "desk", budgets=TELEGRAMS) as stage:
        joined(stage, accounts)
        told_to = {account: 20 + 10 * number for number, account in enumerate(accounts[: ASKERS // 2])}
        for account, seconds in told_to.items():
            parameters = {"retry_after": seconds}
            fault = {
                "kind": "error",
                "code": 429,
                "method": "sendmessage",
                "chat_id": account,
                "parameters": parameters,
            }
            stage.telegram.faults.add({**fault, "sentence": f"Too Many Requests: retry after {seconds}"})
        begun = stage.telegram.clock.now()
        for account in accounts:
            stage.telegram.queue.put(a_text(account, 1000, "/trogiup"))
        await stage.settles()
        await drained(stage)

        answered: dict[int, list[float]] = defaultdict(list)
        for call in stage.telegram.ledger.calls("sendmessage"):
            answered[chat_of(call)].append(call.at - begun)
        for account in accounts:
            assert len(answered[account]) == 1
            assert answered[account][0] >= told_to.get(account, 0)
            assert answered[account][0] < told_to.get(account, 0) + PATIENT_RECEIPT


@dataclass
class Normal:
    """Somebody who sends a message now and then, and when the desk answered."""

    account: int
    sent: list[float] = field(default_factory=list)


@ON_BOTH_IN_FULL
async def test_a_flooder_delays_nobody_and_is_told_once(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [Normal(FIRST + number) for number in range(NORMAL)]
    async with opened_stage(database_url, tmp_path / "desk", limits=Limits(), budgets=TELEGRAMS) as stage:
        joined(stage, [FLOODER, *(person.account for person in people)])
        for second in range(FLOODED_SECONDS):
            date = int(stage.telegram.clock.now())
            for number in range(100):
                text = f"spam {second} {number}"
                stage.telegram.queue.put(a_text(FLOODER, 1000 + 100 * second + number, text, date=date))
            for person in people[second % 5 :: 5]:
                stage.telegram.queue.put(a_text(person.account, 2000 + second, f"Tin {second} của {person.account}"))
                person.sent.append(stage.telegram.clock.now())
            await stage.settles()
            await stage.time_passes(seconds=1)
        await drained(stage)

        waits = sorted(wait for person in people for wait in receipts(stage, person))
        slowest = waits[math.ceil(len(waits) * 0.99) - 1]
        kept = stage.count("tip_message", "text LIKE 'spam%'")
        owed = sum(len(person.sent) for person in people)
        told = Figures(capsys, "one flooder", lost=owed - stage.count("tip_message", "text LIKE 'Tin%'"))
        told.others = {
            "receipt p99": f"{slowest} s",
            "kept of the flood": kept,
            "refused by the API": len(refused(stage)),
        }
        told.told(f"{owed} messages of {NORMAL} people beside {100 * FLOODED_SECONDS} of one")
        assert refused(stage) == []
        assert slowest < PATIENT_RECEIPT
        assert kept == min(MOST_MESSAGES, MOST_A_MINUTE * math.ceil(FLOODED_SECONDS / 60))
        assert 1 <= sum("hơi nhanh" in text for text in texts_to(stage, FLOODER)) <= FLOODED_SECONDS / 60 + 2
        assert stage.count("outbox", f"recipient = '{outbox.GROUP}'") == 0


def receipts(stage: Stage, person: Normal) -> list[float]:
    """Return how long each message waited for the next sign of the desk in its chat."""
    calls = [call.at for method in ("sendmessage", "editmessagetext") for call in stage.telegram.ledger.calls(method)
             if chat_of(call) == person.account]  # fmt: skip
    return [min((at for at in calls if at >= sent), default=math.inf) - sent for sent in person.sent]


@ON_BOTH_IN_FULL
async def test_what_others_send_behind_a_flood_is_handled_before_the_most_of_it(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [FIRST + number for number in range(NORMAL)]
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        joined(stage, [FLOODER, *people])
        for update in flooding():
            stage.telegram.queue.put(update)
        for account in people:
            stage.telegram.queue.put(a_text(account, 5000, f"Tin của {account}"))
        await stage.receives()
        await stage.settles()

        order = answered(stage)
        before = max(order.index(account) for account in people)
        told = Figures(capsys, "behind a flood", lost=FLOOD + NORMAL - stage.count("inbox", "state = 'done'"))
        told.others = {"answers to the flood before the last of theirs": before - NORMAL + 1}
        told.told(f"{NORMAL} people behind {FLOOD} updates of one")
        assert before < 2 * (MOST_OF_A_CHAT + NORMAL)


def flooding() -> Iterator[dict[str, Any]]:
    """Everything one person can throw at the desk: texts, edits, commands, presses on what is there and what is not."""
    for number in range(FLOOD // 4):
        yield a_text(FLOODER, 1000 + number, f"spam {number}")
        yield an_edit(FLOODER, 1000 + number, f"spam {number} sửa")
        yield a_text(FLOODER, 100_000 + number, ("/tin", "/trogiup", "/gibtesnicht")[number % 3])
        yield a_press(FLOODER, 200_000 + number, ("v1:p::c.done", "v1:p::m.list.all", "v1:p::nonsense")[number % 3])


def answered(stage: Stage) -> list[int]:
    """Return to whom the desk owed an answer, in that order."""
    query = "SELECT account_id FROM outbox JOIN account ON recipient = 'person:' || person_id ORDER BY outbox.id"
    found = stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalars().all())
    return [int(account) for account in found]


@ON_BOTH_IN_FULL
async def test_nobody_can_hold_up_the_desk_by_the_length_of_a_tip(database_url: str, tmp_path: Path) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        joined(stage, [FLOODER])
        for number in range(MOST_TEXT // 4096 + 4):
            stage.telegram.queue.put(a_text(FLOODER, 1000 + number, "ộ" * 4095))
        await stage.settles()

        assert stage.count("tip_message") == MOST_TEXT // 4095 + 1
        assert sum("quá nhiều" in text for text in texts_to(stage, FLOODER)) == 1
