"""Two doors, many hands, one tip: one decision, told to everybody who came second (promise P10).

The group's presses and the console's forms are handled by two processes' worth of parts: each its own database
connections and its own lane, the console in a thread with its own event loop.
"""

import asyncio
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.conversation.words import spoken
from bot.rehearsal.world import Press
from bot.telegram import cards, outbound
from bot.telegram.payload import for_card
from review import intake, outbox, people, sessions, tokens, told
from review.console.app import create_app
from review.console.gate import COOKIE
from review.db import Database, Session
from review.outbox import Notice
from review.port import Part
from tests.chaos.figures import Figures, chance, size
from tests.chaos.updates import a_press, a_user, an_edit
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import GROUP, Stage, opened_stage

ROUNDS = size(12, 200)
TEXT = "Sáng nay phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến."
FIRST = 700_007_000
PRESSERS, AT_CONSOLE = 4, 3
SERVER_ERROR = 500
EFFECTS = {"approve": "approved", "reject": "rejected", "ask": "needs_info"}
WON = ("Đã duyệt, bản nháp", "Đã ghi: không dùng")
CHANGED = "Nội dung vừa được người khác thay đổi"
ASKED_ALREADY = "đang ở trạng thái “Chờ bổ sung”"
ENDS = {"approve", "reject", "withdraw"}
REFUSAL = re.compile(r'role="alert".*?<p>(.*?)</p>', re.DOTALL)
NUMBERS = count(50_000)

pytestmark = pytest.mark.chaos


@dataclass
class Race:
    """One tip and what became of it."""

    stage: Stage
    tip_id: int
    reference: str
    text_number: int
    pressed: list[str] = field(default_factory=list)
    answers: list[httpx.Response] = field(default_factory=list)

    def rows(self, query: str) -> list[Any]:
        return list(self.stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).all()))

    @property
    def subject(self) -> str:
        return f"tip:{self.tip_id}"


