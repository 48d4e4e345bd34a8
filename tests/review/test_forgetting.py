"""Of somebody who declined nothing is owed any more, and the years before are not looked through for it."""

from datetime import datetime, timedelta

from sqlalchemy import text

from review import outbox
from review.db import Database, Session
from review.outbox import Lane


def owe(database: Database, recipient: str, key: str, at: datetime) -> None:
    def act(session: Session) -> None:
        outbox.enqueue(
            session, "reply", subject="dialogue:1", recipient=recipient, lane=Lane.REPLY, dedupe_key=key, now=at
        )

    database.act_now(act)


def owed(database: Database) -> list[str]:
    query = text("SELECT dedupe_key FROM outbox ORDER BY id")
    return database.read_now(lambda session: list(session.execute(query).scalars()))


def test_all_rows_of_a_recipient_go_and_those_of_others_stay(database: Database, now: datetime) -> None:
    owe(database, "person:1", "old", now - timedelta(days=400))
    owe(database, "person:7", "first", now)
    owe(database, "person:1", "between", now)
    owe(database, "person:7", "second", now + timedelta(days=3))

    database.act_now(lambda session: outbox.forget(session, "person:7", since=now))

    assert owed(database) == ["old", "between"]


def test_a_clock_that_was_put_back_hides_nothing(database: Database, now: datetime) -> None:
    owe(database, "person:7", "before the jump", now)
    owe(database, "person:7", "after it", now - timedelta(hours=30))

    database.act_now(lambda session: outbox.forget(session, "person:7", since=now))

    assert owed(database) == []
