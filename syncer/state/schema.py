"""The tables of the state database (SQLAlchemy Core), one schema for SQLite and PostgreSQL.

Times are kept as fixed-width UTC text, so that both databases compare them alike; ItemIds are case-sensitive and
both databases compare text by bytes here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime as ``2026-11-23T22:00:00.000000Z``."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """To the fixed-width text; a naive datetime is a mistake of ours and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the state store takes aware datetimes only")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Back from the text."""
        return None if value is None else datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


mailbox_state = Table(
    "mailbox_state",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("site", String(255), nullable=False),
    Column("address", String(320), nullable=False),
    Column("lease_epoch", Integer, nullable=False, default=0),
    Column("lease_owner", String(255)),
    Column("lease_until", UtcTime),
    Column("next_due_at", UtcTime),
    Column("backoff_until", UtcTime),
    Column("wanted_at", UtcTime),
    Column("last_started_at", UtcTime),
    Column("last_finished_at", UtcTime),
    Column("transient_failures", Integer, nullable=False, default=0),
    Column("disabled_reason", Text),
    Column("held_reason", Text),
    Column("deletes_approved", Integer, nullable=False, default=0),
    Column("seen_host", String(255)),
    Column("seen_sync_started", UtcTime),
    Column("seen_processing_attempted", UtcTime),
    Column("owned_since", UtcTime),
    Column("reported", Text),
)

site_state = Table(
    "site_state",
    metadata,
    Column("site", String(255), primary_key=True),
    Column("backoff_until", UtcTime),
)

folder_state = Table(
    "folder_state",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("folder", String(64), primary_key=True),
    Column("sync_state", Text),
)

change = Table(
    "change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("mailbox_id", String(36), nullable=False),
    Column("folder", String(64), nullable=False),
    Column("item_id", String(1024), nullable=False),
    Column("change_key", String(512), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("item_class", String(64), nullable=False),
    UniqueConstraint("mailbox_id", "folder", "item_id", name="one_change_per_item"),
)

link = Table(
    "link",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("entity", String(64), primary_key=True),
    Column("crm_id", String(36), primary_key=True),
    Column("item_id", String(1024), nullable=False),
    Column("change_key", String(512), nullable=False),
    Column("crm_version", BigInteger, nullable=False),
    Column("base", JSON, nullable=False),
    Column("role", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", String(80)),
    Column("extra", JSON, nullable=False),
    Column("announced", Boolean, nullable=False, default=False),
)
Index("link_by_item", link.c.mailbox_id, link.c.item_id)

intent = Table(
    "intent",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(80), nullable=False, unique=True),
    Column("mailbox_id", String(36), nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
    Column("action", String(64), nullable=False),
    Column("phase", String(32), nullable=False),
    Column("entity", String(64), nullable=False),
    Column("crm_id", String(36), nullable=False),
    Column("item_id", String(1024), nullable=False),
    Column("payload", JSON, nullable=False),
)

crm_seen = Table(
    "crm_seen",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("entity", String(64), primary_key=True),
    Column("crm_id", String(36), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("global_object_id", String(512)),
)

unlinked_item = Table(
    "unlinked_item",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("item_id", String(1024), primary_key=True),
    Column("global_object_id", String(512), nullable=False),
)

promoted_mail = Table(
    "promoted_mail",
    metadata,
    Column("organization_id", String(36), primary_key=True),
    Column("message_id", String(998), primary_key=True),
    Column("crm_id", String(36), nullable=False),
    Column("mailbox_id", String(36), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("mailbox_id", String(36), primary_key=True),
    Column("key", String(1100), primary_key=True),
    Column("folder", String(64), nullable=False),
    Column("version", String(512), nullable=False),
    Column("code", String(128), nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("mailbox_id", String(36), nullable=False),
    Column("code", String(128), nullable=False),
    Column("subject", String(1100), nullable=False),
    Column("level", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("published", Boolean, nullable=False, default=False),
    Column("ours_only", Boolean, nullable=False, default=False),
    Column("details", Text, nullable=False, default=""),
    UniqueConstraint("mailbox_id", "code", "subject", name="one_alert_per_subject"),
)

withdrawn_alert = Table(
    "withdrawn_alert",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("mailbox_id", String(36), nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("mailbox_id", String(36), nullable=False),
    Column("entity", String(64), nullable=False),
    Column("crm_id", String(36), nullable=False),
    Column("field", String(64), nullable=False),
    Column("base", JSON),
    Column("crm_value", JSON),
    Column("exchange_value", JSON),
    Column("winner", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
)
