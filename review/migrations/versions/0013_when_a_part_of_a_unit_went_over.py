"""When part of a unit went over to another while the unit itself went on.

Revision: 0013, after 0012. Successions known before happened on the day after the unit's last, and stay so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("succession", sa.Column("since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("succession", "since")
