"""Filling an empty desk with the sample: units, people and tips, in one transaction."""

from datetime import datetime

from bot.rehearsal.sample import people as sample_people
from bot.rehearsal.sample.cast import CHIEF, GROUP
from review import network, people
from review.access import Person
from review.db import Session
from review.desk.house_keys import GROUP_SETTING
from review.newsroom import Newsroom


def fill(newsroom: Newsroom) -> bool:
    """Fill the desk if nobody has joined it yet; tells whether it did."""
    now = newsroom.clock()
    if newsroom.database.read_now(_somebody_joined):
        return False
    notice = newsroom.words.source("consent_notice", "vi")
    newsroom.database.act_now(lambda session: _fill(session, notice=notice, now=now))
    return True


def open_bare(newsroom: Newsroom) -> None:
    """Open a desk without a sample: units, the group and the one who is signed in on the stage, nothing else."""
    now = newsroom.clock()
    if not newsroom.database.read_now(_somebody_joined):
        newsroom.database.act_now(lambda session: _open(session, now=now))


def chief(newsroom: Newsroom) -> Person | None:
    """Return who is signed in on the stage."""
    return newsroom.database.read_now(
        lambda session: people.find(session, door=sample_people.DOOR, account_id=CHIEF.account)
    )


def _somebody_joined(session: Session) -> bool:
    return people.find(session, door=sample_people.DOOR, account_id=CHIEF.account) is not None


def _open(session: Session, *, now: datetime) -> None:
    _lay_ground(session)
    sample_people.join_chief(session, now=now)


def _fill(session: Session, *, notice: str, now: datetime) -> None:
    _lay_ground(session)
    sample_people.enrol(session, notice=notice, now=now)


def _lay_ground(session: Session) -> None:
    network.load_units(session, network.shipped("units-sample.yaml"))
    network.set_setting(session, GROUP_SETTING, str(GROUP))
