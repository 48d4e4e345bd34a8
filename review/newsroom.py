"""The newsroom put together from its settings: database, media store, words and clock."""

from dataclasses import dataclass, field

from review import migrations, network
from review.clock import Clock, utc_now
from review.db import Database
from review.figures import Figures
from review.media import MediaStore
from review.media.opening import store_of
from review.settings import DeskRules, Settings, SettingsError
from review.words import Words, shipped


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What doors and pages act through."""

    settings: Settings
    database: Database
    media: MediaStore
    words: Words
    clock: Clock = utc_now
    figures: Figures = field(default_factory=Figures)

    @property
    def rules(self) -> DeskRules:
        return self.settings.rules

    def close(self) -> None:
        self.database.close()


def open_newsroom(settings: Settings, *, clock: Clock = utc_now) -> Newsroom:
    """Open the desk: bring the schema up to date and load the shipped lists where there are none.

    Raises SchemaNewer where the database was written by a later version, SettingsError where the desk has left it.
    """
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what people wrote
    database = Database(settings.database_url)
    migrations.upgrade(database.writing)
    gone = database.read_now(lambda session: network.setting(session, network.MOVED_TO))
    if gone:
        database.close()
        raise SettingsError("DATABASE_URL", f"this desk has moved to {gone}: set its new address.")
    database.act_now(network.load_lists)
    return Newsroom(settings, database, store_of(settings), shipped(), clock)
