"""What people asked about their own data: each request with the times it is due.

Revision: 0006, after 0005. Before it requests were answered by a person and kept nowhere.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

OPEN = sa.text('done_at IS NULL')


def upgrade() -> None:
    op.create_table('rights_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('wish', sa.Enum('view', 'correct', 'export', 'withdraw', 'delete', name='wish', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('door', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answer_due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('done_due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('done_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('closed_by', sa.BigInteger(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('token_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by'], ['person.id'], name=op.f('fk_rights_request_closed_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rights_request_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rights_request')),
    sa.UniqueConstraint('reference', name=op.f('uq_rights_request_reference')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_rights_request_token_hash')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_rights_request_person_id', 'rights_request', ['person_id'])
    op.create_index('ix_rights_request_open', 'rights_request', ['done_due_at'], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_table('rights_request')
