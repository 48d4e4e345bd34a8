"""What the kill campaigns share: a desk on disk with people on it, its process, and updates as Telegram sends them."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from review import network
from review.access import Role
from review.db import Database, Session
from review.invitations import Invited
from review.newsroom import open_newsroom
from review.people import begin_enrolment, complete_enrolment
from review.settings import load

TOKEN = "7000000001:a-token-for-the-stand-in-alone"
FIRST_ACCOUNT = 810_000_000
PROGRAM = Path(__file__).with_name("desk_process.py")
ROOT = Path(__file__).parents[2]
EPOCH = 1_794_459_120  # 12/11/2026 11:52 at the desk


@dataclass
class DeskOnDisk:
    """A desk's folder and the address of its Bot API; `process` runs it, `database` looks into it."""

    folder: Path
    api: str

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": self.api,
            "TELEGRAM_BUDGETS": "none",
            "PYTHONPATH": str(ROOT),
        }

    def enrol(self, people: int) -> None:
        """Put correspondents on the desk, by the acts that enrol them."""
        newsroom = open_newsroom(load(self.environment(), dotenv=None))
        newsroom.database.act_now(lambda session: network.load_units(session, network.shipped("units-sample.yaml")))
        newsroom.database.act_now(lambda session: _enrolled(session, people))
        newsroom.close()

    def start(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "desk.log").open("ab") as log:
            return subprocess.Popen([sys.executable, str(PROGRAM)], env=self.environment(), stdout=log, stderr=log)

    @contextmanager
    def database(self) -> Iterator[Database]:
        database = Database(load(self.environment(), dotenv=None).database_url)
        try:
            yield database
        finally:
            database.close()

    def scalar(self, query: str) -> Any:
        with self.database() as database:
            return database.read_now(lambda session: session.connection().exec_driver_sql(query).scalar())


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def text_update(person: int, number: int) -> dict[str, Any]:
    """Return a message of a correspondent whose text names itself, so that it can be found again."""
    user = _user(person)
    return {
        "message": {
            "message_id": number,
            "date": EPOCH + number,
            "chat": {"id": user["id"], "type": "private", "first_name": user["first_name"]},
            "from": user,
            "text": f"Tin số {number} của người {person}: phường mở bàn hướng dẫn nộp hồ sơ.",
        }
    }


def press_update(person: int, number: int, code: str) -> dict[str, Any]:
    """Return a press of a button of the living message."""
    user = _user(person)
    chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
    message = {"message_id": 1, "date": EPOCH, "chat": chat, "text": "…"}
    query = {
        "id": f"{person:06d}{number:06d}",
        "from": user,
        "chat_instance": "1",
        "data": f"v1:p::{code}",
        "message": message,
    }
    return {"callback_query": query}


def tips_of(people: int, tips: int, chance: random.Random) -> list[dict[str, Any]]:
    """Return the updates by which `people` send `tips` tips, three updates each, chats shuffled into each other."""
    queues: list[list[dict[str, Any]]] = [[] for _ in range(people)]
    for number in range(1, tips + 1):
        person = number % people
        queues[person] += [
            text_update(person, number),
            press_update(person, number, "c.done"),
            press_update(person, number + tips, "c.send"),
        ]
    updates = []
    while waiting := [queue for queue in queues if queue]:
        updates.append(chance.choice(waiting).pop(0))
    return updates


def _enrolled(session: Session, people: int) -> None:
    now = datetime.now(UTC)
    for person in range(people):
        account = FIRST_ACCOUNT + person
        invited = Invited(0, Role.CORRESPONDENT, "p-binh-mau", f"CTV {person}")
        member = begin_enrolment(
            session, invited, door="telegram", account_id=account, chat_id=account, name="", locale="vi", now=now
        )
        complete_enrolment(session, member, now=now)


def _user(person: int) -> dict[str, Any]:
    return {"id": FIRST_ACCOUNT + person, "is_bot": False, "first_name": f"CTV {person}", "language_code": "vi"}
