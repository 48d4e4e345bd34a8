from datetime import datetime, timedelta
from functools import partial

import pytest

from review import inbox
from review.db import Database
from review.errors import NotFound
from review.inbox import Arrival, ClaimLost, Letter


def a_letter(number: int, chat: int = 1) -> Arrival:
    return Arrival(bot_id=7, update_id=number, digest=f"{number:064d}", chat_key=chat, raw=f'{{"update_id":{number}}}')


def kept(database: Database, arrivals: list[Arrival], now: datetime) -> int:
    return database.act_now(lambda session: inbox.keep(session, arrivals, now=now))


def claimed(database: Database, now: datetime, worker: str = "w1") -> list[Letter]:
    return database.act_now(lambda session: inbox.claim(session, worker=worker, now=now))


def test_a_redelivered_update_is_kept_once(database: Database, now: datetime) -> None:
    assert kept(database, [a_letter(1), a_letter(2)], now) == 2
    assert kept(database, [a_letter(2), a_letter(3)], now) == 1

    assert [letter.update_id for letter in claimed(database, now)] == [1, 2, 3]


def test_the_same_number_with_other_content_is_another_update(database: Database, now: datetime) -> None:
    other = Arrival(7, 1, "f" * 64, 1, "{}")

    kept(database, [a_letter(1), other], now)

    assert len(claimed(database, now)) == 2


def test_a_claimed_chat_gives_nothing_to_a_second_worker(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1, chat=1), a_letter(2, chat=2)], now)
    claimed(database, now, "w1")
    kept(database, [a_letter(3, chat=1), a_letter(4, chat=9)], now)

    assert [letter.update_id for letter in claimed(database, now, "w2")] == [4]


def test_a_dead_workers_rows_are_taken_over_when_its_lease_ends(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1)], now)
    claimed(database, now, "dead")

    assert claimed(database, now + timedelta(seconds=5), "w2") == []
    assert [letter.update_id for letter in claimed(database, now + timedelta(seconds=11), "w2")] == [1]


def test_done_by_a_worker_that_lost_its_claim_rolls_the_effect_back(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1)], now)
    (letter,) = claimed(database, now, "slow")
    later = now + timedelta(seconds=11)
    claimed(database, later, "fast")

    with pytest.raises(ClaimLost):
        database.act_now(lambda session: inbox.done(session, letter, worker="slow", now=later))

    assert database.read_now(lambda session: inbox.backlog(session, now=later))[0] == 1


def test_a_failing_row_holds_its_chat_up_for_one_retry_and_then_steps_aside(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1), a_letter(2)], now)

    first, second = claimed(database, now)
    database.act_now(lambda session: inbox.give_back(session, [second]))
    database.act_now(lambda session: inbox.failed(session, first, error_class="ValueError", now=now))
    assert claimed(database, now) == []

    now += timedelta(seconds=2)
    first, second = claimed(database, now)
    assert first.update_id == 1
    database.act_now(lambda session: inbox.give_back(session, [second]))
    database.act_now(lambda session: inbox.failed(session, first, error_class="ValueError", now=now))

    assert [letter.update_id for letter in claimed(database, now)] == [2]


def test_rows_that_name_no_chat_wait_for_nothing_of_each_other(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1, chat=0), a_letter(2, chat=0)], now)

    first, second = claimed(database, now)
    database.act_now(lambda session: inbox.give_back(session, [second]))
    database.act_now(lambda session: inbox.failed(session, first, error_class="ValueError", now=now))

    assert [letter.update_id for letter in claimed(database, now)] == [2]


def test_after_five_tries_a_row_is_a_dead_letter_and_can_be_retried(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1)], now)
    for _ in range(5):
        (letter,) = claimed(database, now)
        database.act_now(partial(inbox.failed, letter=letter, error_class="ValueError", now=now))
        now += timedelta(minutes=5)

    (dead,) = database.read_now(inbox.dead_letters)
    assert (dead.raw, dead.error_class) == ('{"update_id":1}', "ValueError")

    database.act_now(lambda session: inbox.retry(session, dead.id, now=now))
    assert [letter.update_id for letter in claimed(database, now)] == [1]


def test_what_ends_the_process_each_time_is_buried_too(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1)], now)
    for _ in range(inbox.MOST_DEATHS + 1):
        claimed(database, now)
        now += timedelta(minutes=2)

    (dead,) = database.read_now(inbox.dead_letters)
    assert dead.error_class == "ProcessDied"


def test_rows_that_ended_twice_without_a_word_come_one_at_a_time(database: Database, now: datetime) -> None:
    kept(database, [a_letter(number, chat=number) for number in range(1, 6)], now)
    for _ in range(2):
        claimed(database, now)
        now += timedelta(minutes=2)

    assert len(claimed(database, now)) == 1


def test_a_blanked_row_keeps_neither_content_nor_chat(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1, chat=555)], now)
    (letter,) = claimed(database, now)

    database.act_now(lambda session: inbox.done(session, letter, worker="w1", now=now, blank=True))

    raw, chat = database.read_now(
        lambda session: session.connection().exec_driver_sql("SELECT raw, chat_key FROM inbox").one()
    )
    assert (raw, chat) == ("", 0)


def test_only_a_dead_letter_can_be_retried(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1)], now)

    with pytest.raises(NotFound):
        database.act_now(lambda session: inbox.retry(session, 1, now=now))


def test_a_chat_stays_in_order_although_its_worker_died_twice(database: Database, now: datetime) -> None:
    kept(database, [a_letter(1), a_letter(2)], now)
    for _ in range(2):
        claimed(database, now)
        now += timedelta(minutes=2)

    (first,) = claimed(database, now)
    assert first.update_id == 1
    assert claimed(database, now) == []

    database.act_now(lambda session: inbox.done(session, first, worker="w1", now=now))
    assert [letter.update_id for letter in claimed(database, now)] == [2]
