"""When something wrong is told, and when it is over: once each, never a storm. Plain rules on the time passed in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

CALM = timedelta(minutes=10)  # all must be well for so long before an incident is over, so that nothing flickers


class Event(Enum):
    BEGAN = "began"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something is wrong since `since`; people were told at `told_at`; all seems well since `well_since`."""

    since: datetime
    told_at: datetime | None = None
    well_since: datetime | None = None


Step = tuple[Incident | None, Event | None]


def step(incident: Incident | None, *, is_wrong: bool, now: datetime, patience: timedelta) -> Step:
    """Return the incident after one look, and what people are to be told, if anything."""
    if is_wrong:
        return _wrong(incident, now, patience)
    return _well(incident, now) if incident is not None else (None, None)


def _wrong(incident: Incident | None, now: datetime, patience: timedelta) -> Step:
    begun = incident or Incident(now)
    going_on = replace(begun, well_since=None, since=min(begun.since, now))  # a clock set back must not keep it silent
    if going_on.told_at is not None or now - going_on.since < patience:
        return going_on, None
    return replace(going_on, told_at=now), Event.BEGAN


def _well(incident: Incident, now: datetime) -> Step:
    """Forget what nobody was told of; end the rest once it has been calm for long enough."""
    if incident.told_at is None:
        return None, None
    if incident.well_since is None or incident.well_since > now:
        return replace(incident, well_since=now), None
    return (None, Event.ENDED) if now - incident.well_since >= CALM else (incident, None)
