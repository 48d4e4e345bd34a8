import re
from dataclasses import fields
from pathlib import Path

import pytest

from review.settings import Budgets, Settings, SettingsError, load

ROOT = Path(__file__).parents[2]
OWN = {"rehearsal"}  # set by the rehearsal's command alone


def documented() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#? ?([A-Z0-9_]+)=", text, re.MULTILINE))


def test_every_setting_stands_in_the_example_and_every_example_is_a_setting() -> None:
    names = {field.name.upper() for field in fields(Settings)} - {name.upper() for name in OWN}

    assert documented() == names


def test_an_empty_environment_gives_a_desk_that_can_be_tried() -> None:
    settings = load({}, dotenv=None)

    assert settings.database_url == "sqlite:///data/tinbai.sqlite3"
    assert settings.telegram_budgets == Budgets(30, 1, 20)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "not a token"),
        ("TELEGRAM_TOKEN", "123:abc\nX"),
        ("TELEGRAM_API_BASE", "ftp://example.org"),
        ("TELEGRAM_PROXY", "gopher://x"),
        ("TELEGRAM_MODE", "both"),
        ("TELEGRAM_WEBHOOK_SECRET", "có dấu"),
        ("TELEGRAM_BUDGETS", "fast"),
        ("MODERATION_CHAT_ID", "group"),
        ("BASE_URL", "example.org"),
        ("DATABASE_URL", "mysql://desk@host/desk"),
        ("DATABASE_URL", "postgresql+asyncpg://desk:geheim@host/desk"),
        ("DATABASE_URL", "postgresql+psycopg://desk:geheim@host:port/desk"),
        ("DATABASE_URL", "postgresql://desk:geheim@host"),
        ("DATABASE_URL", "sqlite:desk.sqlite3"),
        ("MEDIA_URL", "ftp://example.org/media"),
        ("MEDIA_URL", "s3:///no-bucket"),
        ("S3_ENDPOINT", "minio"),
        ("CONSOLE_PORT", "70000"),
        ("DEFAULT_LOCALE", "fr"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("ANSWER_HOURS", "zero"),
        ("UNDO_SECONDS", "-1"),
        ("DAILY_TIPS", "ten"),
        ("DAILY_TIPS", "10 1/0 40"),
        ("QUIET_HOURS", "at night"),
        ("QUIET_HOURS", "24:00-7:00"),
        ("BACKUP_RECIPIENT", "AGE-SECRET-KEY-1QQ"),
        ("BACKUP_KEEP", "none"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_printed(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: ") as refused:
        load({name: value}, dotenv=None)

    assert value not in str(refused.value)


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("123456:abcdefghij\n", encoding="utf-8")

    settings = load({"TELEGRAM_TOKEN_FILE": str(secret)}, dotenv=None)

    assert settings.telegram_token == "123456:abcdefghij"


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^SECRET_KEY_FILE: "):
        load({"SECRET_KEY_FILE": str(tmp_path / "nowhere")}, dotenv=None)


def test_a_dotenv_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("﻿DEFAULT_LOCALE=en\n", encoding="utf-8")

    assert load({}, dotenv=dotenv).default_locale == "en"


def test_printing_the_settings_shows_no_secret() -> None:
    settings = load({"TELEGRAM_TOKEN": "123456:abcdefghij", "SECRET_KEY": "s3cr3t"}, dotenv=None)

    assert "abcdefghij" not in repr(settings)
    assert "s3cr3t" not in repr(settings)


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:////var/lib/tinbai/tinbai.sqlite3",
        "postgresql+psycopg://desk:p%40ss@db.example.org:5432/desk?sslmode=verify-full",
        "postgresql://desk@[::1]/desk",
        "postgresql+psycopg:///desk?host=/run/postgresql",
    ],
)
def test_a_database_is_named_by_its_address(address: str) -> None:
    assert load({"DATABASE_URL": address}, dotenv=None).database_url == address
