"""The desk's own group: offered when the bot is added, chosen by an admin, followed when its number changes."""

from datetime import datetime

from sqlmodel import Session

from review import access, accounts, audit, network, outbox, people
from review.access import Right
from review.errors import NotAllowed

GROUP_SETTING = "moderation_chat_id"


def group_chat(session: Session, given: int | None) -> int | None:
    """Return the moderators' group: the one the settings name, else the one an admin chose."""
    chosen = network.setting(session, GROUP_SETTING)
    return given if given is not None else int(chosen) if chosen else None


def offer_group(
    session: Session, *, door: str, account_id: int, chat_id: int, title: str, cause: str, now: datetime
) -> None:
    """Ask in a group whether it is to be the moderators' desk, when an admin of the desk added the bot."""
    person = people.find(session, door=door, account_id=account_id)
    if person is None or not access.may(person, Right.CHOOSE_GROUP):
        return
    outbox.enqueue(
        session,
        "group_offer",
        subject=f"group:{chat_id}",
        recipient=outbox.stranger(chat_id),
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"group_offer:{cause}",
        now=now,
        details={"title": title},
    )


def choose_group(session: Session, *, door: str, account_id: int, chat_id: int, now: datetime) -> None:
    """Make a group the moderators' desk; raises NotAllowed for everybody but an admin."""
    person = people.find(session, door=door, account_id=account_id)
    if person is None:
        raise NotAllowed("the role table does not know this account", verb="choose_group")
    access.require(person, Right.CHOOSE_GROUP)
    network.set_setting(session, GROUP_SETTING, str(chat_id))
    audit.record(session, "choose_group", "desk", by=person.id, door=door, now=now)


def follow_migration(session: Session, *, old: int, new: int) -> None:
    """Follow a group that became a supergroup; either signal is enough, in either order."""
    if network.setting(session, GROUP_SETTING) == str(old):
        network.set_setting(session, GROUP_SETTING, str(new))


def reachable(session: Session, *, door: str, chat_id: int, is_reachable: bool, now: datetime) -> None:
    """Note that a person blocked the bot, or came back."""
    if is_reachable:
        accounts.mark_found(session, door=door, chat_id=chat_id)
    else:
        accounts.mark_lost(session, door=door, chat_id=chat_id, reason="blocked", now=now)
