"""What is compared is kept beside the line: found again after restarts, by one of several, and gone with its tip."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.comparing import compare
from review import intake, queue
from review.access import Person
from review.db import Database, Session
from review.likeness.signature import SIZE
from review.models import Alike, Likeness, NamedDocument, table
from review.port import Part
from review.rights import tombstones
from review.similar import finding, following, index, keeping, shown
from review.thresholds import Thresholds
from tests.conftest import NOON
from tests.console.desk import NUMBERS, Desk, opened_desk
from tests.rules.likeness_pairs import bank

NEWS = [piece["text"] for piece in bank()["news"]]
LIMITS = Thresholds()


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(database, tmp_path, NOON) as opened:
        yield opened


async def compares(desk: Desk) -> None:
    while await compare(desk.newsroom):
        pass


def like(desk: Desk, text: str) -> list[str]:
    """Return the references of the tips a text is like, asked on a connection that writes."""

    def ask(session: Session) -> list[str]:
        found = finding.like_text(session, text, LIMITS)
        return [queue.by_id(session, one.tip_id or 0).reference or "" for one in found]

    return desk.database.act_now(ask)


async def test_a_text_is_found_among_many_whatever_happened_to_it(desk: Desk) -> None:
    references = [desk.a_tip(text) for text in NEWS]
    await compares(desk)

    for piece, reference in zip(bank()["news"], references, strict=True):
        assert like(desk, piece["text"].upper())[0] == reference
        assert reference in like(desk, piece.get("reworded", piece["text"]))


async def test_what_is_compared_later_is_found_without_reading_all_again(desk: Desk) -> None:
    desk.a_tip(NEWS[0])
    await compares(desk)
    assert like(desk, NEWS[1]) == []

    second = desk.a_tip(NEWS[1])
    await compares(desk)

    assert like(desk, NEWS[1]) == [second]


async def test_another_process_sees_what_one_kept(desk: Desk, database: Database) -> None:
    first = desk.a_tip(NEWS[0])
    other = Database(database.url)
    await compares(desk)

    found = other.read_now(lambda session: finding.like_text(session, NEWS[0], LIMITS))

    other.close()
    assert [one.tip_id for one in found] == [desk.tip(first).id]


async def test_of_two_that_compare_the_same_one_keeps_it(desk: Desk) -> None:
    desk.a_tip(NEWS[0])
    batch = desk.database.read_now(following.changed)
    assert batch is not None
    made = desk.database.read_now(lambda session: keeping.make(session, batch, desk.newsroom.media))

    kept = [desk.database.act_now(lambda session: keeping.keep(session, batch, made)) for _ in range(2)]

    assert kept == [True, False]
    assert len(desk.rows(Likeness)) == 1


async def test_two_workers_side_by_side_leave_one_row_a_tip_and_each_pair_once(desk: Desk) -> None:
    for text in NEWS[:5] * 2:
        desk.a_tip(text)

    await asyncio.gather(compares(desk), compares(desk))
    await compares(desk)

    assert len(desk.rows(Likeness)) == 10
    pairs = [(row.tip_id, row.other_tip_id) for row in desk.rows(Alike)]
    assert len(pairs) == len(set(pairs)) == 5


async def test_a_tip_that_is_deleted_is_forgotten_and_never_named_again(desk: Desk) -> None:
    tip = desk.tip(desk.a_tip(NEWS[0] + " Theo Báo cáo số 215/BC-UBND."))
    await compares(desk)

    desk.database.act_now(lambda session: tombstones.bury_tips(session, [tip.id or 0]))

    assert desk.rows(Likeness) == desk.rows(NamedDocument) == []
    assert like(desk, NEWS[0]) == []


async def test_an_unfinished_tip_is_compared_with_those_of_everybody_but_not_kept(desk: Desk) -> None:
    first = desk.a_tip(NEWS[0])
    await compares(desk)
    thu = desk.a_person("Thư")
    number = desk.database.act_now(lambda session: _begun(session, thu, NEWS[0]))
    await compares(desk)

    pair = desk.database.act_now(
        lambda session: shown.like_composing(session, NEWS[0], LIMITS, tip_id=number, now=NOON)
    )

    assert pair is not None
    assert (pair.reference, pair.percent) == (first, 100)
    assert len(desk.rows(Likeness)) == 1


async def test_short_and_empty_and_strange_texts_are_like_nothing(desk: Desk) -> None:
    for text in ("Ngập", "a b c d e f", "\u202e" * 40 + "x", "🌧 " * 60):
        desk.a_tip(text)
    await compares(desk)

    assert like(desk, "Ngập") == []
    assert like(desk, "") == []


def test_rows_beyond_one_block_are_found_in_any_of_them() -> None:
    rows = index.Rows(table("likeness"), "signature", SIZE)
    wanted = bytes(range(64))
    strangers = [bytes([number % 251] * 64) for number in range(index.BLOCK)]

    rows.take_in(list(range(1, index.BLOCK + 1)), b"".join(strangers))
    rows.take_in([index.BLOCK + 1], wanted)

    assert rows.count == index.BLOCK + 1
    blocks = list(rows.filled())
    assert [len(numbers) for numbers, _ in blocks] == [1, index.BLOCK]
    assert bytes(blocks[0][1][:, 0]) == wanted


def _begun(session: Session, sender: Person, text: str) -> int:
    part = Part("telegram", sender.id, next(NUMBERS), "text", NOON, text)
    return intake.receive(session, sender, part, composing=None, now=NOON).tip_id
