"""Terms have a revision, so that two people who edit one at the same time both keep their text."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the revision; what is here is at its first."""
    with op.batch_alter_table("terms") as batch:
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("terms") as batch:
        batch.alter_column("revision", server_default=None)


def downgrade() -> None:
    """Drop the revision; the terms stay."""
    with op.batch_alter_table("terms") as batch:
        batch.drop_column("revision")
