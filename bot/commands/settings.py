"""What several commands need: the settings as given, and the newsroom opened on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from review.newsroom import Newsroom, open_newsroom
from review.settings import Settings, SettingsError, load

REHEARSAL_DIR = Path("rehearsal-data")


def given(*, needs_token: bool = False) -> Settings:
    """Read the settings; raises SettingsError."""
    settings = load()
    if needs_token and not settings.telegram_token:
        raise SettingsError("TELEGRAM_TOKEN", "the bot's token is missing; BotFather gives it (README, going live).")
    return settings


@contextmanager
def newsroom(settings: Settings | None = None) -> Iterator[Newsroom]:
    """Open the newsroom for a command and close it behind."""
    opened = open_newsroom(settings or given())
    try:
        yield opened
    finally:
        opened.close()


def rehearsal(port: int, telegram_port: int, data_dir: Path = REHEARSAL_DIR) -> Settings:
    """Return the rehearsal's settings: its own folder and a stand-in's token, whatever the environment says."""
    settings = load({}, dotenv=None)
    return replace(
        settings,
        telegram_token="7000000001:rehearsal-stand-in-of-tinbai-0000000",  # noqa: S106 - the stand-in takes any token
        telegram_api_base=f"http://127.0.0.1:{telegram_port}",
        data_dir=data_dir,
        backup_dir=data_dir / "backups",
        database_url=f"sqlite:///{data_dir / 'tinbai.sqlite3'}",
        base_url=f"http://127.0.0.1:{port}",
        console_port=port,
        undo_seconds=5,
        quiet_hours=(0, 0),  # what is tried out in the evening shows at once
        rehearsal=True,
    )
