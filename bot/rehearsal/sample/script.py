"""The sample's script: what people send and do, read from tips.yaml and placed in time before the present."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

SPAN = re.compile(r"(\d+)([dhm])")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
FACTS = ("topic", "source", "source_detail", "where")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a sender, or an album; `photos` are names of sample pictures."""

    text: str = ""
    photos: tuple[str, ...] = ()
    has_voice: bool = False
    forwarded_from: str | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing somebody does about a tip at a moment."""

    at: datetime
    verb: str
    tip: str
    by: str
    details: Mapping[str, Any] = field(default_factory=dict)


def doings(now: datetime, zone: ZoneInfo) -> list[Doing]:
    """Return everything that happens in the sample, oldest first."""
    tips = yaml.safe_load((files("bot.rehearsal.sample") / "tips.yaml").read_text(encoding="utf-8"))
    found = [doing for tip in tips for doing in _of_tip(tip, now, zone)]
    return sorted(found, key=lambda doing: doing.at)


def _of_tip(tip: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    key, sender = tip["key"], tip["from"]
    handed_in = now - span(tip["sent"])
    do = partial(Doing, tip=key, by=sender)
    say = partial(_filled, days=_days(handed_in, zone))
    for number, message in enumerate(reversed(tip["messages"]), 1):
        yield do(handed_in - timedelta(seconds=40 * number), "send", details={"said": _said(message, say)})
    facts = {name: tip[name] for name in FACTS if name in tip}
    yield do(handed_in - timedelta(seconds=5), "tell", details={"facts": facts})
    if not tip.get("unfinished"):
        yield do(handed_in, "submit")
    for step in tip.get("story", ()):
        details = {name: value for name, value in step.items() if name not in {"do", "by", "after"}}
        if "text" in details and step["do"] in {"add", "answer"}:
            details["said"] = Said(say(details.pop("text")))
        details["genre"] = tip.get("genre")
        at = handed_in + span(step["after"])
        yield Doing(at, step["do"], key, step.get("by", sender), details)


def span(written: str) -> timedelta:
    """Return the time that `2d4h10m` means."""
    return sum((timedelta(**{UNITS[unit]: int(number)}) for number, unit in SPAN.findall(written)), timedelta())


def _said(message: Mapping[str, Any], say: "partial[str]") -> Said:
    text, photos = say(message.get("text", "")), tuple(message.get("photos", ()))
    return Said(text, photos, bool(message.get("voice")), message.get("forwarded_from"))


def _days(at: datetime, zone: ZoneInfo) -> dict[str, str]:
    day = at.astimezone(zone)
    before = {"hom_truoc": day - timedelta(days=1), "tuan_truoc": day - timedelta(days=7)}
    names = {name: f"{other.day}/{other.month}" for name, other in before.items()}
    return {**names, "ngay": f"{day.day}/{day.month}", "ngay_nam": f"{day.day}/{day.month}/{day.year}"}


def _filled(text: str, days: Mapping[str, str]) -> str:
    return text.format(**days)
