"""What a tip costs does not rise with the number of tips stored: SQLite's own steps, and its plans.

Ten times the tips in the same days; no clock is looked at. bench/growth.py measures the same acts up to a million.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from review import people
from review.access import MODERATORS
from review.lists import tips
from review.lists.choosing import Age, Chosen, Mark, Order, View, with_words
from review.lists.counting import Count
from review.lists.drafts import Shelf
from review.newsroom import Newsroom, open_newsroom
from review.settings import load
from review.simulated.filling import Wish, fill
from tests.conftest import NOON
from tests.review.growing import GrowingDesk, Steps

FEW, MANY = 400, 4_000
TWO_PAGES = 85  # tips that wait on both desks, so that both show whole pages
ALLOWED = 1.2
GROWING = (
    "tip|tip_message|tip_version|attachment|decision|question|draft|draft_source|draft_revision|inbox|outbox|audit"
    "|change|posted_message|person|account|role_grant"
)
PARTIAL = {"ix_inbox_new", "ix_inbox_open", "ix_outbox_due", "ix_outbox_gone", "ix_attachment_to_fetch"}
SCAN = re.compile(rf"^SCAN (?:{GROWING})(?: USING (?:COVERING )?INDEX (\w+))?$")
Act = Callable[[GrowingDesk, str], object]

ACTS: dict[str, Act] = {
    "intake": lambda desk, _tip: desk.intake(),
    "outbox": lambda desk, _tip: desk.claim_and_give_back(),
    "card": lambda desk, tip: desk.card(tip),
    "tip page": lambda desk, tip: desk.tip_page(tip),
    "reject": lambda desk, _tip: desk.reject(desk.intake()),
    "approve": lambda desk, _tip: desk.approve(desk.intake()),
    "network": lambda desk, _tip: desk.network_page(),
    "status": lambda desk, _tip: desk.status_page(),
    **{f"queue {view}": lambda desk, _tip, view=view: desk.queue_page(Chosen(view=view)) for view in View},  # type: ignore[misc]  # a lambda's default
    "drafts open": lambda desk, _tip: desk.drafts_page(Shelf.OPEN),
    "drafts all": lambda desk, _tip: desk.drafts_page(Shelf.ALL),
    "drafts published": lambda desk, _tip: desk.drafts_page(Shelf.PUBLISHED),
}
FILTERS = [
    *(Chosen(view=view) for view in View),
    *(Chosen(view=View.ALL, age=age) for age in Age),
    *(Chosen(view=View.ALL, mark=mark) for mark in Mark),
    Chosen(topic="TTHC"),
    Chosen(unit="p-binh-mau"),
    Chosen(view=View.ALL, order=Order.OLDEST),
    with_words(Chosen(view=View.ALL), "phường"),
    with_words(Chosen(view=View.ALL), '"thủ tục hành chính" is:approved'),
    with_words(Chosen(view=View.ALL, order=Order.BEST), "phường"),
]
# A page that shows fewer rows than another costs less: only what is whole on both desks is compared.
ROWS_DIFFER = {
    "network",
    "queue mine",
    "queue needs_info",
    "queue withdrawn",
    "queue duplicate",
    "drafts open",
    "drafts all",
}


class Filled:
    """A desk of so many tips, its steps, and every query it makes."""

    def __init__(self, folder: Path, template: Path, tips: int, now: datetime) -> None:
        folder.mkdir()
        shutil.copy(template, folder / "tinbai.sqlite3")
        self.newsroom: Newsroom = open_newsroom(load({"DATA_DIR": str(folder)}, dotenv=None), clock=lambda: now)
        fill(self.newsroom.database, Wish(tips, now, days=10, sayings=12), rules=self.newsroom.rules)
        self.steps = Steps(self.newsroom.database.writing, self.newsroom.database.reading)
        self.scans: set[str] = set()
        for engine in (self.newsroom.database.writing, self.newsroom.database.reading):
            event.listen(engine, "before_cursor_execute", self._explain)
        self.desk = GrowingDesk(self.newsroom, now)
        self.waiting = [self.desk.intake() for _ in range(TWO_PAGES)]

    def taken_by(self, act: Act) -> int:
        """Return the steps of an act, the second time it is done."""
        act(self.desk, self.waiting[0])
        before = self.steps.taken
        act(self.desk, self.waiting[0])
        return self.steps.taken - before

    def _explain(self, connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        """Note where the plan of a query reads a whole growing table; the newest row of all is no such thing."""
        if not statement.startswith(("SELECT", "UPDATE", "DELETE")) or isinstance(parameters, list):
            return
        raw = connection.connection.driver_connection
        for *_numbers, detail in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
            found = SCAN.match(detail)
            if found and found[1] not in PARTIAL and not _stops_early(statement):
                self.scans.add(f"{detail}: {' '.join(statement.split())[:200]}")


def _stops_early(statement: str) -> bool:
    """Tell whether a query reads from the newest row backwards until it has enough: all rows fit, or nearly all."""
    return "LIMIT" in statement and ("WHERE" not in statement or "ORDER BY person.id DESC" in statement)


@pytest.fixture(scope="module")
def desks(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Filled, Filled]]:
    """The same desk twice, once with ten times the tips."""
    folder = tmp_path_factory.mktemp("growth")
    few, many = (Filled(folder / str(size), migrated, size, NOON) for size in (FEW, MANY))
    yield few, many
    few.newsroom.close()
    many.newsroom.close()


@pytest.mark.parametrize("name", [name for name in ACTS if name not in ROWS_DIFFER])
def test_an_act_takes_as_many_steps_on_ten_times_the_tips(desks: tuple[Filled, Filled], name: str) -> None:
    few, many = (desk.taken_by(ACTS[name]) for desk in desks)

    assert 0 < many <= few * ALLOWED


@pytest.mark.parametrize("name", ACTS)
def test_no_act_reads_a_whole_growing_table(desks: tuple[Filled, Filled], name: str) -> None:
    desk = desks[1]
    desk.scans.clear()

    ACTS[name](desk.desk, desk.waiting[0])

    assert desk.scans == set()


@pytest.mark.parametrize("chosen", FILTERS, ids=lambda chosen: str(chosen.query() or "waiting"))
def test_no_filter_of_the_queue_reads_a_whole_growing_table(desks: tuple[Filled, Filled], chosen: Chosen) -> None:
    desk = desks[1]
    desk.scans.clear()

    desk.desk.queue_page(chosen)
    desk.desk.queue_counts(chosen)

    assert desk.scans == set()


def test_a_tab_counts_exactly_while_few_and_says_where_it_stopped_looking(desks: tuple[Filled, Filled]) -> None:
    by = next(iter(desks[0].newsroom.database.read_now(lambda s: people.with_role(s, MODERATORS))))
    few, many = (desk.newsroom.database.read_now(lambda s: tips.counts(s, Chosen(), by=by, now=NOON)) for desk in desks)

    assert str(few[View.WITHDRAWN]).isdecimal()
    assert few[View.WITHDRAWN]
    assert str(many[View.APPROVED]) == "100+"
    assert str(many[View.ALL]).endswith("+")
    assert not Count()


def test_a_mark_that_nobody_bears_is_looked_for_to_the_end(desks: tuple[Filled, Filled]) -> None:
    newsroom, chosen = desks[1].newsroom, Chosen(view=View.ALL, mark=Mark.VIDEO)
    by = next(iter(newsroom.database.read_now(lambda s: people.with_role(s, MODERATORS))))
    pages, below = 0, None

    while pages == 0 or below is not None:
        at = below
        page = newsroom.database.read_now(lambda s: tips.page(s, chosen, by=by, now=NOON, below=at))  # noqa: B023 - read at once
        pages, below = pages + 1, page.older
        assert page.rows == ()

    assert pages == 1 + (MANY + TWO_PAGES) // tips.WINDOW


def test_the_steps_are_really_counted(desks: tuple[Filled, Filled]) -> None:
    def read_all(desk: Filled) -> int:
        before = desk.steps.taken
        with desk.newsroom.database.reading.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM tip WHERE excerpt LIKE '%x%'").scalar()
        return desk.steps.taken - before

    few, many = (read_all(desk) for desk in desks)

    assert many > few * 5
