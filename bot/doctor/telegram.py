"""What the Bot API's facts mean for the desk: token, webhook, privacy, group, clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.doctor.findings import Finding, mend, note, well
from bot.telegram.checkup import GroupSeen, HookSeen, Refused, Seen, Standing
from review.settings import Settings

LARGEST_SKEW = timedelta(seconds=30)
RECENT = timedelta(hours=1)


def no_token() -> Finding:
    return mend(
        "token",
        "TELEGRAM_TOKEN is not set",
        why="Without it nothing is received and nothing is sent.",
        how="Write to @BotFather: /newbot, and put the token it gives into .env behind TELEGRAM_TOKEN=.",
    )


def refused(said: Refused, settings: Settings) -> Finding:
    if said.is_token:
        return mend(
            "token",
            "Telegram does not know this token",
            why="It was revoked or mistyped: nothing is received and nothing is sent.",
            how="Ask @BotFather (/mybots, API Token) for the present one and set TELEGRAM_TOKEN.",
        )
    host = urlsplit(settings.telegram_api_base).hostname
    return mend(
        "api",
        f"the Bot API at {host} does not answer ({said.name})",
        why="Nothing is received or sent; what people write waits at Telegram for 24 hours.",
        how="Check the network, a firewall, TELEGRAM_API_BASE and TELEGRAM_PROXY.",
    )


def findings(seen: Seen, settings: Settings, now: datetime) -> Iterator[Finding]:
    yield well("token", f"the bot is @{seen.username}")
    yield webhook(seen.hook, settings, now)
    yield privacy(seen)
    if seen.group is not None:
        yield group(seen.group)


def webhook(hook: HookSeen | None, settings: Settings, now: datetime) -> Finding:
    if settings.telegram_mode == "polling":
        return _polling(hook)
    ours = urlsplit(settings.base_url).hostname
    if hook is None or hook.host != ours:
        return mend(
            "webhook",
            f"the webhook is set to {hook.host}, not to {ours}" if hook else "the webhook is not set",
            why="Telegram delivers elsewhere, or nowhere.",
            how="Start the console (tinbai run, or tinbai console): it sets the webhook to BASE_URL.",
        )
    if hook.error and hook.error_at is not None and now - hook.error_at < RECENT:
        return mend(
            "webhook",
            f"Telegram cannot deliver to {ours}: {hook.error} ({hook.pending} waiting)",
            why="Messages wait at Telegram, for 24 hours at most.",
            how="Open BASE_URL/healthz from outside; check the certificate, the proxy and TELEGRAM_WEBHOOK_SECRET.",
        )
    return well("webhook", f"Telegram delivers to {ours}")


def _polling(hook: HookSeen | None) -> Finding:
    if hook is None:
        return well("webhook", "no webhook stands in the way of polling")
    return mend(
        "webhook",
        f"TELEGRAM_MODE is polling, but a webhook is set to {hook.host}",
        why="Telegram hands everything to that address; polling is refused and receives nothing.",
        how="If that is another system of yours, give it another bot. If not, remove the webhook: "
        "call deleteWebhook of the Bot API, then start the desk. Or set TELEGRAM_MODE=webhook.",
    )


def privacy(seen: Seen) -> Finding:
    if not seen.joins_groups:
        return mend(
            "privacy",
            "the bot may not be added to groups",
            why="The moderators' group cannot be made.",
            how="@BotFather: /setjoingroups, Enable.",
        )
    if seen.reads_all:
        return note(
            "privacy",
            "the bot's privacy mode is off: it is sent everything that is said in its groups",
            why="The desk needs buttons, commands and replies only; what it is not sent it cannot leak.",
            how="@BotFather: /setprivacy, Enable; then take the bot out of the group and add it again.",
        )
    return well("privacy", "privacy mode is on: of the group the bot sees commands, presses and replies to it")


def group(seen: GroupSeen) -> Finding:
    why = "Cards and alerts do not reach the moderators."
    match seen.standing:
        case Standing.ADMIN:
            return well("group", "the bot is an admin of the moderators' group")
        case Standing.MEMBER:
            return note(
                "group",
                "the bot is in the moderators' group, but not as an admin",
                why="It falls silent when the group lets only admins write, and it cannot pin.",
                how="In the group: Manage, Administrators, add the bot (no right beyond pinning is needed).",
            )
        case Standing.MOVED:
            how = f"Set MODERATION_CHAT_ID={seen.new_chat_id}; a group chosen in Telegram is followed by itself."
            return mend("group", "the moderators' group was upgraded and has a new number", why=why, how=how)
        case Standing.OUT:
            how = "Add the bot to the group again."
            return mend("group", "the bot is not in the moderators' group", why=why, how=how)
        case Standing.UNKNOWN:
            how = "Check MODERATION_CHAT_ID (a group's number begins with -), or add the bot to the group."
            return mend("group", "there is no such moderators' group, or the bot never was in it", why=why, how=how)
        case Standing.SILENT:
            return note(
                "group", "Telegram does not say how the bot stands in the group", why=why, how="Try again later."
            )


def clock(skew: timedelta | None) -> Finding:
    if skew is None:
        return well("clock", "the Bot API's server does not tell the time")
    if abs(skew) <= LARGEST_SKEW:
        return well("clock", "the clock is right")
    seconds = int(abs(skew).total_seconds())
    return mend(
        "clock",
        f"the clock is {seconds} seconds {'ahead' if skew > timedelta() else 'behind'}",
        why="Deadlines, login links, leases between processes and the dates of drafts are wrong by as much.",
        how="Switch time synchronisation on: timedatectl set-ntp true",
    )


def polled_elsewhere() -> Finding:
    return mend(
        "second_instance",
        "another program receives with the same token",
        why="Each takes messages from the other. If nobody knows of it, the token may be stolen.",
        how="Stop the other program; if there is none of yours, revoke the token at BotFather (/revoke).",
    )
