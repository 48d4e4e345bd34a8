"""What is set on a tip beside its text and status, the rules that set it on arrival, and hidden votes on it.

Revision: 0014, after 0013. Tips of before are ordinary ones: without priority, embargo or second reading.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TEXT = sqlmodel.sql.sqltypes.AutoString
OPEN = sa.text('is_open')


def upgrade() -> None:
    op.add_column('tip', sa.Column('priority', TEXT(length=10), nullable=True))
    op.add_column('tip', sa.Column('embargo_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('tip', sa.Column('checklist', TEXT(length=20), nullable=True))
    op.add_column('tip', sa.Column('readings', sa.Integer(), nullable=True))
    op.create_table('rule_edition',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', TEXT(length=80), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('is_gone', sa.Boolean(), nullable=False),
    sa.Column('conditions', sa.JSON(), nullable=False),
    sa.Column('effects', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_rule_edition_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_edition')),
    sa.UniqueConstraint('number', 'version', name=op.f('uq_rule_edition_number_version'))
    )
    op.create_table('adjustment',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=False),
    sa.Column('field', TEXT(length=20), nullable=False),
    sa.Column('before', TEXT(), nullable=False),
    sa.Column('after', TEXT(), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=True),
    sa.Column('edition_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('door', TEXT(length=20), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_adjustment_by_id')),
    sa.ForeignKeyConstraint(['edition_id'], ['rule_edition.id'], name=op.f('fk_adjustment_edition_id')),
    sa.ForeignKeyConstraint(['tip_id'], ['tip.id'], name=op.f('fk_adjustment_tip_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjustment'))
    )
    op.create_index(op.f('ix_adjustment_tip_id'), 'adjustment', ['tip_id'])
    op.create_table('vote',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('tip_id', sa.BigInteger(), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=False),
    sa.Column('verb', TEXT(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason', TEXT(length=20), nullable=True),
    sa.Column('note', TEXT(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('door', TEXT(length=20), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_vote_by_id')),
    sa.ForeignKeyConstraint(['tip_id'], ['tip.id'], name=op.f('fk_vote_tip_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote'))
    )
    op.create_index(op.f('ix_vote_tip_id'), 'vote', ['tip_id'])
    op.create_index('uq_vote_open', 'vote', ['tip_id', 'by_id'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_table('vote')
    op.drop_table('adjustment')
    op.drop_table('rule_edition')
    for name in ('readings', 'checklist', 'embargo_until', 'priority'):
        op.drop_column('tip', name)
