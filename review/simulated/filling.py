"""Filling a desk with a made-up past: day by day, a few thousand tips at a time, each portion one COMMIT."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice

from sqlmodel import Session, select

from review import network
from review.clock import desk_date
from review.db import Database
from review.models import Counter, Decision, Dialogue, Draft, InboxRow, Question, Tip, TipMessage
from review.search import index
from review.settings import DeskRules
from review.simulated import crowd, deciding, drafting, sending
from review.simulated.bulk import Bulk, number_on, widen_cache
from review.simulated.fates import Deed, Fate, fate
from review.simulated.journal import Journal
from review.simulated.making import MadeTip, Making, Numbers, SamplePhoto
from review.simulated.wording import Wording, wording
from review.workflow import TipStatus, Verb

PORTION = 1_000
TIPS_EACH = 40  # tips a correspondent sends in the time, on average
OPENS, CLOSES = time(6), time(22)
PHOTOS = (0, 0, 0, 1, 1, 2, 3)
UNFINISHED = 25  # one unfinished tip among so many people
NUMBERED = (Tip, TipMessage, Decision, Question, Draft, InboxRow)
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made: how many tips over how many days before `now`; the same seed makes the same past.

    `sayings` is how many texts there are to draw from.
    """

    tips: int
    now: datetime
    days: int = 180
    seed: int = 1
    photos: Sequence[SamplePhoto] = ()
    sayings: int = 300

    @property
    def people(self) -> int:
        return max(12, self.tips // TIPS_EACH)


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a tip came in, with the reference its day gives it."""

    at: datetime
    reference: str


def has_tips(session: Session) -> bool:
    """Tell whether somebody has already sent something to this desk."""
    return session.exec(select(Tip.id).limit(1)).first() is not None


def fill(database: Database, wish: Wish, *, rules: DeskRules, told: Told = lambda _done, _all: None) -> int:
    """Add the tips of a wish and return how many rows they took; `told` hears how many tips are there of how many."""
    chance = random.Random(wish.seed)  # noqa: S311 - a made-up past must be the same for one seed
    said = wording(chance, min(wish.sayings, wish.tips), now=wish.now)  # takes seconds, so no transaction waits for it
    making = database.act_now(lambda session: _begun(session, wish, said, chance, rules))
    moments = _moments(database, wish, rules, making.chance)
    rows = done = 0
    while portion := list(islice(moments, PORTION)):
        rows += database.act_now(partial(_portion, making=making, moments=portion))
        done += len(portion)
        told(done, wish.tips)
    return rows + database.act_now(lambda session: _finished(session, making))


def _begun(session: Session, wish: Wish, said: Wording, chance: random.Random, rules: DeskRules) -> Making:
    """Have the people join and read where every number stands."""
    widen_cache(session)
    if not network.units(session, desk_date(wish.now, rules.zone)):
        network.load_units(session, network.shipped("units-sample.yaml"))
    bulk, journal = Bulk(), Journal.of(session, rules.zone)
    since = wish.now - timedelta(days=wish.days)
    people = crowd.gather(session, bulk, journal, said, chance, size=wish.people, since=since)
    bulk.write(session)
    day = desk_date(wish.now, rules.zone)
    sections = {saying.topic: network.proposed_section(session, saying.topic, day) for saying in said.sayings}
    numbers = Numbers.of(session, NUMBERED)
    return Making(bulk, journal, numbers, people, said, rules, chance, sections, wish.photos, wish.now)


def _moments(database: Database, wish: Wish, rules: DeskRules, chance: random.Random) -> Iterator[_Moment]:
    """Return when each tip comes in, oldest first; each day's counter is raised before its references are used."""
    today = desk_date(wish.now, rules.zone)
    for place in range(wish.days):
        day = today - timedelta(days=wish.days - 1 - place)
        number = wish.tips * (place + 1) // wish.days - wish.tips * place // wish.days
        if number == 0:
            continue
        first = database.act_now(partial(_counted, day=day, number=number))
        opens = datetime.combine(day, OPENS, rules.zone)
        closes = min(datetime.combine(day, CLOSES, rules.zone), max(wish.now, opens + timedelta(minutes=1)))
        for turn in range(number):
            at = opens + (closes - opens) * ((turn + chance.random()) / number)
            at = min(at.astimezone(wish.now.tzinfo), wish.now).replace(microsecond=0)
            yield _Moment(at, f"T-{day:%y%m%d}-{first + turn:02d}")


def _counted(session: Session, day: date, number: int) -> int:
    """Give out `number` references of a day and return the first."""
    row = session.get(Counter, ("tip", day)) or Counter(name="tip", day=day)
    first, row.n = row.n + 1, row.n + number
    session.add(row)
    return first


def _portion(session: Session, making: Making, moments: Sequence[_Moment]) -> int:
    earlier: list[MadeTip] = []
    for moment in moments:
        tip = _tip(making, moment, earlier)
        sending.send(making, tip)
        deciding.decide(making, tip)
        drafting.draft(making, tip)
        earlier.append(tip)
    return making.bulk.write(session)


def _tip(making: Making, moment: _Moment, earlier: Sequence[MadeTip]) -> MadeTip:
    chance = making.chance
    tip = MadeTip(
        id=making.numbers.take(Tip),
        reference=moment.reference,
        sender=chance.choice(making.crowd.correspondents),
        saying=chance.choice(making.wording.sayings),
        received_at=moment.at,
        fate=fate(chance, moment.at, making.now, has_original=bool(earlier)),
        photos=chance.choice(PHOTOS) if making.photos else 0,
    )
    if tip.fate.status is not TipStatus.DUPLICATE:
        return tip
    original = chance.choice(earlier)
    return replace(tip, duplicate_of=original.id, original=original.reference)


def _finished(session: Session, making: Making) -> int:
    """Add some unfinished tips with their dialogues, and have the database number on from here."""
    some = making.crowd.correspondents[::UNFINISHED]
    for sender in some:
        at = making.now - timedelta(minutes=making.chance.randint(1, 600))
        submitted = Deed(at, Verb.SUBMIT, TipStatus.COMPOSING, TipStatus.RECEIVED)
        saying = making.chance.choice(making.wording.sayings)
        sending.send(making, MadeTip(making.numbers.take(Tip), "", sender, saying, at, Fate((submitted,), ()), 0))
        making.bulk.add(Dialogue, person_id=sender.id, name="compose", step="collecting", screen=1, updated_at=at)
    rows = making.bulk.write(session)
    number_on(session)
    index.owe_all(session, now=making.now)
    return rows
