"""Raw updates go after a week, some at a time; what is not handled stays."""

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.commands.tidying import sweep, tidy
from bot.web.pieces import Pieces
from review import inbox
from review.db import Database
from review.inbox import FORGOTTEN_AT_ONCE, Arrival
from review.newsroom import Newsroom, open_newsroom
from review.settings import load

WORKER = "test"


def newsroom(database: Database, folder: Path, at: datetime) -> Newsroom:
    opened = open_newsroom(load({"DATA_DIR": str(folder)}, dotenv=None), clock=lambda: at)
    opened.database.close()
    return replace(opened, database=database)


def received(database: Database, number: int, at: datetime, *, is_handled: bool = True) -> None:
    arrival = Arrival(1, number, f"{number:064d}", number, "{}")
    database.act_now(lambda session: inbox.keep(session, [arrival], now=at))
    if is_handled:
        letter = database.act_now(lambda session: inbox.claim(session, worker=WORKER, now=at))[0]
        database.act_now(lambda session: inbox.done(session, letter, worker=WORKER, now=at))


def kept(database: Database) -> list[int]:
    query = text("SELECT update_id FROM inbox ORDER BY update_id")
    return database.read_now(lambda session: list(session.execute(query).scalars()))


async def test_handled_updates_go_after_a_week_and_open_ones_stay(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    received(database, 1, now - timedelta(days=8))
    received(database, 2, now - timedelta(days=6))
    received(database, 3, now - timedelta(days=9), is_handled=False)

    gone = await tidy(newsroom(database, tmp_path, now))

    assert gone == 1
    assert kept(database) == [2, 3]


async def test_many_go_in_portions(database: Database, tmp_path: Path, now: datetime) -> None:
    many = [Arrival(1, number, f"{number:064d}", number, "{}") for number in range(FORGOTTEN_AT_ONCE + 5)]
    database.act_now(lambda session: inbox.keep(session, many, now=now - timedelta(days=8)))
    with database.writing.begin() as connection:
        connection.execute(text("UPDATE inbox SET state = 'done'"))

    first = database.act_now(lambda session: inbox.forget(session, now=now))
    rest = await tidy(newsroom(database, tmp_path, now))

    assert (first, rest, kept(database)) == (FORGOTTEN_AT_ONCE, 5, [])


async def test_an_upload_nobody_went_on_with_goes_after_a_day(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    pieces = Pieces(tmp_path)
    upload = pieces.begin(7, name="anh.jpg", size=100, about="")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (two_days_ago, two_days_ago))

    served = await sweep(newsroom(database, tmp_path, now))

    assert served == 0
    assert pieces.find(7, upload.key) is None
