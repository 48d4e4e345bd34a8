"""Programs pull drafts: tokens to act by, and the order in which drafts changed.

Revision: 0012, after 0011. Drafts of before stand in the order in which they were made.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_api_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    op.create_index(op.f('ix_api_token_person_id'), 'api_token', ['person_id'])
    op.add_column('draft', sa.Column('sequence', sa.BigInteger(), nullable=False, server_default='0'))
    op.execute('UPDATE draft SET sequence = id')
    op.create_index('ix_draft_sequence', 'draft', ['sequence'])
    op.create_index('ix_draft_status_sequence', 'draft', ['status', 'sequence'])


def downgrade() -> None:
    op.drop_index('ix_draft_status_sequence', 'draft')
    op.drop_index('ix_draft_sequence', 'draft')
    op.drop_column('draft', 'sequence')
    op.drop_table('api_token')
