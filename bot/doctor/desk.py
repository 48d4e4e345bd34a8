"""The desk itself, as its database tells: the schema, the people, what waits, what was set aside, who lives."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.doctor.findings import Finding, mend, note, well
from review import holding, migrations, network, pulse
from review.access import STAFF, Role
from review.backups import keeping
from review.clock import desk_date
from review.db import Database, Session, StoreUnavailable
from review.desk import house_keys
from review.lists import mail
from review.people import with_role
from review.settings import Settings

LATE = timedelta(minutes=5)
CONFLICTS = 3  # one or two come with every restart: the old process has not hung up yet


def schema(database: Database) -> Finding:
    """Compare the schema with the one this version knows; only a desk whose schema fits can be looked at further."""
    try:
        current, head = migrations.current(database.reading), migrations.head()
    except StoreUnavailable as error:
        return mend(
            "database",
            f"the database cannot be opened ({type(error.orig).__name__})",
            why="Nothing can be received, decided or shown.",
            how="Check DATABASE_URL, that the server runs or the file is whole (tinbai verify), and who may read it.",
        )
    if current == head:
        return well("schema", f"the schema is {head}, as this version needs it")
    if current is None or migrations.is_known(current):
        return mend(
            "schema",
            f"the schema is {current or 'empty'}, this version needs {head}",
            why="The desk brings it up to date when it starts; until then pages and commands of this version fail.",
            how="Make a backup (tinbai backup), then: tinbai migrate",
        )
    return mend(
        "schema",
        f"the schema is {current}, which a later version has written; this one knows {head}",
        why="This version refuses to start: it could damage what it does not know.",
        how="Install the later version again, or restore the backup made before the upgrade.",
    )


def findings(database: Database, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at a desk whose schema fits."""
    looks: tuple[Callable[[Session, Settings, datetime], Finding | None], ...] = (
        staff, group, units, held, last_backup, waiting, dead_letters, alive, second_instance,
    )  # fmt: skip
    for look in looks:
        found = database.read_now(lambda session, look=look: look(session, settings, now))  # type: ignore[misc]  # a default binds it
        if found is not None:
            yield found


def staff(session: Session, _settings: Settings, _now: datetime) -> Finding:
    admins = with_role(session, frozenset({Role.ADMIN}))
    people = with_role(session, STAFF)
    if not people:
        return nobody()
    if not admins:
        return mend(
            "staff",
            f"{len(people)} people are on the desk, none of them an admin",
            why="Nobody is told when something goes wrong, and nobody can choose the group.",
            how='tinbai staff add admin --name "…"',
        )
    return well("staff", f"{len(people)} people are on the desk")


def nobody() -> Finding:
    return mend(
        "staff",
        "nobody is on the desk",
        why="Nobody can decide on a tip, choose the group or open the console.",
        how='tinbai staff add admin --name "…" prints a link; open it on a telephone and press Start.',
    )


def group(session: Session, settings: Settings, _now: datetime) -> Finding:
    if house_keys.group_chat(session, settings.moderation_chat_id) is not None:
        return well("group_set", "the moderators' group is set")
    return mend(
        "group_set",
        "there is no moderators' group",
        why="No cards and no alerts reach the moderators; tips wait in the console only.",
        how="Add the bot to a group as an admin of the desk and press yes, or set MODERATION_CHAT_ID.",
    )


def units(session: Session, settings: Settings, now: datetime) -> Finding:
    number = len(network.units(session, desk_date(now, settings.time_zone)))
    if number:
        return well("units", f"{number} units are known")
    return note(
        "units",
        "no units are known",
        why="Correspondents join without one, and drafts name no place they come from.",
        how="Enter the network's units before inviting many people.",
    )


def held(session: Session, _settings: Settings, _now: datetime) -> Finding | None:
    window = holding.state(session)
    if window is None:
        return None
    return mend(
        "held",
        f"the desk was restored from a backup of {window.backup_at:%Y-%m-%d %H:%M} UTC and sends nothing",
        why="What was owed may have been sent before; a person decides when the desk speaks again.",
        how="Check the queue against the group, then: tinbai release",
    )


def last_backup(session: Session, settings: Settings, now: datetime) -> Finding | None:
    last = keeping.last(session)
    if last is None:
        return None
    hours = (now - last.at).total_seconds() / 3600
    if hours <= settings.backup_hours * 2:
        return well("last_backup", f"the last backup is {hours:.0f} hours old ({last.file})")
    return mend(
        "last_backup",
        f"the last backup is {hours:.0f} hours old",
        why=f"One is due every {settings.backup_hours} hours: the desk does not run, or their disk is full.",
        how="Try one by hand and read what it says: tinbai backup",
    )


def waiting(session: Session, _settings: Settings, now: datetime) -> Finding:
    backlog = mail.backlog(session, now=now)
    ages = {"update": backlog.inbox, "file": backlog.files}
    ages |= {f"notice ({lane.name.lower()})": each for lane, each in backlog.lanes.items()}
    name, oldest = max(ages.items(), key=lambda item: item[1].oldest)
    if oldest.oldest < LATE:
        return well("backlog", "nothing has waited longer than five minutes")
    return mend(
        "backlog",
        f"{oldest.number} waiting, the oldest {name} for {int(oldest.oldest.total_seconds() // 60)} minutes",
        why="Correspondents and moderators are waiting for an answer.",
        how="See that tinbai run (or worker) is running and what its log says; /status shows the errors by class.",
    )


def dead_letters(session: Session, _settings: Settings, now: datetime) -> Finding:
    number = mail.backlog(session, now=now).dead
    if not number:
        return well("dead_letters", "nothing was set aside")
    return mend(
        "dead_letters",
        f"{number} updates were set aside after all attempts",
        why="Each may be a message of somebody who waits for an answer; its content is kept.",
        how="Open /status as an admin: read them, and retry them after an upgrade.",
    )


def alive(session: Session, _settings: Settings, now: datetime) -> Finding:
    living = [said for said in pulse.pulses(session, now=now) if said.is_alive(now)]
    loops = sorted({loop for said in living for loop in said.snapshot.loops})
    if living:
        return well("alive", f"{len(living)} processes run ({', '.join(loops) or 'pages only'})")
    return note("alive", "the desk is not running", why="Nothing is received or sent meanwhile.", how="tinbai run")


def second_instance(session: Session, _settings: Settings, now: datetime) -> Finding | None:
    living = [said for said in pulse.pulses(session, now=now) if said.is_alive(now)]
    conflicts = sum(said.snapshot.errors.get(("poll", "Conflict"), 0) for said in living)
    if conflicts < CONFLICTS:
        return None
    return mend(
        "second_instance",
        f"Telegram has refused to hand out updates {conflicts} times: another program receives with the same token",
        why="Each takes messages from the other. If nobody knows of it, the token may be stolen.",
        how="Stop the other program; if there is none of yours, revoke the token at BotFather (/revoke).",
    )
