"""A file taken into the register: all of it or nothing, with one row of the audit."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from review import audit, network
from review.db import Database
from review.models import AuditRow
from review.unit_files import FileUnit, Going, Outcome, Read, kept, read, take_in, write


def taken(database: Database, given: Read, now: datetime, *, applies: bool = True) -> Outcome:
    return database.act_now(lambda session: take_in(session, given, applies=applies, by=None, door="cli", now=now))


def of(*units: FileUnit) -> Read:
    return Read(tuple(enumerate(units, 2)), ())


def imports(session: Session) -> list[tuple[str, str]]:
    query = select(AuditRow).where(col(AuditRow.act) == "import_units")
    return [(row.subject, row.details) for row in session.exec(query)]


def test_an_export_changes_nothing_when_it_is_taken_in(database: Database, now: datetime) -> None:
    before = database.read_now(kept)

    outcomes = [taken(database, read(write(before.values(), form), form), now) for form in ("csv", "xlsx", "yaml")]

    assert outcomes == [Outcome((), unchanged=len(before), is_done=True)] * 3
    assert database.read_now(kept) == before
    assert database.read_now(imports) == []


def test_children_may_stand_before_their_parents_and_names_are_right_at_once(database: Database, now: datetime) -> None:
    child = FileUnit("a-child", "Z-1", "post", "Trạm A", "trạm A", parent_id="z-parent")
    parent = FileUnit("z-parent", "Z-2", "school", "Trường Z", "trường Z", contact_phone_public="028 3800 0009")

    outcome = taken(database, of(child, parent), now)

    held = database.read_now(kept)
    assert (outcome.added, held["a-child"], held["z-parent"]) == (2, child, parent)
    assert database.read_now(imports) == [("units", "added=2 changed=0 unchanged=0")]
    assert database.read_now(audit.verify) is None


def test_a_unit_that_ends_goes_over_to_its_successors(database: Database, now: datetime) -> None:
    before = database.read_now(kept)
    goings = (Going("p-ben-thanh", "part"), Going("p-tan-dinh", "part"))
    ended = replace(before["p-sai-gon"], valid_to=date(2026, 12, 31), successors=goings)

    outcome = taken(database, of(ended), now)

    assert (outcome.added, outcome.changed) == (0, 1)
    assert database.read_now(kept) == before | {"p-sai-gon": ended}
    assert "p-sai-gon" not in {
        unit.id for unit in database.read_now(lambda session: network.units(session, date(2027, 1, 1)))
    }


def test_with_one_fault_nothing_is_taken_in(database: Database, now: datetime) -> None:
    before = database.read_now(kept)
    good = FileUnit("good", "G", "ward", "Xã G", "xã G")
    bad = FileUnit("bad", "B", "ward", "Xã B", "xã B", parent_id="nowhere")

    outcome = taken(database, of(good, bad), now)

    assert [(fault.row, fault.column) for fault in outcome.faults] == [(3, "parent_id")]
    assert not outcome.is_done
    assert database.read_now(kept) == before
    assert database.read_now(imports) == []


def test_what_is_only_tried_says_the_same_and_changes_nothing(database: Database, now: datetime) -> None:
    before = database.read_now(kept)
    given = of(FileUnit("good", "G", "ward", "Xã G", "xã G"), replace(before["q1"], name_short="Q.1"))

    tried = taken(database, given, now, applies=False)

    assert tried == Outcome((), added=1, changed=1)
    assert database.read_now(kept) == before


def test_a_circle_through_what_the_register_holds_is_found(database: Database, now: datetime) -> None:
    successor = database.read_now(kept)["tp-thu-duc"]

    outcome = taken(database, of(replace(successor, successors=(Going("q2", "all"),))), now)

    assert [(fault.row, fault.column) for fault in outcome.faults] == [(2, "successors")]
