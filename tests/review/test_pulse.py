from datetime import datetime, timedelta

from review import network, pulse
from review.db import Database, Session
from review.figures import Figures
from review.pulse import Pulse


def leaves_word(database: Database, figures: Figures, at: datetime) -> None:
    database.act_now(lambda session: pulse.beat(session, Pulse(at, "1.0", figures.snapshot())))


def seen(database: Database, now: datetime) -> list[Pulse]:
    return database.read_now(lambda session: pulse.pulses(session, now=now))


def test_each_process_has_one_pulse_and_the_newest_comes_first(database: Database, now: datetime) -> None:
    one, other = Figures(), Figures()
    one.failed("send", "flood")

    leaves_word(database, one, now - timedelta(seconds=20))
    leaves_word(database, other, now - timedelta(seconds=10))
    leaves_word(database, one, now)

    assert [said.process for said in seen(database, now)] == [one.process, other.process]
    assert seen(database, now)[0].snapshot.errors == {("send", "flood"): 1}


def test_a_process_without_word_is_gone_but_shown_for_an_hour(database: Database, now: datetime) -> None:
    figures = Figures()
    leaves_word(database, figures, now)

    (said,) = seen(database, now + timedelta(minutes=30))
    assert said.is_alive(now + timedelta(seconds=30))
    assert not said.is_alive(now + timedelta(minutes=30))
    assert seen(database, now + timedelta(hours=2)) == []


def test_old_pulses_are_swept_by_the_next_beat(database: Database, now: datetime) -> None:
    old, new = Figures(), Figures()
    leaves_word(database, old, now)

    leaves_word(database, new, now + timedelta(hours=2))

    assert database.read_now(lambda session: network.setting(session, f"pulse:{old.process}")) is None
    assert database.read_now(lambda session: network.setting(session, f"pulse:{new.process}"))


def test_a_pulse_of_another_form_is_passed_over(database: Database, now: datetime) -> None:
    def write(session: Session) -> None:
        for number, value in enumerate(("{}", "no json", '{"at": "x"}', "[]", '{"errors": 1}')):
            network.set_setting(session, f"pulse:{number}", value)

    database.act_now(write)
    leaves_word(database, Figures(), now)

    assert len(seen(database, now)) == 1
