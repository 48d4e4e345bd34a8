"""A tip in hand goes to a named person, is kept by working on it, and comes back by itself with a note."""

from datetime import timedelta

import pytest

from review import handover, queue
from review.access import Person, Role
from review.models import AuditRow, Note
from tests.console.desk import Browser, Desk

MINUTES = timedelta(minutes=1)


def bring_back(desk: Desk) -> int:
    """Do what the worker does every minute."""
    now, rules = desk.clock(), desk.newsroom.rules
    found = desk.database.read_now(lambda session: handover.run_out(session, now=now))
    return desk.database.act_now(lambda session: handover.bring_back(session, found, now=now, rules=rules))


async def test_a_tip_is_handed_to_a_named_person_on_its_page(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.a_person("An", Role.MODERATOR)
    await at_minhs.posts(f"/tips/{tip}/claim")
    offered = (await at_minhs.gets(f"/tips/{tip}")).text

    page = await at_minhs.follows(await at_minhs.posts(f"/tips/{tip}/hand_over", to=an.id))

    assert f'<option value="{an.id}">An</option>' in offered
    assert f"Đã giao tin {tip} cho An." in page.text
    assert "Giao tin cho An." in page.text
    assert desk.tip(tip).claimed_by == an.id


@pytest.mark.parametrize("who", ["sender", "editor", "nobody"])
async def test_only_who_may_decide_on_it_takes_a_tip_over(desk: Desk, at_minhs: Browser, ha: Person, who: str) -> None:
    sender = desk.a_person("An", Role.MODERATOR)
    tip = desk.a_tip(by=sender)
    to = {"sender": sender.id, "editor": ha.id, "nobody": 999_999}[who]

    answer = await at_minhs.posts(f"/tips/{tip}/hand_over", to=to)

    assert answer.status_code == (404 if who == "nobody" else 409)
    assert desk.tip(tip).claimed_by is None
    assert desk.rows(Note) == []


async def test_what_somebody_else_has_in_hand_is_not_handed_on(desk: Desk, at_minhs: Browser) -> None:
    tip, an = desk.a_tip(), desk.a_person("An", Role.MODERATOR)
    await desk.browser(an).posts(f"/tips/{tip}/claim")

    answer = await at_minhs.posts(f"/tips/{tip}/hand_over", to=desk.a_person("Bình", Role.MODERATOR).id)

    assert "An đang xử lý tin này" in answer.text
    assert desk.tip(tip).claimed_by == an.id


async def test_a_lease_that_is_over_comes_back_once_with_a_note(desk: Desk, at_minhs: Browser, minh: Person) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/claim")
    desk.clock.at += queue.CLAIM + MINUTES

    assert (bring_back(desk), bring_back(desk)) == (1, 0)

    assert desk.tip(tip).claimed_by is None
    assert [(note.by_id, note.text.partition(" mà")[0]) for note in desk.rows(Note)] == [
        (minh.id, f"Giữ tin đến {(desk.clock() - MINUTES).astimezone(desk.newsroom.rules.zone):%H:%M}")
    ]
    assert [row.details for row in desk.rows(AuditRow) if row.act == "come_back"] == [f"person:{minh.id}"]


async def test_a_lease_that_runs_is_left_alone(desk: Desk, at_minhs: Browser) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/claim")
    desk.clock.at += queue.CLAIM - MINUTES

    assert bring_back(desk) == 0
    assert desk.tip(tip).claimed_by is not None


async def test_who_works_on_a_tip_keeps_it(desk: Desk, at_minhs: Browser, minh: Person) -> None:
    tip = desk.a_tip()
    await at_minhs.posts(f"/tips/{tip}/claim")
    desk.clock.at += 20 * MINUTES
    await at_minhs.posts(f"/tips/{tip}/note", text="Đang gọi UBND phường.")
    after_note = desk.tip(tip).claimed_until
    desk.clock.at += 20 * MINUTES

    opened = desk.database.act_now(
        lambda session: handover.opened(session, desk.tip(tip).id or 0, by=minh, now=desk.clock())
    )

    assert after_note == desk.clock() - 20 * MINUTES + queue.CLAIM
    assert opened
    assert desk.tip(tip).claimed_until == desk.clock() + queue.CLAIM
