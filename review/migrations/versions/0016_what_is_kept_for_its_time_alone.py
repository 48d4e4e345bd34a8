"""Which tips nobody used and still hold their text, and files that wait to be taken from the store.

Revision: 0016, after 0015. Tips of before are found by the index like those of later.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
UNUSED = sa.text("status IN ('rejected', 'withdrawn') AND version > 0")


def upgrade() -> None:
    op.create_table('released_file',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('not_before', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_file'))
    )
    op.create_index(op.f('ix_released_file_not_before'), 'released_file', ['not_before'])
    op.create_index('ix_tip_unused', 'tip', ['status', 'decided_at'], sqlite_where=UNUSED, postgresql_where=UNUSED)


def downgrade() -> None:
    op.drop_index('ix_tip_unused', table_name='tip')
    op.drop_table('released_file')
