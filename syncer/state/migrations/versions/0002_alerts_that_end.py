"""Alerts that end: which of them are kept with us only, and which have to leave the alert wall"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert", sa.Column("ours_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("alert", sa.Column("details", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE alert SET ours_only = published WHERE code = 'another_hand'")
    op.create_table(
        "withdrawn_alert",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("withdrawn_alert")
    op.drop_column("alert", "details")
    op.drop_column("alert", "ours_only")
