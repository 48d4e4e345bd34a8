"""Told once when it begins and once when it is over, whatever happens in between; never a storm."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from review.incidents import CALM, Event, Incident, step

START = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)
LOOKS = st.lists(st.tuples(st.integers(1, 900), st.booleans()), max_size=200)
NO_PATIENCE = timedelta()
Heard = list[tuple[datetime, Event]]


def told(looks: list[tuple[int, bool]], patience: timedelta = NO_PATIENCE) -> Heard:
    """Look again and again on a virtual clock; return what people were told, and when."""
    incident: Incident | None = None
    now, heard = START, []
    for seconds, is_wrong in looks:
        now += timedelta(seconds=seconds)
        incident, event = step(incident, is_wrong=is_wrong, now=now, patience=patience)
        if event is not None:
            heard.append((now, event))
    return heard


def every_15_seconds(*spans: tuple[int, bool]) -> list[tuple[int, bool]]:
    """Return the looks of some minutes each, well or wrong."""
    return [(15, is_wrong) for minutes, is_wrong in spans for _ in range(minutes * 4)]


def test_one_incident_is_told_once_and_its_end_once() -> None:
    heard = told(every_15_seconds((5, False), (60, True), (30, False)))

    assert [event for _, event in heard] == [Event.BEGAN, Event.ENDED]
    (began, _), (ended, _) = heard
    assert began - START < timedelta(minutes=6)
    assert ended - START < timedelta(minutes=65) + CALM + timedelta(minutes=1)


def test_what_flickers_is_one_incident() -> None:
    heard = told(every_15_seconds(*[(2, True), (3, False)] * 24))

    assert [event for _, event in heard] == [Event.BEGAN]


def test_what_is_over_before_patience_ends_is_told_to_nobody() -> None:
    assert told(every_15_seconds((4, True), (20, False)), patience=timedelta(minutes=5)) == []
    assert len(told(every_15_seconds((6, True)), patience=timedelta(minutes=5))) == 1


@given(LOOKS, st.sampled_from([NO_PATIENCE, timedelta(minutes=1), timedelta(minutes=5)]))
def test_beginnings_and_ends_take_turns(looks: list[tuple[int, bool]], patience: timedelta) -> None:
    events = [event for _, event in told(looks, patience)]

    assert events[::2] == [Event.BEGAN] * len(events[::2])
    assert events[1::2] == [Event.ENDED] * len(events[1::2])


@given(LOOKS)
def test_there_is_never_a_storm(looks: list[tuple[int, bool]]) -> None:
    heard = told(looks)

    for start, _ in heard:
        in_an_hour = [at for at, _ in heard if start <= at < start + timedelta(hours=1)]
        assert len(in_an_hour) <= 2 * (timedelta(hours=1) // CALM)


@given(LOOKS)
def test_nothing_that_lasts_is_kept_silent(looks: list[tuple[int, bool]]) -> None:
    heard = told([*looks, (15, True)])

    assert heard
    assert heard[-1][1] is Event.BEGAN


def test_a_clock_that_jumps_neither_silences_nor_repeats() -> None:
    back, ten_years = -3600, 10 * 365 * 86400
    heard = told([(15, True), (back, True), (15, True), (ten_years, True), (15, False), (back, False), (900, False)])

    assert [event for _, event in heard] == [Event.BEGAN, Event.ENDED]
