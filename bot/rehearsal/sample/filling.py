"""Filling an empty desk with the sample: units, people and tips, all in one transaction, all by the desk's own acts."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.rehearsal.sample import people as sample_people
from bot.rehearsal.sample.cast import CHIEF, GROUP
from bot.rehearsal.sample.deciding import Deciders
from bot.rehearsal.sample.people import DOOR
from bot.rehearsal.sample.script import Doing, doings
from bot.rehearsal.sample.sending import Senders, Sent, content
from review import files, network, outbox, people, queue
from review.access import Person
from review.db import Session
from review.desk.house_keys import GROUP_SETTING
from review.errors import TipNotFound
from review.files import Stored
from review.media import MediaStore, media_type
from review.newsroom import Newsroom
from review.outbox import Notice
from review.workflow import UNDECIDED

Verbs = Mapping[str, Callable[[Doing], None]]
AT_ONCE = 1_000


def fill(newsroom: Newsroom) -> list[Sent] | None:
    """Fill the desk if nobody has joined it yet; returns what correspondents sent, None where it was not empty."""
    if is_open(newsroom):
        return None
    return newsroom.database.act_now(lambda session: _fill(session, newsroom))


def open_bare(newsroom: Newsroom) -> None:
    """Open a desk without a sample: units, the group and the people, nothing sent yet."""
    if not is_open(newsroom):
        newsroom.database.act_now(lambda session: _open(session, newsroom))


def is_open(newsroom: Newsroom) -> bool:
    """Tell whether the rehearsal's people have joined."""
    return chief(newsroom) is not None


def chief(newsroom: Newsroom) -> Person | None:
    """Return who is signed in on the stage."""
    return newsroom.database.read_now(find_chief)


def find_chief(session: Session) -> Person | None:
    return people.find(session, door=DOOR, account_id=CHIEF.account)


def _open(session: Session, newsroom: Newsroom) -> dict[str, Person]:
    network.load_units(session, network.shipped("units-sample.yaml"))
    network.set_setting(session, GROUP_SETTING, str(GROUP))
    notice = newsroom.words.source("consent_notice", "vi")
    return sample_people.enrol(session, notice=notice, now=newsroom.clock())


def _fill(session: Session, newsroom: Newsroom) -> list[Sent]:
    known, now = _open(session, newsroom), newsroom.clock()
    senders = Senders(session, newsroom)
    verbs = _verbs(senders, Deciders(session, newsroom, senders, known))
    for doing in doings(now, newsroom.rules.zone):
        verbs[doing.verb](doing)
    _store_files(session, newsroom.media, now=now)
    _settle(session, now=now)
    return senders.sent


def _verbs(senders: Senders, deciders: Deciders) -> Verbs:
    sending: Verbs = {"add": senders.join, "answer": senders.join}
    sending = {**sending, **{name: getattr(senders, name) for name in ("send", "tell", "submit", "withdraw")}}
    judging = ("claim", "note", "ask", "reject", "ban", "duplicate", "approve")
    editing = ("write", "ready", "take", "publish", "correct")
    return {**sending, **{name: getattr(deciders, name) for name in (*judging, *editing)}}


def _store_files(session: Session, media: MediaStore, *, now: datetime) -> None:
    """Put the sample's files in their place; drawn here, they carry nothing that a copy would have to leave out."""
    for file in files.claim(session, door=DOOR, now=now, limit=AT_ONCE):
        data = content(file.ref)
        key, kind = media.put(data), media_type(data)
        copy_key = key if kind == "image/jpeg" else None
        files.fetched(session, file.id, Stored(key, kind, len(data), copy_key), now=now)


def _settle(session: Session, *, now: datetime) -> None:
    """Count as told what was owed in the past; only the cards of waiting tips are left for the group to get now."""
    for notice in outbox.claim(session, worker="sample", now=now, limit=AT_ONCE):
        if _is_waiting_card(session, notice):
            outbox.release(session, [notice.id])
        else:
            outbox.sent(session, [notice.id], now=notice.created_at or now)


def _is_waiting_card(session: Session, notice: Notice) -> bool:
    if notice.kind != "card":
        return False
    try:
        return queue.by_id(session, int(notice.subject.partition(":")[2])).status in UNDECIDED
    except TipNotFound:
        return False
