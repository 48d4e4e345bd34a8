"""What a message holds as data: the coordinates of a place, somebody's number.

Revision: 0007, after 0006. Messages taken in before hold none.
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('tip_message', sa.Column('data', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('tip_message', 'data')
