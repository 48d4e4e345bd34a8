"""Settings: read once from the environment (and .env), checked, frozen.

A wrong or missing setting raises SettingsError with one sentence that names it and never holds a secret.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from review.manners import DAILY_TIPS, QUIET_HOURS, daily_tips, quiet_hours
from review.thresholds import Thresholds, thresholds

TOKEN_FORM = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,64}")
DATABASE_FORM = re.compile(
    r"sqlite:///.+|postgresql(\+psycopg)?://([^@/]*@)?(\[[0-9A-Fa-f:.]+\]|[^@/:\[]*)(:\d+)?/[^/?]+(\?.*)?",
    re.DOTALL,  # a folder's name may hold anything
)
T = TypeVar("T")
DESK_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SIMILAR = Thresholds()
SECRETS = (
    "TELEGRAM_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "SECRET_KEY",
    "METRICS_TOKEN",
    "DATABASE_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
)


class SettingsError(Exception):
    """One setting is wrong or missing; `name` is its name in the environment."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Budgets:
    """Telegram's sending limits: messages a second over all and per chat, and a minute per group; None is no limit."""

    overall: float | None = 30.0
    per_chat: float | None = 1.0
    per_group_minute: float | None = 20.0


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What the desk's acts need to know: its zone, the working hours to a first answer, the time to undo.

    `daily_tips` is how many tips a day somebody may send at first, how many used ones give one more, and the most;
    `quiet_hours` the minutes of the day between which notices that ask for nothing wait; `unused_days` how long the
    text of a tip that is not used is kept.
    """

    zone: ZoneInfo = DESK_ZONE
    answer_hours: int = 8
    undo: timedelta = timedelta(seconds=15)
    daily_tips: tuple[int, int, int] | None = DAILY_TIPS
    quiet_hours: tuple[int, int] = QUIET_HOURS
    similar: Thresholds = SIMILAR
    unused_days: int = 30


@dataclass(frozen=True, slots=True)
class Settings:
    telegram_token: str = field(default="", repr=False)
    telegram_api_base: str = "https://api.telegram.org"
    telegram_proxy: str = field(default="", repr=False)
    telegram_mode: str = "polling"
    telegram_webhook_secret: str = field(default="", repr=False)
    telegram_budgets: Budgets = Budgets()
    moderation_chat_id: int | None = None
    database_url: str = field(default="", repr=False)
    media_url: str = ""
    s3_endpoint: str = ""
    aws_access_key_id: str = field(default="", repr=False)
    aws_secret_access_key: str = field(default="", repr=False)
    aws_region: str = "us-east-1"
    data_dir: Path = Path("data")
    base_url: str = "http://127.0.0.1:8080"
    console_host: str = "127.0.0.1"
    console_port: int = 8080
    secret_key: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    default_locale: str = "vi"
    time_zone: ZoneInfo = DESK_ZONE
    answer_hours: int = 8
    undo_seconds: int = 15
    upload_mb: int = 200
    daily_tips: tuple[int, int, int] | None = DAILY_TIPS
    quiet_hours: tuple[int, int] = QUIET_HOURS
    similar: Thresholds = SIMILAR
    unused_days: int = 30
    backup_recipient: str = ""
    backup_dir: Path = Path("data/backups")
    backup_hours: int = 24
    backup_keep: int = 30
    organisation: str = "Trang Cải cách hành chính Thành phố"
    contact: str = "Ban Biên tập"
    rehearsal: bool = False

    @property
    def bot_id(self) -> int:
        """Return the bot's number: what stands before the colon of its token, 0 without a token."""
        return int(self.telegram_token.split(":", 1)[0] or 0)

    @property
    def rules(self) -> DeskRules:
        undo = timedelta(seconds=self.undo_seconds)
        own = (self.daily_tips, self.quiet_hours, self.similar, self.unused_days)
        return DeskRules(self.time_zone, self.answer_hours, undo, *own)

    @property
    def media_dir(self) -> Path:
        return self.data_dir / "media"


