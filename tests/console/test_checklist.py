"""The checklist of a tip's topic: shown with who ticked what, kept at once, and nobody's tick undone by another."""

from sqlmodel import update

from review.access import Role
from review.models import Adjustment, AuditRow, Tip
from review.network import shipped
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk


def kept(desk: Desk) -> list[tuple[str, str]]:
    return [(row.before, row.after) for row in desk.rows(Adjustment) if row.field == "check"]


async def test_a_topic_brings_its_list_and_a_tick_stays_with_a_name(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip(topic="TTHC")
    before = (await at_minhs.gets(f"/tips/{tip}")).text

    form = {"code": ["NAMES", "FEES"], "shown": ""}
    page = await at_minhs.follows(await at_minhs.posts(f"/tips/{tip}/check", form))

    assert "Tên thủ tục đúng như trên Cổng dịch vụ công" in before
    assert "0/6" in before
    assert "2/6" in page.text
    assert 'value="FEES" checked' in page.text
    assert f"Đã ghi việc kiểm tra của tin {tip}." in page.text
    assert [row.details for row in desk.rows(AuditRow) if row.act == "set_check"] == ["->FEES", "->NAMES"]


@ON_SQLITE
async def test_an_older_form_takes_back_no_tick_of_somebody_else(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.browser(desk.a_person("An", Role.MODERATOR))
    await an.posts(f"/tips/{tip}/check", {"code": ["FEES"], "shown": ""})

    await at_minhs.posts(f"/tips/{tip}/check", {"code": ["NAMES"], "shown": ""})
    await an.posts(f"/tips/{tip}/check", {"shown": "FEES"})

    assert kept(desk) == [("", "FEES"), ("", "NAMES"), ("FEES", "")]


@ON_SQLITE
async def test_what_is_on_no_list_is_refused_and_nothing_kept(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()

    answer = await at_minhs.posts(f"/tips/{tip}/check", {"code": ["NAMES", "<b>"], "shown": ""})

    assert answer.status_code == 404
    assert kept(desk) == []


@ON_SQLITE
async def test_a_rule_may_give_a_tip_the_list_of_another_topic_and_english_readers_read_english(
    desk: Desk,
) -> None:
    tip = desk.a_tip(topic="TTHC")
    desk.database.act_now(lambda session: session.exec(update(Tip).values(checklist="SO")))
    english = desk.browser(desk.a_person("Ann", Role.EDITOR, locale="en"))

    page = (await english.gets(f"/tips/{tip}")).text

    assert "System and address are right and open" in page
    assert "The procedure is named" not in page


def test_every_topic_of_the_menu_has_a_list_of_lines_with_codes_of_their_own() -> None:
    lists = shipped("checklists.yaml")
    menu = {row["code"] for row in shipped("taxonomies.yaml")["topics"]["menu"]} - {None}
    lines = [row for rows in (lists["always"], *lists["topics"].values()) for row in rows]

    assert set(lists["topics"]) == menu
    assert len({row["code"] for row in lines}) == len(lines)
    assert all(row["vi"] and row["en"] for row in lines)
