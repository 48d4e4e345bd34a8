"""The settings: what is missing, and what does not fit together."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.doctor.findings import Finding, mend, note, well
from review.settings import Settings

SHORTEST_KEY = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def findings(settings: Settings) -> Iterator[Finding]:
    yield secret_key(settings)
    yield address(settings)
    if settings.telegram_mode == "webhook":
        yield webhook(settings)
    if settings.moderation_chat_id is not None and settings.moderation_chat_id > 0:
        yield mend(
            "group_number",
            "MODERATION_CHAT_ID is a person's number, not a group's",
            why="Cards with what correspondents wrote would go to one person, or to nobody.",
            how="A group's number begins with -; leave it empty and choose the group in Telegram instead.",
        )
    yield backups(settings)


def secret_key(settings: Settings) -> Finding:
    if settings.secret_key and len(settings.secret_key) < SHORTEST_KEY:
        return mend(
            "secret_key",
            f"SECRET_KEY is shorter than {SHORTEST_KEY} characters",
            why="It signs the forms of the console; a short one can be guessed.",
            how="Set a random one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
    if not settings.secret_key and not settings.database_url.startswith("sqlite"):
        return mend(
            "secret_key",
            "SECRET_KEY is not set, and the desk may run on several machines",
            why="Each machine makes a key of its own, and forms from one are refused by the next.",
            how="Set the same random SECRET_KEY for every process.",
        )
    return well(
        "secret_key", "SECRET_KEY is set" if settings.secret_key else "the key that signs forms is the desk's own"
    )


def address(settings: Settings) -> Finding:
    parts = urlsplit(settings.base_url)
    if parts.scheme == "https":
        return well("base_url", f"pages are reached at {settings.base_url}")
    if parts.hostname in LOOPBACK:
        return note(
            "base_url",
            f"BASE_URL is {settings.base_url}: only this machine can open the links the bot sends",
            why="Login links and links on cards lead nowhere on anybody's telephone.",
            how="Put a reverse proxy with https before the console and set BASE_URL to its address.",
        )
    return mend(
        "base_url",
        f"BASE_URL is {settings.base_url}, without https",
        why="Sessions and contents travel readable by everybody on the way, and browsers refuse the session's cookie.",
        how="Put a reverse proxy with https before the console and set BASE_URL=https://…",
    )


def webhook(settings: Settings) -> Finding:
    if not settings.telegram_webhook_secret:
        return mend(
            "webhook_secret",
            "TELEGRAM_WEBHOOK_SECRET is not set",
            why="The desk does not start in webhook mode without it: anybody could send it updates.",
            how="Set 32 or more random letters and digits.",
        )
    if not settings.base_url.startswith("https://"):
        return mend(
            "webhook_address",
            "TELEGRAM_MODE is webhook, but BASE_URL is not https",
            why="Telegram delivers to https addresses only.",
            how="Set BASE_URL=https://…, or TELEGRAM_MODE=polling, which needs no address.",
        )
    return well("webhook_secret", "webhook calls are checked by their secret")


def backups(settings: Settings) -> Finding:
    if settings.backup_recipient:
        return well("backup", f"backups are made every {settings.backup_hours} hours, sealed to a public key")
    return mend(
        "backup",
        "BACKUP_RECIPIENT is not set: the desk makes no backups by itself",
        why="When the disk fails, everything since the last copy by hand is gone.",
        how="On another machine: age-keygen; keep the key there, set BACKUP_RECIPIENT=age1… here.",
    )
