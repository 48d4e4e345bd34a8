"""Tips are found by their words: the full-text index of each engine, and what is still owed to it.

Revision: 0009, after 0008. Every tip of before is owed; the worker writes them into the index while the desk runs.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Rows of an index without content can be deleted since SQLite 3.43; before, the words are kept as well.
SHORT = (3, 43, 0)


def upgrade() -> None:
    op.create_table('search_due',
    sa.Column('tip_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('tip_id', name=op.f('pk_search_due'))
    )
    op.execute("INSERT INTO search_due (tip_id, at) SELECT id, started_at FROM tip WHERE status <> 'composing'")
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('CREATE TABLE tip_fts (tip_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)')
        op.execute('CREATE INDEX ix_tip_fts_words ON tip_fts USING gin (words)')
        return
    version = tuple(int(number) for number in op.get_bind().exec_driver_sql('SELECT sqlite_version()').scalar().split('.'))
    content = "content='', contentless_delete=1, " if version >= SHORT else ''
    op.execute(f"CREATE VIRTUAL TABLE tip_fts USING fts5(words, {content}tokenize='unicode61 remove_diacritics 0')")


def downgrade() -> None:
    op.drop_table('tip_fts')
    op.drop_table('search_due')
