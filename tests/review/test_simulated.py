"""A made-up past keeps what the acts keep: references, counters, chain, versions, drafts; one seed makes one past."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from review import audit, draft_view, intake, network, people, queue, tip_view
from review.access import MODERATORS
from review.db import Database, Session
from review.lists import drafts, tips
from review.lists.choosing import Chosen, View
from review.lists.drafts import Shelf
from review.port import Part
from review.settings import DeskRules
from review.simulated.filling import Wish, fill, has_tips
from review.simulated.making import SamplePhoto
from review.workflow import DraftStatus, TipStatus

RULES = DeskRules()
TIPS = 300
PHOTO = SamplePhoto("0" * 64, "image/jpeg", 1000, 1280, 960)


def filled(database: Database, now: datetime, **wish: Any) -> int:
    return fill(
        database, Wish(**{"tips": TIPS, "now": now, "photos": (PHOTO,), "sayings": 12, "days": 20, **wish}), rules=RULES
    )


def scalar(database: Database, query: str) -> Any:
    return database.read_now(lambda session: session.execute(text(query)).scalar())


def listed(database: Database, query: str) -> set[Any]:
    return set(database.read_now(lambda session: session.execute(text(query)).scalars().all()))


def test_every_status_of_tips_and_drafts_is_there(database: Database, now: datetime) -> None:
    filled(database, now, tips=2_000, days=4)

    found = {table: listed(database, f"SELECT DISTINCT status FROM {table}") for table in ("tip", "draft")}  # noqa: S608 - two names
    assert found["tip"] == {status.value for status in TipStatus}
    assert found["draft"] == {status.value for status in DraftStatus}


def test_the_audit_chain_and_every_reference_between_tables_hold(database: Database, now: datetime) -> None:
    filled(database, now)
    filled(database, now, seed=2)

    assert database.read_now(audit.verify) is None
    if database.reading.dialect.name == "sqlite":
        assert scalar(database, "SELECT count(*) FROM pragma_foreign_key_check()") == 0


def test_the_counters_go_on_where_the_made_references_end(database: Database, now: datetime) -> None:
    filled(database, now)
    given = listed(database, "SELECT reference FROM tip WHERE reference LIKE 'T-261112-%'")
    highest = max(int(reference.rpartition("-")[2]) for reference in given)

    following = database.act_now(lambda session: network.next_number(session, "tip", now.date()))

    assert following == highest + 1
    assert scalar(database, "SELECT count(*) FROM tip WHERE reference IS NOT NULL") == TIPS


def test_decided_tips_have_their_decision_version_and_draft(database: Database, now: datetime) -> None:
    filled(database, now)

    without = {
        "a decision as the last word": "SELECT count(*) FROM tip WHERE status <> 'composing' AND status <> "
        "(SELECT to_status FROM decision WHERE tip_id = tip.id ORDER BY id DESC LIMIT 1)",
        "a text of its version": "SELECT count(*) FROM tip WHERE status <> 'composing' AND NOT EXISTS "
        "(SELECT 1 FROM tip_version v WHERE v.tip_id = tip.id AND v.version = tip.version)",
        "a draft": "SELECT count(*) FROM tip WHERE status = 'approved' AND NOT EXISTS "
        "(SELECT 1 FROM draft_source s WHERE s.tip_id = tip.id)",
        "a revision": "SELECT count(*) FROM draft WHERE NOT EXISTS "
        "(SELECT 1 FROM draft_revision r WHERE r.draft_id = draft.id AND r.version = draft.version)",
        "an original": "SELECT count(*) FROM tip WHERE (status = 'duplicate') <> (duplicate_of IS NOT NULL)",
        "its files counted": "SELECT count(*) FROM tip WHERE photos <> "
        "(SELECT count(*) FROM attachment a WHERE a.tip_id = tip.id)",
    }
    assert {name: scalar(database, query) for name, query in without.items()} == dict.fromkeys(without, 0)


def test_the_pages_and_the_acts_work_on_a_made_up_past(database: Database, now: datetime) -> None:
    filled(database, now)
    moderator = database.read_now(lambda session: people.with_role(session, MODERATORS))[0]

    def look(session: Session) -> tuple[str, str]:
        waiting = tips.page(session, Chosen(View.ALL), by=moderator, now=now).rows[0]
        published = drafts.page(session, Shelf.PUBLISHED).rows[0]
        view = draft_view.of(session, draft_view.get(session, published.reference))
        assert view.article.placeholders() == []
        return tip_view.of(session, queue.get(session, waiting.reference), now=now).text, view.article.title

    text_of_tip, title = database.read_now(look)
    assert len(text_of_tip) > 80
    assert title


def test_a_made_up_correspondent_can_send_on(database: Database, now: datetime) -> None:
    filled(database, now)
    busy = "SELECT sender_id FROM tip WHERE status = 'composing'"
    number = scalar(database, f"SELECT min(id) FROM person WHERE unit_id IS NOT NULL AND id NOT IN ({busy})")  # noqa: S608 - our own words

    def send(session: Session) -> str:
        person = people.get(session, number)
        part = Part("telegram", 6_000_000_500, 900_000_001, "text", now, "Phường mở thêm quầy.")
        intake.receive(session, person, part, composing=None, now=now + timedelta(seconds=1))
        return intake.submit(session, person, now=now + timedelta(seconds=2), rules=RULES).reference

    assert database.act_now(send).startswith("T-261112-")


@pytest.mark.parametrize(("seed", "is_same"), [(1, True), (2, False)])
def test_one_seed_makes_one_past(migrated: Path, tmp_path: Path, now: datetime, seed: int, *, is_same: bool) -> None:
    ends = []
    for name, chosen in (("first", 1), ("second", seed)):
        database = Database(f"sqlite:///{shutil.copy(migrated, tmp_path / name)}")
        filled(database, now, tips=60, seed=chosen)
        ends.append(database.read_now(audit.head))
        database.close()

    assert (ends[0] == ends[1]) is is_same


def test_a_desk_tells_whether_it_has_tips(database: Database, now: datetime) -> None:
    assert not database.read_now(has_tips)

    filled(database, now, tips=12)

    assert database.read_now(has_tips)
