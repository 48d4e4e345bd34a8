"""An update counts once, whatever number it comes again under: digests no longer hold the number.

Revision: 0003, after 0002. Rows of before hold digests with the number, which no other row can have.
"""

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('uq_inbox_bot_id_digest', 'inbox', ['bot_id', 'digest'], unique=True)


def downgrade() -> None:
    op.drop_index('uq_inbox_bot_id_digest', 'inbox')
