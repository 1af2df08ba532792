"""The state store: leases with an epoch, fenced writes, and the reads of a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, and_, delete, func, insert, or_, select, update

from syncer.state import schema
from syncer.state.database import READING, migrate, open_engine
from syncer.state.errors import LeaseLost
from syncer.state.holder import is_gone
from syncer.state.values import (
    Alert,
    Change,
    Conflict,
    Intent,
    Lease,
    Link,
    MailboxState,
    Quarantined,
    Seen,
)
from syncer.state.writing import Writing


class Store:
    """One state database. Threads may share it; every write of a cycle goes through ``writing(lease)``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(**READING)

    @classmethod
    def open(cls, url: str) -> Store:
        """Opens and migrates, e.g. ``sqlite:///state.db``. Raises StateUnusable."""
        engine = open_engine(url)
        migrate(engine)
        return cls(engine)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    # mailboxes and leases

    def know_mailbox(self, mailbox_id: str, site: str, address: str) -> None:
        """Adds the mailbox, or writes down where it lives now."""
        table = schema.mailbox_state
        with self._engine.begin() as connection:
            values = {"site": site, "address": address}
            changed = connection.execute(update(table).where(table.c.mailbox_id == mailbox_id).values(**values))
            if changed.rowcount == 0:
                connection.execute(insert(table).values(mailbox_id=mailbox_id, **values))

    def mailbox(self, mailbox_id: str) -> MailboxState | None:
        """What we keep about a mailbox, or None."""
        table = schema.mailbox_state
        rows = self._rows(select(table).where(table.c.mailbox_id == mailbox_id))
        return MailboxState(**rows[0]) if rows else None

    def mailboxes(self) -> list[MailboxState]:
        """All mailboxes ever worked."""
        return [MailboxState(**row) for row in self._rows(select(schema.mailbox_state))]

    def due_mailboxes(self, now: datetime) -> list[MailboxState]:
        """Due or wanted, not disabled, site not in back-off. A wish passes the mailbox's own back-off only."""
        table, site = schema.mailbox_state, schema.site_state
        wanted = and_(
            table.c.wanted_at.is_not(None),
            or_(table.c.last_started_at.is_(None), table.c.wanted_at > table.c.last_started_at),
        )
        due = or_(table.c.next_due_at.is_(None), table.c.next_due_at <= now)
        rested = or_(table.c.backoff_until.is_(None), table.c.backoff_until <= now)
        site_rested = or_(site.c.backoff_until.is_(None), site.c.backoff_until <= now)
        query = (
            select(table)
            .select_from(table.outerjoin(site, site.c.site == table.c.site))
            .where(and_(table.c.disabled_reason.is_(None), site_rested, or_(wanted, and_(due, rested))))
        )
        return [MailboxState(**row) for row in self._rows(query)]

    def want(self, mailbox_id: str, now: datetime) -> None:
        """Someone wants this mailbox looked at soon (level-triggered: nothing is lost while a cycle runs)."""
        self._update_mailbox(mailbox_id, wanted_at=now)

    def enable(self, mailbox_id: str) -> None:
        """An administrator's decision: try again, forget failures and holds."""
        clean = {"disabled_reason": None, "held_reason": None, "backoff_until": None, "next_due_at": None}
        self._update_mailbox(mailbox_id, **clean, transient_failures=0)

    def take_over(
        self, mailbox_id: str, now: datetime, host: str | None, started: datetime | None, attempted: datetime | None
    ) -> None:
        """An administrator says that the mailbox is ours: the traces of another hand as they are now are accepted."""
        traces = {"seen_host": host, "seen_sync_started": started, "seen_processing_attempted": attempted}
        self._update_mailbox(mailbox_id, held_reason=None, owned_since=now, **traces)

    def approve_deletes(self, mailbox_id: str, count: int) -> None:
        """An administrator permits up to ``count`` deletes that the guard held back."""
        self._update_mailbox(mailbox_id, deletes_approved=count, held_reason=None)

    def _update_mailbox(self, mailbox_id: str, **values: object) -> None:
        table = schema.mailbox_state
        with self._engine.begin() as connection:
            connection.execute(update(table).where(table.c.mailbox_id == mailbox_id).values(**values))

    def site_backoff(self, site: str) -> datetime | None:
        """Until when nothing may be asked of this site, or None."""
        table = schema.site_state
        rows = self._rows(select(table).where(table.c.site == site))
        return rows[0]["backoff_until"] if rows else None

    def back_off_site(self, site: str, until: datetime) -> None:
        """No request to this site before ``until``; an earlier, longer wish stays."""
        table = schema.site_state
        with self._engine.begin() as connection:
            known = connection.execute(select(table.c.backoff_until).where(table.c.site == site)).first()
            if known is None:
                connection.execute(insert(table).values(site=site, backoff_until=until))
            elif known[0] is None or known[0] < until:
                connection.execute(update(table).where(table.c.site == site).values(backoff_until=until))

    def acquire_lease(self, mailbox_id: str, owner: str, now: datetime, duration: timedelta) -> Lease | None:
        """Takes the mailbox with a new epoch. None: another worker holds it and may still be alive.

        A lease whose holder was a process of this machine that no longer runs is taken at once.
        """
        table = schema.mailbox_state
        with self._engine.begin() as connection:
            row = connection.execute(select(table).where(table.c.mailbox_id == mailbox_id)).mappings().one()
            held = row["lease_until"] is not None and row["lease_until"] > now and row["lease_owner"] is not None
            if held and row["lease_owner"] != owner and not is_gone(row["lease_owner"]):
                return None
            epoch = row["lease_epoch"] + 1
            values = {"lease_epoch": epoch, "lease_owner": owner, "lease_until": now + duration, "last_started_at": now}
            same = and_(table.c.mailbox_id == mailbox_id, table.c.lease_epoch == row["lease_epoch"])
            if connection.execute(update(table).where(same).values(**values)).rowcount == 0:
                return None
        return Lease(mailbox_id, epoch, owner, now + duration)

    def renew_lease(self, lease: Lease, now: datetime, duration: timedelta) -> Lease:
        """A later end under the same epoch. Raises LeaseLost."""
        with self._engine.begin() as connection:
            self._fence(connection, lease, lease_until=now + duration)
        return Lease(lease.mailbox_id, lease.epoch, lease.owner, now + duration)

    def release_lease(self, lease: Lease) -> None:
        """Gives the mailbox back. A lease already lost is no error here."""
        table = schema.mailbox_state
        mine = and_(table.c.mailbox_id == lease.mailbox_id, table.c.lease_epoch == lease.epoch)
        with self._engine.begin() as connection:
            connection.execute(update(table).where(mine).values(lease_owner=None, lease_until=None))

    def check_lease(self, lease: Lease, now: datetime, margin: timedelta = timedelta(0)) -> None:
        """Before a remote write: still mine, and for longer than ``margin`` (the HTTP time-out). Raises LeaseLost."""
        state = self.mailbox(lease.mailbox_id)
        if state is None or state.lease_epoch != lease.epoch:
            raise LeaseLost(f"mailbox {lease.mailbox_id}: another worker took over")
        if state.lease_until is None or state.lease_until <= now + margin:
            raise LeaseLost(f"mailbox {lease.mailbox_id}: the lease ends before a call could")

    def _fence(self, connection: Any, lease: Lease, **values: object) -> None:
        table = schema.mailbox_state
        mine = and_(table.c.mailbox_id == lease.mailbox_id, table.c.lease_epoch == lease.epoch)
        fenced = values or {"lease_epoch": lease.epoch}
        if connection.execute(update(table).where(mine).values(**fenced)).rowcount == 0:
            raise LeaseLost(f"mailbox {lease.mailbox_id}: another worker took over")

    @contextmanager
    def writing(self, lease: Lease) -> Iterator[Writing]:
        """One transaction that holds only while the lease is mine. Raises LeaseLost, and then nothing is written."""
        with self._engine.begin() as connection:
            self._fence(connection, lease)
            yield Writing(connection, lease)

    def open_intent(self, lease: Lease, intent: Intent) -> None:
        """``Writing.open_intent`` in a transaction of its own."""
        with self.writing(lease) as writing:
            writing.open_intent(intent)

    def advance_intent(
        self, lease: Lease, intent_id: str, phase: str, payload: Mapping[str, object] | None = None
    ) -> None:
        """``Writing.advance_intent`` in a transaction of its own."""
        with self.writing(lease) as writing:
            writing.advance_intent(intent_id, phase, None if payload is None else dict(payload))

    def close_intent(self, lease: Lease, intent_id: str, link: Link | None = None) -> None:
        """``Writing.close_intent`` in a transaction of its own."""
        with self.writing(lease) as writing:
            writing.close_intent(intent_id, link)

    # reads

    def _rows(self, query: Select[Any]) -> list[dict[str, Any]]:
        with self._reader.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def sync_state(self, mailbox_id: str, folder: str) -> str | None:
        """The folder's checkpoint, or None before the first listing."""
        table = schema.folder_state
        rows = self._rows(select(table).where(and_(table.c.mailbox_id == mailbox_id, table.c.folder == folder)))
        return rows[0]["sync_state"] if rows else None

    def changes(self, mailbox_id: str, folder: str) -> list[Change]:
        """The inbox table of one folder, oldest first."""
        table = schema.change
        columns = (table.c.folder, table.c.item_id, table.c.change_key, table.c.kind, table.c.item_class)
        where = and_(table.c.mailbox_id == mailbox_id, table.c.folder == folder)
        return [Change(**row) for row in self._rows(select(*columns).where(where).order_by(table.c.number))]

    def links(self, mailbox_id: str, entity: str | None = None) -> list[Link]:
        """The mailbox's links, of one entity or all."""
        table = schema.link
        query = select(*(column for column in table.columns if column.name != "mailbox_id"))
        query = query.where(table.c.mailbox_id == mailbox_id)
        if entity is not None:
            query = query.where(table.c.entity == entity)
        return [Link(**row) for row in self._rows(query)]

    def intents(self, mailbox_id: str) -> list[Intent]:
        """What earlier cycles left open, oldest first."""
        table = schema.intent
        columns = [column for column in table.columns if column.name not in ("number", "mailbox_id", "epoch")]
        query = select(*columns).where(table.c.mailbox_id == mailbox_id).order_by(table.c.number)
        return [Intent(**row) for row in self._rows(query)]

    def seen_rows(self, mailbox_id: str, entity: str) -> dict[str, Seen]:
        """Rows that were looked at and aren't linked, by id."""
        table = schema.crm_seen
        where = and_(table.c.mailbox_id == mailbox_id, table.c.entity == entity)
        columns = (table.c.crm_id, table.c.version, table.c.global_object_id)
        return {row["crm_id"]: Seen(**row) for row in self._rows(select(*columns).where(where))}

    def known_items(self, mailbox_id: str) -> dict[str, str]:
        """Calendar items that aren't linked: CleanGlobalObjectId (hex) -> ItemId."""
        table = schema.unlinked_item
        rows = self._rows(select(table).where(table.c.mailbox_id == mailbox_id))
        return {row["global_object_id"]: row["item_id"] for row in rows}

    def promoted(self, organization_id: str, message_id: str) -> str | None:
        """The CRM id under which a message was promoted, by any mailbox, or None."""
        table = schema.promoted_mail
        where = and_(table.c.organization_id == organization_id, table.c.message_id == message_id)
        rows = self._rows(select(table.c.crm_id).where(where))
        return rows[0]["crm_id"] if rows else None

    def quarantined(self, mailbox_id: str) -> list[Quarantined]:
        """What is set aside in this mailbox."""
        table = schema.quarantine
        columns = [column for column in table.columns if column.name != "mailbox_id"]
        return [Quarantined(**row) for row in self._rows(select(*columns).where(table.c.mailbox_id == mailbox_id))]

    def alerts(self, mailbox_id: str | None = None, *, unpublished: bool = False) -> list[Alert]:
        """Alerts, oldest first; of one mailbox, or those that aren't on the CRM's alert wall yet."""
        table = schema.alert
        kept = (column for column in table.columns if column.name not in ("published", "ours_only"))
        query = select(*kept).order_by(table.c.at)
        if mailbox_id is not None:
            query = query.where(table.c.mailbox_id == mailbox_id)
        if unpublished:
            query = query.where(table.c.published.is_(False))
        return [Alert(**row) for row in self._rows(query)]

    def alerts_off_the_wall(self) -> list[Alert]:
        """Alerts that the CRM's alert wall doesn't show: not there yet, or never, since the mailbox isn't ours."""
        table = schema.alert
        kept = (column for column in table.columns if column.name not in ("published", "ours_only"))
        where = or_(table.c.published.is_(False), table.c.ours_only.is_(True))
        return [Alert(**row) for row in self._rows(select(*kept).where(where).order_by(table.c.at))]

    def mark_published(self, alert_id: str) -> bool:
        """The alert is on the CRM's alert wall. False: it was cleared meanwhile, and has to leave the wall again."""
        same = schema.alert.c.id == alert_id
        with self._engine.begin() as connection:
            return connection.execute(update(schema.alert).where(same).values(published=True)).rowcount > 0

    def withdrawn_alerts(self) -> list[tuple[str, str]]:
        """(id, mailbox) of cleared alerts that may still be on the CRM's alert wall."""
        table = schema.withdrawn_alert
        return [(row["id"], row["mailbox_id"]) for row in self._rows(select(table).order_by(table.c.id))]

    def forget_withdrawn(self, alert_id: str) -> None:
        """The alert is off the CRM's alert wall."""
        table = schema.withdrawn_alert
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.id == alert_id))

    def conflicts(self, mailbox_id: str) -> list[Conflict]:
        """Fields that both sides changed, oldest first."""
        table = schema.conflict
        columns = [column for column in table.columns if column.name not in ("number", "mailbox_id")]
        query = select(*columns).where(table.c.mailbox_id == mailbox_id).order_by(table.c.number)
        return [Conflict(**row) for row in self._rows(query)]

    def count_open(self) -> dict[str, int]:
        """How many changes, intents and quarantined entries there are in all, for status and metrics."""
        tables = {"changes": schema.change, "intents": schema.intent, "quarantined": schema.quarantine}
        return {
            name: int(self._rows(select(func.count().label("n")).select_from(table))[0]["n"])
            for name, table in tables.items()
        }
