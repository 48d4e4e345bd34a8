import pytest
from sqlalchemy import text

from review import migrations
from review.db import Database
from review.migrations import SchemaNewer


def test_the_models_and_the_migrated_tables_are_the_same(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    migrations.differences(database.writing)


def test_a_database_of_a_later_version_is_refused_and_both_revisions_are_named(database: Database) -> None:
    with database.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaNewer, match=f"9999.*{migrations.head()}"):
        migrations.upgrade(database.writing)
