"""What grows is found by an index: open updates in order, given-up notices, tips by day, claim and original, roles.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

INDEXES = (
    ('ix_inbox_new', 'inbox', ['id'], "state = 'new'"),
    ('ix_outbox_gone', 'outbox', ['id'], "state = 'gone'"),
    ('ix_tip_received_at', 'tip', ['received_at'], None),
    ('ix_tip_claimed_by', 'tip', ['claimed_by', 'id'], 'claimed_by IS NOT NULL'),
    ('ix_tip_duplicate_of', 'tip', ['duplicate_of'], 'duplicate_of IS NOT NULL'),
    ('ix_role_grant_role', 'role_grant', ['role', 'person_id'], 'revoked_at IS NULL'),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        some = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    for name, table, _columns, _where in reversed(INDEXES):
        op.drop_index(name, table)
