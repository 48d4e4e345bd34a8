"""Personal links to the web form, and the browsers they were opened in.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    for table, more in (('personal_link', ()), ('form_visit', ('seen_at',))):
        op.create_table(table,
        sa.Column('id', ID, nullable=False),
        sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        *(sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False) for name in more),
        sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        *([sa.Column('heard', sa.JSON(), nullable=False)] if more else ()),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f(f'fk_{table}_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
        sa.UniqueConstraint('token_hash', name=op.f(f'uq_{table}_token_hash')),
        sqlite_autoincrement=True
        )
        op.create_index(f'ix_{table}_person_id', table, ['person_id'])


def downgrade() -> None:
    op.drop_table('form_visit')
    op.drop_table('personal_link')
