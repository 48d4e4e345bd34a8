"""On a full disk the pages say "not now" to what writes, and are read as before (promise P12)."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text

from review.db import Database, Session, StoreUnavailable
from review.models import Decision, Draft
from tests.console.desk import Browser, Desk


def fill(database: Database) -> Any:
    """Leave the database no page to grow by, as a full disk does; returns the listener by which it ends."""

    def limit(connection: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    event.listen(database.writing, "begin", limit)
    for size in (3000, 100):  # what room is left inside the pages
        with pytest.raises(StoreUnavailable):
            rows_without_end(database, size)
    return limit


def rows_without_end(database: Database, size: int) -> None:
    for number in range(10_000):
        database.act_now(partial(a_row, name=f"{number:05d}{'x' * size}"))


def a_row(session: Session, name: str) -> None:
    statement = text("INSERT INTO counter VALUES (:name, '2026-11-12', 1)")
    session.connection().execute(statement, {"name": name})


def empty(database: Database, limit: Any) -> None:
    event.remove(database.writing, "begin", limit)
    with database.writing.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={1 << 30}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_writes_is_answered_503_while_pages_are_read(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip("Phường trả kết quả tại nhà cho người cao tuổi. " * 60)
    await at_minhs.token()
    before = desk.tip(tip), len(desk.rows(Decision))
    limit = fill(desk.database)

    refused = await at_minhs.posts(f"/tips/{tip}/approve", version=1)
    read = [(await at_minhs.gets(path)).status_code for path in ("/queue", f"/tips/{tip}", "/drafts")]

    assert refused.status_code == 503
    assert "Traceback" not in refused.text
    assert read == [200, 200, 200]
    assert (desk.tip(tip), len(desk.rows(Decision)), desk.rows(Draft)) == (*before, [])
    empty(desk.database, limit)
    assert (await at_minhs.posts(f"/tips/{tip}/approve", version=1)).status_code == 303
