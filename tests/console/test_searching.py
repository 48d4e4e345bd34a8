"""Tips are found by their words, on both engines alike, as soon as the index has caught up."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from review import appeals, moderation, queue
from review.access import Role
from review.db import Database, Session
from review.lists import tips
from review.lists.choosing import Chosen, Order, View, with_words
from review.models import SearchDue, Tip
from review.search import finding, index
from review.search.words import understand
from tests.console.desk import Desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    lan, hoa = desk.a_person("Nguyễn Thị Lan"), desk.a_person("Trần Hoà")
    desk.a_tip("Phường Bình Mẫu mở quầy một cửa lưu động cho người cao tuổi trong khu phố.", by=lan)
    desk.a_tip("Đường Lê Lợi được sửa xong, theo Quyết định số 215/QĐ-UBND của phường.", by=hoa)
    desk.a_tip("Một nhóm tình nguyện sửa cửa cho hộ nghèo ở phường.", by=lan)
    caught_up(desk.database)
    return desk


def caught_up(database: Database) -> None:
    while database.act_now(index.keep_up):
        pass


def found(desk: Desk, line: str, **chosen: object) -> list[str]:
    """Return the references a line finds, in their order, without the day."""
    by = desk.a_person("Minh", Role.MODERATOR)
    narrowed = with_words(Chosen(view=View.ALL, **chosen), line)  # type: ignore[arg-type]  # its own fields
    page = desk.database.read_now(lambda s: tips.page(s, narrowed, by=by, now=desk.clock()))
    return [row.reference.rpartition("-")[2] for row in page.rows]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("phường", ["03", "02", "01"]),
        ("phuong", ["03", "02", "01"]),
        ('"một cửa"', ["01"]),
        ("một cửa", ["03", "01"]),
        ("duong le loi", ["02"]),
        ("ĐƯỜNG", ["02"]),
        ("215/QĐ-UBND", ["02"]),
        ("from:lan", ["03", "01"]),
        ('from:"trần hòa"', ["02"]),
        ("from:lan sửa", ["03"]),
        ("sửa -", ["03", "02"]),
        ("khôngcó", []),
        ("is:rejected phường", []),
        ("is:received phường", ["03", "02", "01"]),
    ],
)
def test_words_find_tips_newest_first(filled: Desk, line: str, numbers: list[str]) -> None:
    assert found(filled, line) == numbers


def test_the_best_come_first_when_asked(filled: Desk) -> None:
    assert set(found(filled, "một cửa", order=Order.BEST)) == {"01", "03"}


def test_a_tip_is_owed_to_the_index_until_it_is_written(desk: Desk) -> None:
    desk.a_tip("Quầy lưu động phục vụ người cao tuổi.")

    assert found(desk, "quầy") == []
    caught_up(desk.database)
    assert found(desk, "quầy") == ["01"]
    assert desk.database.read_now(lambda s: s.exec(select(SearchDue)).all()) == []


def test_what_is_forgotten_is_found_no_longer(filled: Desk) -> None:
    def forget(session: Session) -> None:
        tip = session.exec(select(Tip).where(Tip.reference.like("%-02"))).one()  # type: ignore[union-attr]  # a column
        index.forget(session, tip.id or 0)

    filled.database.act_now(forget)

    assert found(filled, "lợi") == []
    assert found(filled, "cửa") == ["03", "01"]


def test_everything_owed_anew_changes_nothing(filled: Desk) -> None:
    filled.database.act_now(lambda session: index.owe_all(session, now=filled.clock()))
    caught_up(filled.database)

    assert found(filled, "phường") == ["03", "02", "01"]


def test_tabs_count_the_finds(filled: Desk) -> None:
    by = filled.a_person("Minh", Role.MODERATOR)
    chosen = with_words(Chosen(view=View.ALL), "sửa")

    counts = filled.database.read_now(lambda s: tips.counts(s, chosen, by=by, now=filled.clock()))

    assert {view: str(number) for view, number in counts.items() if number} == {
        View.ALL: "2",
        View.RECEIVED: "2",
        View.WAITING: "2",
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(line=st.text(max_size=40))
def test_no_line_is_refused(filled: Desk, line: str) -> None:
    phrases = understand(line, frozenset()).phrases
    if phrases:
        filled.database.read_now(lambda s: finding.newest(s, phrases, below=None, most=5))
        filled.database.read_now(lambda s: finding.best(s, phrases, most=5))


async def test_the_queue_page_finds_and_keeps_the_line(filled: Desk) -> None:
    at_minhs = filled.browser(filled.a_person("Minh", Role.MODERATOR))

    page = (await at_minhs.gets("/queue?q=%22m%E1%BB%99t+c%E1%BB%ADa%22")).text

    assert "quầy một cửa" in page
    assert "Lê Lợi" not in page
    assert 'value="&#34;một cửa&#34;"' in page


async def test_what_is_looked_at_again_is_marked_and_found_by_that(filled: Desk) -> None:
    minh, lan = filled.a_person("Minh", Role.MODERATOR), filled.a_person("Lan")
    reference, at = filled.a_tip("Phường mở bàn hướng dẫn.", by=lan), filled.clock()

    def appealed(session: Session) -> None:
        tip, rules = queue.get(session, reference), filled.newsroom.rules
        moderation.reject(session, tip, reason="R01", version=None, by=minh, door="console", now=at, rules=rules)
        appeals.appeal(session, tip, note="", by=lan, door="web", now=at, rules=rules)

    filled.database.act_now(appealed)
    at_minhs = filled.browser(minh)

    assert found(filled, "is:appealed") == [reference[-2:]]
    everything, marked = (await at_minhs.gets("/queue")).text, (await at_minhs.gets("/queue?mark=appealed")).text
    assert everything.count("Xin xem lại</span>") == 1
    assert (reference in marked, "Lê Lợi" in marked) == (True, False)
