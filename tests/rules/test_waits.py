from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from review.reports import waits

SPANS = st.lists(st.integers(1, 400_000), min_size=1, max_size=60)  # minutes


@given(SPANS, st.sampled_from([0.5, 0.9]))
@settings(max_examples=60)
def test_what_is_said_lies_within_a_step_of_the_exact_value(minutes: list[int], share: float) -> None:
    counted = Counter(waits.step(timedelta(minutes=each)) for each in minutes)

    said = waits.quantile(counted, share)

    exact = sorted(minutes)[max(-(-int(share * 10) * len(minutes) // 10) - 1, 0)]
    assert said is not None
    assert exact / waits.GROWTH <= said / timedelta(minutes=1) <= exact * waits.GROWTH


@given(SPANS, SPANS)
@settings(max_examples=20)
def test_days_add_up(one: list[int], other: list[int]) -> None:
    def counted(minutes: list[int]) -> Counter[int]:
        return Counter(waits.step(timedelta(minutes=each)) for each in minutes)

    together = waits.quantile(counted(one + other), 0.5)

    assert together == waits.quantile(counted(one) + counted(other), 0.5)


def test_nothing_counted_has_no_median_and_what_took_no_time_is_below_a_minute() -> None:
    assert waits.quantile({}, 0.5) is None
    assert waits.quantile({waits.step(timedelta(seconds=-3)): 5}, 0.9) < timedelta(minutes=1)  # type: ignore[operator]  # five were counted
    assert waits.step(timedelta(days=9_999)) == waits.LAST
