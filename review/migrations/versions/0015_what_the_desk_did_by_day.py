"""What the desk did, counted by day and month; decisions are found by their time, what waits by when it is due.

Revision: 0015, after 0014. Past days are counted by the worker, some at a time.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
WAITS = sa.text("status = 'received'")


def upgrade() -> None:
    op.create_table('desk_figure',
    sa.Column('span', TEXT(length=5), nullable=False),
    sa.Column('measure', TEXT(length=20), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('part', TEXT(length=80), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('span', 'measure', 'first', 'part', name=op.f('pk_desk_figure'))
    )
    op.create_index('ix_decision_at', 'decision', ['at', 'verb'])
    op.create_index('ix_tip_due', 'tip', ['status', 'due_at'], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index('ix_tip_due', table_name='tip')
    op.drop_index('ix_decision_at', table_name='decision')
    op.drop_table('desk_figure')
