"""What people choose for themselves: quiet hours, digest, the monthly note; and the unit they ask to belong to.

Revision: 0005, after 0004. Nobody has chosen anything yet: a person without a row has things as they come.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('preference',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('quiet_from', sa.Integer(), nullable=False),
    sa.Column('quiet_until', sa.Integer(), nullable=False),
    sa.Column('is_digest', sa.Boolean(), nullable=False),
    sa.Column('wants_monthly', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_preference_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_preference'))
    )
    op.create_table('unit_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('unit_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('is_granted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_unit_change_decided_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unit_change_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_change_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_change')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_unit_change_person_id', 'unit_change', ['person_id'])


def downgrade() -> None:
    op.drop_table('unit_change')
    op.drop_table('preference')
