"""Whatever is done to a row of the audit, the first row that does not fit is named (promise P22)."""

from datetime import UTC, datetime, timedelta

import pytest

from review import audit
from review.audit import Head
from review.models import AuditRow
from tests.chaos.figures import SEED, chance, size

ROWS = 1000
TRIED = size(60, ROWS)
START = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)


def row(number: int, previous: str, act: str = "approve") -> AuditRow:
    at = START + timedelta(seconds=number)
    made = AuditRow(
        id=number,
        at=at,
        by_id=7,
        door="web",
        act=act,
        subject=f"tip:{number}",
        outcome="done",
        previous=previous,
        hash="",
    )
    made.hash = audit._digest(made)
    return made


def a_chain(length: int = ROWS) -> list[AuditRow]:
    chain: list[AuditRow] = []
    for number in range(1, length + 1):
        chain.append(row(number, chain[-1].hash if chain else audit.START))
    return chain


def flipped(chain: list[AuditRow], at: int) -> list[AuditRow]:
    bad = row(at + 1, chain[at].previous, act="reject")
    bad.hash = chain[at].hash
    return [*chain[:at], bad, *chain[at + 1 :]]


def deleted(chain: list[AuditRow], at: int) -> list[AuditRow]:
    return [*chain[:at], *chain[at + 1 :]]


def moved_up(chain: list[AuditRow]) -> list[AuditRow]:
    """Return each row under the number behind its own."""
    return [AuditRow(**{**later.model_dump(), "id": (later.id or 0) + 1}) for later in chain]


def inserted(chain: list[AuditRow], moved: list[AuditRow], at: int) -> list[AuditRow]:
    """Put in a row that fits what stands before it; those behind move up by a number."""
    forged = row(at + 1, chain[at].previous, act="reject")
    return [*chain[:at], forged, *moved[at:]]


def reordered(chain: list[AuditRow], at: int) -> list[AuditRow]:
    one, other = chain[at], chain[at - 1 if at else 1]
    swapped = {
        one.id: AuditRow(**{**other.model_dump(), "id": one.id}),
        other.id: AuditRow(**{**one.model_dump(), "id": other.id}),
    }
    return [swapped.get(each.id, each) for each in chain]


def first_touched(name: str, at: int) -> set[int]:
    """Return what may be named: the row itself, or the one behind it where the row itself is gone or fits."""
    return {
        "flipped": {at + 1},
        "deleted": {at + 2},
        "inserted": {at + 2 if at < ROWS - 1 else at + 1},  # the last number was noted with its hash
        "reordered": {max(at, 1)},
        "truncated": {at + 1},
    }[name]


@pytest.mark.chaos
def test_every_change_of_every_row_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    chain = a_chain()
    head, moved = Head(ROWS, chain[-1].hash), moved_up(chain)
    chosen = sorted(chance("audit").sample(range(ROWS), TRIED))
    unseen = []
    for at in chosen:
        tampered = {
            "flipped": flipped(chain, at),
            "inserted": inserted(chain, moved, at),
            "reordered": reordered(chain, at),
        }
        tampered |= {"deleted": deleted(chain, at), "truncated": chain[:at]}
        for name, rows in tampered.items():
            is_gone_at_the_end = name == "deleted" and at == ROWS - 1
            expected = {ROWS} if is_gone_at_the_end else first_touched(name, at)
            if audit.first_misfit(rows, head) not in expected:
                unseen.append((name, at + 1))
    with capsys.disabled():
        print(f"\naudit: unseen {len(unseen)} of {5 * len(chosen)} changes in a chain of {ROWS} rows, seed {SEED}")
    assert unseen == []
    assert audit.first_misfit(chain, head) is None


def test_a_chain_that_was_written_anew_does_not_fit_the_head_that_was_noted() -> None:
    anew = [row(1, audit.START, act="reject")]
    for number in range(2, 11):
        anew.append(row(number, anew[-1].hash))

    assert audit.first_misfit(anew) is None
    assert audit.first_misfit(anew, Head(10, a_chain(10)[-1].hash)) == 10


def test_a_chain_that_has_grown_since_still_fits() -> None:
    assert audit.first_misfit(a_chain(12), Head(10, a_chain(10)[-1].hash)) is None
