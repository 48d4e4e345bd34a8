"""What is compared of tips, drafts and photos, and which were found alike.

Revision: 0010, after 0009. The worker fills the tables for the tips that are there already.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}'), ondelete='CASCADE')


def upgrade() -> None:
    op.create_table('likeness',
    sa.Column('id', ID, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=True),
    sa.Column('draft_id', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('form', sa.Integer(), nullable=False),
    sa.Column('photos', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=True),
    belongs('likeness', 'tip_id', 'tip'),
    belongs('likeness', 'draft_id', 'draft'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_likeness')),
    sa.UniqueConstraint('tip_id', name=op.f('uq_likeness_tip_id')),
    sa.UniqueConstraint('draft_id', name=op.f('uq_likeness_draft_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_likeness_digest', 'likeness', ['digest'])
    op.create_table('named_document',
    sa.Column('id', ID, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    belongs('named_document', 'tip_id', 'tip'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_named_document'))
    )
    op.create_index('ix_named_document_tip_id', 'named_document', ['tip_id'])
    op.create_index('ix_named_document_number', 'named_document', ['number'])
    op.create_table('photo_likeness',
    sa.Column('id', ID, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=False),
    sa.Column('attachment_id', sa.BigInteger(), nullable=False),
    sa.Column('bits', sa.LargeBinary(), nullable=False),
    belongs('photo_likeness', 'tip_id', 'tip'),
    belongs('photo_likeness', 'attachment_id', 'attachment'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo_likeness')),
    sa.UniqueConstraint('attachment_id', name=op.f('uq_photo_likeness_attachment_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_photo_likeness_tip_id', 'photo_likeness', ['tip_id'])
    op.create_table('alike',
    sa.Column('id', ID, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=False),
    sa.Column('other_tip_id', sa.BigInteger(), nullable=True),
    sa.Column('other_draft_id', sa.BigInteger(), nullable=True),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    belongs('alike', 'tip_id', 'tip'),
    belongs('alike', 'other_tip_id', 'tip'),
    belongs('alike', 'other_draft_id', 'draft'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alike'))
    )
    for column in ('tip_id', 'other_tip_id', 'other_draft_id'):
        op.create_index(f'ix_alike_{column}', 'alike', [column])


def downgrade() -> None:
    for table in ('alike', 'photo_likeness', 'named_document', 'likeness'):
        op.drop_table(table)
