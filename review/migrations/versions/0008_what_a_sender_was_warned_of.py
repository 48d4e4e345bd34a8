"""What a sender was warned of before sending and chose, and who took a photo.

Revision: 0008, after 0007. Tips sent before were warned of nothing; their photos do not say who took them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tip", sa.Column("warned", sa.JSON(), nullable=True))
    taken_by = sa.Column("taken_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
    op.add_column("attachment", taken_by)


def downgrade() -> None:
    op.drop_column("attachment", "taken_by")
    op.drop_column("tip", "warned")
