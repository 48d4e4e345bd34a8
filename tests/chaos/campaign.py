"""What the kill campaigns share: a desk on disk with people on it, its process, and a look into its database."""

import os
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
from review.desk.house_keys import GROUP_SETTING
from review.invitations import Invited
from review.newsroom import Newsroom, open_newsroom
from review.people import begin_enrolment, complete_enrolment
from review.settings import load
from tests.chaos.lives import PROGRAM, ROOT

TOKEN = "7000000001:a-token-for-the-stand-in-alone"
FIRST_ACCOUNT = 810_000_000
FIRST_MODERATOR = 820_000_000
GROUP = -1_007_000_000_001
EPOCH = 1_794_459_120  # 12/11/2026 11:52 at the desk


@dataclass
class DeskOnDisk:
    """A desk's folder and the address of its Bot API; `process` runs it, `database` looks into it."""

    folder: Path
    api: str
    database_url: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": self.api,
            "TELEGRAM_BUDGETS": "none",
            "UNDO_SECONDS": "1",
            "DAILY_TIPS": "none",
            "QUIET_HOURS": "none",
            "PYTHONPATH": str(ROOT),
            **more,
        }

    def enrol(self, people: int, moderators: int = 0) -> None:
        """Put correspondents and moderators on the desk, by the acts that enrol them."""
        with self.newsroom() as newsroom:
            units = network.shipped("units-sample.yaml")
            newsroom.database.act_now(lambda session: network.load_units(session, units))
            newsroom.database.act_now(lambda session: network.set_setting(session, GROUP_SETTING, str(GROUP)))
            newsroom.database.act_now(lambda session: _enrolled(session, people, moderators))

    def start(self, **more: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "desk.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(PROGRAM)], env=self.environment(**more), stdout=log, stderr=log
            )

    @contextmanager
    def newsroom(self) -> Iterator[Newsroom]:
        newsroom = open_newsroom(load(self.environment(), dotenv=None))
        try:
            yield newsroom
        finally:
            newsroom.close()

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

    def waiting(self) -> int:
        """Return how much is still to be done: updates, notices and files."""
        parts = (
            "(SELECT count(*) FROM inbox WHERE state = 'new')",
            "(SELECT count(*) FROM outbox WHERE state = 'new')",
            "(SELECT count(*) FROM attachment WHERE state = 'pending')",
        )
        return int(self.scalar(f"SELECT {' + '.join(parts)}"))


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def text_update(person: int, number: int) -> dict[str, Any]:
    """Return a message of a correspondent whose text names itself, so that it can be found again."""
    account = FIRST_ACCOUNT + person
    user = {"id": account, "is_bot": False, "first_name": f"CTV {person}", "language_code": "vi"}
    return {
        "message": {
            "message_id": number,
            "date": EPOCH + number,
            "chat": {"id": account, "type": "private", "first_name": user["first_name"]},
            "from": user,
            "text": f"Tin số {number} của người {person}: phường mở bàn hướng dẫn nộp hồ sơ.",
        }
    }


def _enrolled(session: Session, people: int, moderators: int) -> None:
    for number in range(people):
        _enrol(session, FIRST_ACCOUNT + number, Invited(0, Role.CORRESPONDENT, "p-binh-mau", f"CTV {number}"))
    for number in range(moderators):
        _enrol(session, FIRST_MODERATOR + number, Invited(0, Role.MODERATOR, None, f"Người duyệt {number}"))


def _enrol(session: Session, account: int, invited: Invited) -> None:
    now = datetime.now(UTC)
    member = begin_enrolment(
        session, invited, door="telegram", account_id=account, chat_id=account, name="", locale="vi", now=now
    )
    complete_enrolment(session, member, now=now)
