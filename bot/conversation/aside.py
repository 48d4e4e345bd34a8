"""Short dialogues aside from the tip that is being written: it is set down, and taken up again where it was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from review.port import State

BEFORE, SINCE = "before", "since"
LASTS = timedelta(hours=1)  # an aside left lying ends by itself, so that no real tip is taken for part of it


def begin(state: State | None, name: str, step: str, *, now: datetime | None = None, **details: Any) -> State:
    """Return the first step of an aside; what stood before is kept in it, once. With `now` it can lapse (is_over)."""
    before = back(state) if state is not None and BEFORE in state.details else state
    kept = _kept(before) if before is not None else None
    stands = {SINCE: now.isoformat() if now else None, BEFORE: kept}
    return State(name, step, state.screen if state else 0, {**details, **stands})


def onward(state: State, step: str, *, now: datetime, **details: Any) -> State:
    """Return the aside on another step; its screen stays that of the tip set down."""
    return State(state.name, step, state.screen, {**state.details, **details, SINCE: now.isoformat()})


def is_over(state: State, now: datetime) -> bool:
    """Tell whether an aside was left lying and has ended by itself."""
    return now - datetime.fromisoformat(state.details[SINCE]) > LASTS


def back(state: State | None) -> State | None:
    """Return what stood before the aside; a state that is none is returned as it is."""
    if state is None or BEFORE not in state.details:
        return state
    before: Mapping[str, Any] | None = state.details[BEFORE]
    return State(before["name"], before["step"], before["screen"], before["details"]) if before else None


def _kept(state: State) -> dict[str, Any]:
    return {"name": state.name, "step": state.step, "screen": state.screen, "details": dict(state.details)}
