"""The people of a made-up past: staff and correspondents who joined before the first tip, with account and consent."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from review import network
from review.access import Role, Standing
from review.clock import desk_date
from review.models import Account, Consent, PersonRow, RoleGrant
from review.simulated.bulk import Bulk, next_number
from review.simulated.journal import Journal
from review.simulated.wording import Wording
from review.tokens import digest

DOOR = "telegram"
FIRST_ACCOUNT = 6_000_000_000  # beyond what the rehearsal's cast has; numbers of a messenger are of 64 bits
NOTICE_VERSION = "simulated"
BYLINES = ("pen", "pen", "unit", "real")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One made-up person: `account` is also the number of the private chat."""

    id: int
    account: int
    credit: str
    unit_id: str | None
    unit_name: str


@dataclass(frozen=True, slots=True)
class Crowd:
    correspondents: Sequence[Somebody]
    moderators: Sequence[Somebody]
    editors: Sequence[Somebody]


@dataclass(frozen=True, slots=True)
class _Joining:
    """What somebody joins as."""

    name: str
    role: Role
    unit_id: str | None
    unit_name: str
    at: datetime


def gather(
    session: Session,
    bulk: Bulk,
    journal: Journal,
    wording: Wording,
    chance: random.Random,
    *,
    size: int,
    since: datetime,
) -> Crowd:
    """Have staff and `size` correspondents join in the month before `since`."""
    units = [(unit.id, unit.name_short) for unit in network.units(session, desk_date(since, journal.zone))]
    number, account = next_number(session, PersonRow), _next_account(session)
    found: dict[Role, list[Somebody]] = {role: [] for role in Role}
    for place, joining in enumerate(_joining(wording, chance, units, size=size, since=since)):
        person = _join(bulk, journal, joining, number=number + place, account=account + place, chance=chance)
        found[joining.role].append(person)
    return Crowd(found[Role.CORRESPONDENT], found[Role.MODERATOR], found[Role.EDITOR])


def _joining(
    wording: Wording, chance: random.Random, units: Sequence[tuple[str, str]], *, size: int, since: datetime
) -> Iterator[_Joining]:
    begun = since - timedelta(days=31)
    for role, names in wording.staff.items():
        yield from (_Joining(name, Role(role), None, "", begun) for name in names)
    for place in range(size):
        name = " ".join(chance.choice(part) for part in (wording.families, wording.middles, wording.givens))
        unit_id, unit_name = chance.choice(units) if units else (None, "")
        at = begun + timedelta(days=1, seconds=int(29 * 86_400 * place / size))
        yield _Joining(name, Role.CORRESPONDENT, unit_id, unit_name, at)


def _join(
    bulk: Bulk, journal: Journal, joining: _Joining, *, number: int, account: int, chance: random.Random
) -> Somebody:
    byline = chance.choice(BYLINES)
    pen_name = joining.name.split(" ", 1)[-1]
    bulk.add(
        PersonRow,
        id=number,
        name=joining.name,
        pen_name=pen_name,
        byline=byline,
        unit_id=joining.unit_id,
        standing=Standing.ACTIVE,
        created_at=joining.at,
        enrolled_at=joining.at,
    )
    bulk.add(Account, person_id=number, door=DOOR, account_id=account, chat_id=account, shown_name=joining.name)
    bulk.add(RoleGrant, person_id=number, role=joining.role, granted_at=joining.at)
    if joining.role is Role.CORRESPONDENT:
        _agree(bulk, journal, number, account, joining.at)
    printed = {"pen": pen_name, "real": joining.name, "unit": f"CTV {joining.unit_name}".strip()}
    return Somebody(number, account, printed[byline], joining.unit_id, joining.unit_name)


def _agree(bulk: Bulk, journal: Journal, number: int, account: int, at: datetime) -> None:
    bulk.add(
        Consent,
        person_id=number,
        notice_version=NOTICE_VERSION,
        notice_hash=digest(NOTICE_VERSION),
        door=DOOR,
        account_id=account,
        message_id=2,
        locale="vi",
        given_at=at,
    )
    subject = f"person:{number}"
    journal.record(bulk, "consent", subject, by=number, door=DOOR, at=at, details=NOTICE_VERSION)
    journal.record(bulk, "enrol", subject, by=number, door=DOOR, at=at)


def _next_account(session: Session) -> int:
    highest = session.exec(select(func.max(col(Account.account_id))).where(Account.door == DOOR)).one()
    return max(FIRST_ACCOUNT, (highest or 0) + 1)
