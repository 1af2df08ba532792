"""The first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _part_1()
    _part_2()
    _part_3()
    _part_4()


def _part_1() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=128), nullable=False),
        sa.Column("subject", sa.String(length=1100), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mailbox_id", "code", "subject", name="one_alert_per_subject"),
    )
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=1024), nullable=False),
        sa.Column("change_key", sa.String(length=512), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_class", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("mailbox_id", "folder", "item_id", name="one_change_per_item"),
    )
    op.create_table(
        "conflict",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("crm_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("crm_value", sa.JSON(), nullable=True),
        sa.Column("exchange_value", sa.JSON(), nullable=True),
        sa.Column("winner", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "crm_seen",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("crm_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("global_object_id", sa.String(length=512), nullable=True),
        sa.PrimaryKeyConstraint("mailbox_id", "entity", "crm_id"),
    )


def _part_2() -> None:
    op.create_table(
        "folder_state",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("sync_state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("mailbox_id", "folder"),
    )
    op.create_table(
        "intent",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("phase", sa.String(length=32), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("crm_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=1024), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_intent_mailbox_id"), "intent", ["mailbox_id"], unique=False)
    op.create_table(
        "link",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("crm_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=1024), nullable=False),
        sa.Column("change_key", sa.String(length=512), nullable=False),
        sa.Column("crm_version", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.String(length=80), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox_id", "entity", "crm_id"),
    )
    op.create_index("link_by_item", "link", ["mailbox_id", "item_id"], unique=False)


def _part_3() -> None:
    op.create_table(
        "mailbox_state",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=255), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("lease_epoch", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=255), nullable=True),
        sa.Column("lease_until", sa.String(length=27), nullable=True),
        sa.Column("next_due_at", sa.String(length=27), nullable=True),
        sa.Column("backoff_until", sa.String(length=27), nullable=True),
        sa.Column("wanted_at", sa.String(length=27), nullable=True),
        sa.Column("last_started_at", sa.String(length=27), nullable=True),
        sa.Column("last_finished_at", sa.String(length=27), nullable=True),
        sa.Column("transient_failures", sa.Integer(), nullable=False),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("held_reason", sa.Text(), nullable=True),
        sa.Column("deletes_approved", sa.Integer(), nullable=False),
        sa.Column("seen_host", sa.String(length=255), nullable=True),
        sa.Column("seen_sync_started", sa.String(length=27), nullable=True),
        sa.Column("seen_processing_attempted", sa.String(length=27), nullable=True),
        sa.Column("owned_since", sa.String(length=27), nullable=True),
        sa.Column("reported", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("mailbox_id"),
    )
    op.create_table(
        "promoted_mail",
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.Column("crm_id", sa.String(length=36), nullable=False),
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "message_id"),
    )
    op.create_table(
        "quarantine",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=1100), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=512), nullable=False),
        sa.Column("code", sa.String(length=128), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("mailbox_id", "key"),
    )
    op.create_table(
        "site_state",
        sa.Column("site", sa.String(length=255), nullable=False),
        sa.Column("backoff_until", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("site"),
    )


def _part_4() -> None:
    op.create_table(
        "unlinked_item",
        sa.Column("mailbox_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=1024), nullable=False),
        sa.Column("global_object_id", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("mailbox_id", "item_id"),
    )


def downgrade() -> None:
    op.drop_table("unlinked_item")
    op.drop_table("site_state")
    op.drop_table("quarantine")
    op.drop_table("promoted_mail")
    op.drop_table("mailbox_state")
    op.drop_index("link_by_item", table_name="link")
    op.drop_table("link")
    op.drop_index(op.f("ix_intent_mailbox_id"), table_name="intent")
    op.drop_table("intent")
    op.drop_table("folder_state")
    op.drop_table("crm_seen")
    op.drop_table("conflict")
    op.drop_table("change")
    op.drop_table("alert")