@dataclass
class Hall:
    """Everybody who may decide: the pressers' accounts, the browsers' cookies, and the correspondent."""

    stage: Stage
    lan: Correspondent
    pressers: list[Staff]
    app: FastAPI
    secrets: list[str]

    def starts(self) -> Race:
        """Have Lan hand a tip in."""
        number = next(NUMBERS)

        def act(session: Session) -> tuple[int, str]:
            person = people.find(session, door="telegram", account_id=self.lan.account)
            assert person is not None
            part = Part("telegram", self.lan.chat, number, "text", self.stage.now, TEXT)
            joined = intake.receive(session, person, part, composing=None, now=self.stage.now)
            sent = intake.submit(session, person, now=self.stage.now, rules=self.stage.newsroom.rules)
            return joined.tip_id, sent.reference

        return Race(self.stage, *self.stage.database.act_now(act), number)

    async def runs(self, race: Race, luck: random.Random) -> None:
        """Let everybody act at once, those at the telephones in any order, now and then a moment behind the pages."""
        deeds = [partial(self._presses, race, presser, luck) for presser in self.pressers]
        deeds.append(partial(self._changes_mind, race, luck))
        luck.shuffle(deeds)
        late = luck.choice([0, 0, len(deeds) - 1])
        for deed in deeds[late:]:
            deed()
        forms = [(secret, *self._form(luck)) for secret in self.secrets]
        posting = asyncio.to_thread(asyncio.run, self._posts(race, forms))
        _, race.answers = await asyncio.gather(self.stage.settles(), posting)
        for deed in deeds[:late]:
            deed()
        await self.stage.time_passes(seconds=5)

    def _changes_mind(self, race: Race, luck: random.Random) -> None:
        """Have Lan take the tip back, or correct it."""
        if luck.random() < 0.5:
            code = f"v1:p::m.withdraw_yes.{race.reference}"
            self.stage.telegram.queue.put(a_press(self.lan.account, next(NUMBERS), code))
        else:
            self.stage.telegram.queue.put(an_edit(self.lan.account, race.text_number, f"{TEXT} Hỗ trợ 37 người."))

    def _presses(self, race: Race, presser: Staff, luck: random.Random) -> None:
        data = for_card(race.tip_id, 1, luck.choice(["approve", "reject.R02"]))
        query = a_press(presser.account, next(NUMBERS), data)["callback_query"]
        chat = {"id": GROUP, "type": "supergroup", "title": "Bàn duyệt tin"}
        query |= {"from": a_user(presser.account, presser.name), "message": query["message"] | {"chat": chat}}
        self.stage.telegram.world.presses[query["id"]] = Press(self.stage.telegram.clock.now())
        self.stage.telegram.queue.put({"callback_query": query})
        race.pressed.append(query["id"])

    @staticmethod
    def _form(luck: random.Random) -> tuple[str, dict[str, str]]:
        verb = luck.choice(["approve", "reject", "ask"])
        more = {"reject": {"reason": "R02"}, "ask": {"code": "Q01"}, "approve": {"genre": "TIN"}}[verb]
        return verb, {"version": "1", **more}

    async def _posts(self, race: Race, forms: list[tuple[str, str, dict[str, str]]]) -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await asyncio.gather(*(self._posts_one(client, race, *form) for form in forms))

    @staticmethod
    async def _posts_one(
        client: httpx.AsyncClient, race: Race, secret: str, verb: str, form: dict[str, str]
    ) -> httpx.Response:
        data = {"csrf": tokens.digest(f"csrf:{secret}"), **form}
        headers = {"Cookie": f"{COOKIE}={secret}", "Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return await client.post(f"/tips/{race.reference}/{verb}", data=data, headers=headers)


@contextmanager
def a_console(stage: Stage) -> Iterator[FastAPI]:
    """Open the pages over database connections of their own."""
    database = Database(stage.database.url)
    try:
        yield create_app(replace(stage.newsroom, database=database))
    finally:
        database.close()


async def test_one_tip_has_one_decision_and_every_loser_hears_whose(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, told_ = chance("races"), Figures(capsys, "races")
    winners: dict[str, int] = {}
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan = Correspondent(stage, FIRST, "Lan")
        await lan.joins()
        names = [f"Duyệt viên {letter}" for letter in "ABCDEFG"]
        staff = [Staff(stage, FIRST + number, name) for number, name in enumerate(names, 1)]
        for one in staff:
            await one.joins()
        with a_console(stage) as app:
            hall = Hall(stage, lan, staff[:PRESSERS], app, [a_session(stage, one) for one in staff[PRESSERS:]])
            for _ in range(ROUNDS):
                race = hall.starts()
                await hall.runs(race, luck)
                verb = judged(race)
                told_.doubled += max(ends(race) - 1, 0)
                winners[verb] = winners.get(verb, 0) + 1
    told_.others = {"won by": winners}
    told_.told(f"{ROUNDS} races of 8")


def a_session(stage: Stage, one: Staff) -> str:
    """Sign somebody in at the console."""

    def act(session: Session) -> str:
        person = people.find(session, door="telegram", account_id=one.account)
        assert person is not None
        return sessions.open_session(session, person.id, agent="a browser", now=stage.now)

    return stage.database.act_now(act)


def ends(race: Race) -> int:
    return sum(row[0] in ENDS for row in decisions(race))


def decisions(race: Race) -> list[Any]:
    """Return (verb, name of who took it) of the tip's decisions, oldest first."""
    return race.rows(
        "SELECT decision.verb, person.name FROM decision JOIN person ON person.id = decision.by_id "  # noqa: S608 - the test's own words
        f"WHERE tip_id = {race.tip_id} AND verb <> 'submit' ORDER BY decision.id"
    )


def judged(race: Race) -> str:
    """Check everything a race must leave behind; returns the verb that won, or why nobody could."""
    taken = decisions(race)
    audited = race.rows(
        f"SELECT act FROM audit WHERE subject = '{race.subject}' AND outcome = 'done' AND act <> 'submit' ORDER BY id"  # noqa: S608 - as above
    )
    assert sorted(row[0] for row in audited) == sorted(row[0] for row in taken)
    kinds = "('approved', 'rejected', 'needs_info')"
    owed = race.rows(f"SELECT kind FROM outbox WHERE subject = '{race.subject}' AND kind IN {kinds}")  # noqa: S608 - as above
    assert sorted(row[0] for row in owed) == sorted(EFFECTS[row[0]] for row in taken if row[0] in EFFECTS)
    drafts = race.rows(f"SELECT count(*) FROM draft_source WHERE tip_id = {race.tip_id}")  # noqa: S608 - as above
    assert drafts[0][0] == sum(row[0] == "approve" for row in taken)
    heard(race, taken)
    assert decided_unseen(race) == 0
    assert card_shown(race) == card_due(race)
    return taken[-1][0] if taken else "nobody, the text had changed"


def decided_unseen(race: Race) -> int:
    """Return how many decisions were taken on a text that nobody had seen."""
    query = f"SELECT count(*) FROM decision WHERE tip_id = {race.tip_id} AND verb <> 'withdraw' AND version <> 1"  # noqa: S608 - as above
    return int(race.rows(query)[0][0])


def heard(race: Race, taken: list[Any]) -> None:
    """Check that no page failed, and that who did not win was told who did, or that the text had changed."""
    lost = (CHANGED, *(f"{name} đã" for verb, name in taken if verb in ENDS))
    texts = [said(race, query) for query in race.pressed]
    pages = [REFUSAL.findall(answer.text) for answer in race.answers if answer.status_code != httpx.codes.SEE_OTHER]
    presses_won = [text for text in texts if text.startswith(WON)]
    won = len(presses_won) + len(race.answers) - len(pages) + sum(verb == "withdraw" for verb, _ in taken)
    assert all(answer.status_code < SERVER_ERROR for answer in race.answers)
    assert won == len(taken)
    for text in texts:
        assert text in presses_won or text.startswith(lost), text
    for page in pages:
        assert len(page) == 1
        assert any(words in page[0] for words in (*lost, ASKED_ALREADY)), page


def said(race: Race, query: str) -> str:
    answer = race.stage.telegram.world.presses[query].answer
    return str(answer["text"]) if answer else ""


def card_shown(race: Race) -> str:
    messages = race.stage.telegram.world.chats[GROUP].messages.values()
    names_it = re.compile(rf"{race.reference}\b").search  # …-10 is no …-108
    return next(str(m["text"]) for m in reversed(list(messages)) if names_it(str(m.get("text", ""))))


def card_due(race: Race) -> str:
    """Return what the card says by the database as it now is."""
    office, stage = race.stage.worker._office, race.stage
    notice = Notice(0, "card", race.subject, outbox.GROUP, int(outbox.Lane.CARD))
    facts = stage.database.read_now(
        lambda session: told.about(session, notice, now=stage.now, rules=stage.newsroom.rules)
    )
    reply = cards.card(facts, "", office.house.base_url)
    assert reply is not None
    return outbound.cut(spoken(reply, locale=facts.locale, now=facts.now, house=office.house).text)
