"""What comes after sending: how a question ended, and which rejected tip a tip was made from.

Revision: 0004, after 0003. Questions answered before have no outcome, which reads as answered.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

REVISES = sa.text('revises IS NOT NULL')


def upgrade() -> None:
    op.add_column('question', sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
    op.add_column('tip', sa.Column('revises', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
    op.create_index('ix_tip_revises', 'tip', ['revises'], sqlite_where=REVISES, postgresql_where=REVISES)


def downgrade() -> None:
    op.drop_index('ix_tip_revises', 'tip')
    op.drop_column('tip', 'revises')
    op.drop_column('question', 'outcome')
