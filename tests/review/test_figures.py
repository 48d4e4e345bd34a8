import json

from hypothesis import given
from hypothesis import strategies as st

from review.figures import BOUNDS, MOST_CLASSES, Figures, Snapshot


def test_durations_are_counted_by_bound_and_summed() -> None:
    figures = Figures()

    for seconds in (0.001, 0.005, 0.006, 99.0):
        figures.took("update", seconds)

    timing = figures.snapshot().timings["update"]
    assert timing.buckets[:2] == (2, 1)
    assert timing.buckets[-1] == 1
    assert timing.seconds == 99.012


@given(st.lists(st.floats(0, 100)))
def test_every_duration_is_counted_exactly_once(durations: list[float]) -> None:
    figures = Figures()

    for seconds in durations:
        figures.took("send", seconds)

    counted = figures.snapshot().timings
    assert sum(timing.number for timing in counted.values()) == len(durations)
    for timing in counted.values():
        assert len(timing.buckets) == len(BOUNDS) + 1


def test_kinds_of_errors_are_bounded() -> None:
    figures = Figures()

    for number in range(MOST_CLASSES + 50):
        figures.failed("update", f"Error{number}")

    errors = figures.snapshot().errors
    assert errors["update", "other"] == 50
    assert len(errors) == MOST_CLASSES + 1


def test_a_loop_grows_older_until_it_turns() -> None:
    time = 100.0
    figures = Figures(lambda: time)
    figures.turned("worker")

    time = 107.5

    assert figures.snapshot().loops == {"worker": 7.5}


def test_how_long_ago_an_error_was_is_told() -> None:
    time = 100.0
    figures = Figures(lambda: time)
    figures.failed("poll", "Conflict")

    time = 103.0

    assert figures.snapshot().failed_ago == {("poll", "Conflict"): 3.0}


def test_a_snapshot_comes_back_from_json() -> None:
    figures = Figures()
    figures.took("update", 0.02)
    figures.failed("send", "flood")
    figures.turned("worker")
    shot = figures.snapshot()

    assert Snapshot.from_json(shot.process, json.loads(json.dumps(shot.to_json()))) == shot


def test_memory_is_told() -> None:
    assert Figures().snapshot().memory > 1_000_000