def load(environment: Mapping[str, str] | None = None, *, dotenv: Path | None = Path(".env")) -> Settings:
    """Read the settings; the environment wins over the .env file, `NAME_FILE` is read for a secret.

    Raises SettingsError for the first one that is wrong.
    """
    given = dict(dotenv_values(dotenv, encoding="utf-8-sig")) if dotenv and dotenv.is_file() else {}
    given.update(os.environ if environment is None else environment)
    values = {name: value.strip() for name, value in given.items() if value is not None}
    for name in SECRETS:
        _read_secret_file(values, name)
    data_dir = Path(values.get("DATA_DIR") or "data")
    return Settings(
        telegram_token=_checked(values, "TELEGRAM_TOKEN", "", _token),
        telegram_api_base=_checked(values, "TELEGRAM_API_BASE", "https://api.telegram.org", _address),
        telegram_proxy=_checked(values, "TELEGRAM_PROXY", "", _proxy),
        telegram_mode=_checked(values, "TELEGRAM_MODE", "polling", _one_of("polling", "webhook")),
        telegram_webhook_secret=_checked(values, "TELEGRAM_WEBHOOK_SECRET", "", _webhook_secret),
        telegram_budgets=_checked(values, "TELEGRAM_BUDGETS", "30/s 1/s 20/min", _budgets),
        moderation_chat_id=_checked(values, "MODERATION_CHAT_ID", "", _optional_number),
        database_url=_checked(values, "DATABASE_URL", f"sqlite:///{data_dir / 'tinbai.sqlite3'}", _database),
        media_url=_checked(values, "MEDIA_URL", "", media_address),
        s3_endpoint=_checked(values, "S3_ENDPOINT", "", _optional_address),
        aws_access_key_id=values.get("AWS_ACCESS_KEY_ID", ""),
        aws_secret_access_key=values.get("AWS_SECRET_ACCESS_KEY", ""),
        aws_region=values.get("AWS_REGION") or "us-east-1",
        data_dir=data_dir,
        base_url=_checked(values, "BASE_URL", "http://127.0.0.1:8080", _address),
        console_host=values.get("CONSOLE_HOST") or "127.0.0.1",
        console_port=_checked(values, "CONSOLE_PORT", "8080", _port),
        secret_key=values.get("SECRET_KEY", ""),
        metrics_token=values.get("METRICS_TOKEN", ""),
        default_locale=_checked(values, "DEFAULT_LOCALE", "vi", _one_of("vi", "en")),
        time_zone=_checked(values, "TIME_ZONE", "Asia/Ho_Chi_Minh", _zone),
        answer_hours=_checked(values, "ANSWER_HOURS", "8", _positive),
        organisation=values.get("ORGANISATION") or "Trang Cải cách hành chính Thành phố",
        contact=values.get("CONTACT") or "Ban Biên tập",
        undo_seconds=_checked(values, "UNDO_SECONDS", "15", _positive),
        upload_mb=_checked(values, "UPLOAD_MB", "200", _positive),
        daily_tips=_checked(values, "DAILY_TIPS", "10 1/2 40", daily_tips),
        quiet_hours=_checked(values, "QUIET_HOURS", "21:00-7:00", quiet_hours),
        similar=_checked(values, "SIMILAR", "0.60 0.30 3d", thresholds),
        unused_days=_checked(values, "UNUSED_DAYS", "30", _positive),
        backup_recipient=_checked(values, "BACKUP_RECIPIENT", "", _public_key),
        backup_dir=Path(values.get("BACKUP_DIR") or data_dir / "backups"),
        backup_hours=_checked(values, "BACKUP_HOURS", "24", _positive),
        backup_keep=_checked(values, "BACKUP_KEEP", "30", _positive),
    )


def secret_key(settings: Settings) -> bytes:
    """Return the key that signs forms; without SECRET_KEY one is made once and kept beside the data (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_bytes()


def _read_secret_file(values: dict[str, str], name: str) -> None:
    path = values.get(f"{name}_FILE")
    if not path or values.get(name):
        return
    try:
        values[name] = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:  # no such file, not UTF-8, no name a file can have
        raise SettingsError(f"{name}_FILE", "the file cannot be read.") from error


def _checked(values: Mapping[str, str], name: str, default: str, check: Callable[[str], T]) -> T:
    try:
        return check(values.get(name) or default)
    except ValueError as error:
        raise SettingsError(name, str(error)) from error


def _token(value: str) -> str:
    if value and not TOKEN_FORM.fullmatch(value):
        raise ValueError("this is not a bot token as BotFather gives it (digits, a colon, letters).")
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address that begins with http:// or https:// is needed.")
    return value.rstrip("/")


def _optional_address(value: str) -> str:
    return _address(value) if value else ""


def media_address(value: str) -> str:
    """Return where media lie as it was given; raises ValueError for what is neither a folder nor a bucket."""
    parts = urlsplit(value)
    if parts.scheme not in {"", "file", "s3"} or (parts.scheme == "s3" and not parts.netloc) or parts.query:
        raise ValueError("a folder or s3://bucket/prefix is needed.")
    return value


def _database(value: str) -> str:
    if not DATABASE_FORM.fullmatch(value):
        raise ValueError("sqlite:///<file> or postgresql+psycopg://<user>:<password>@<host>/<database> is needed.")
    return value


def _proxy(value: str) -> str:
    if value and urlsplit(value).scheme not in {"http", "https", "socks5"}:
        raise ValueError("a proxy address begins with http://, https:// or socks5://.")
    return value


def _webhook_secret(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("1 to 256 letters, digits, _ or - are allowed.")
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} is needed.")
        return value

    return check


def _budgets(value: str) -> Budgets:
    if value == "none":
        return Budgets(None, None, None)
    found = re.fullmatch(r"([\d.]+)/s ([\d.]+)/s ([\d.]+)/min", value)
    if not found:
        raise ValueError("write it as '30/s 1/s 20/min', or none.")
    return Budgets(*(float(part) for part in found.groups()))


def _optional_number(value: str) -> int | None:
    if value and not re.fullmatch(r"-?\d{1,19}", value):
        raise ValueError("a chat's number is needed, for example -1001234567890.")
    return int(value) if value else None


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:  # noqa: PLR2004 - the largest port there is
        raise ValueError("a port number from 0 to 65535 is needed.")
    return int(value)


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) == 0:
        raise ValueError("a whole number above 0 is needed.")
    return int(value)


def _public_key(value: str) -> str:
    if value and not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", value):
        raise ValueError("a public key of age is needed, age1 and 58 characters, as age-keygen prints it.")
    return value


def _zone(value: str) -> ZoneInfo:
    if not re.fullmatch(r"[A-Za-z0-9_+/-]{1,60}", value):
        raise ValueError("a time zone such as Asia/Ho_Chi_Minh is needed.")
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("this time zone is not known, for example Asia/Ho_Chi_Minh.") from error
