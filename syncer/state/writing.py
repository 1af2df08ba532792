"""What one fenced transaction can write. Made by ``Store.writing``; every method acts for the lease's mailbox only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from syncer.state import schema
from syncer.state.values import Alert, Change, Conflict, Intent, Lease, Link, Quarantined, Seen

MAILBOX_COLUMNS = frozenset(column.name for column in schema.mailbox_state.columns) - {
    "mailbox_id",
    "lease_epoch",
    "lease_owner",
    "lease_until",
}


class Writing:
    """One transaction under one lease. Nothing of it stays when the block it was made for raises."""

    def __init__(self, connection: Connection, lease: Lease) -> None:
        self._connection = connection
        self._lease = lease

    def _put(self, table: Table, key: dict[str, object], rest: dict[str, object]) -> None:
        where = and_(*(table.c[name] == value for name, value in key.items()))
        if not rest or self._connection.execute(update(table).where(where).values(**rest)).rowcount == 0:
            self._connection.execute(delete(table).where(where))
            self._connection.execute(insert(table).values(**key, **rest))

    def _mine(self, table: Table, **key: str) -> ColumnElement[bool]:
        mine = table.c.mailbox_id == self._lease.mailbox_id
        return and_(mine, *(table.c[name] == value for name, value in key.items()))

    def _remove(self, table: Table, **key: str) -> None:
        self._connection.execute(delete(table).where(self._mine(table, **key)))

    # checkpoints and the inbox table

    def save_page(self, folder: str, sync_state: str, changes: Iterable[Change]) -> None:
        """A page's changes and its SyncState together: a stop anywhere reads again, and never skips."""
        for entry in changes:
            self.put_change(entry)
        self.save_sync_state(folder, sync_state)

    def put_change(self, entry: Change) -> None:
        """Keeps the newest change of an item; an older one of the same item gives way."""
        key: dict[str, object] = {
            "mailbox_id": self._lease.mailbox_id,
            "folder": entry.folder,
            "item_id": entry.item_id,
        }
        rest: dict[str, object] = {
            "change_key": entry.change_key,
            "kind": entry.kind,
            "item_class": entry.item_class,
        }
        self._put(schema.change, key, rest)

    def save_sync_state(self, folder: str, sync_state: str | None) -> None:
        """Moves a folder's checkpoint; None asks for a full listing next time."""
        self._put(
            schema.folder_state,
            {"mailbox_id": self._lease.mailbox_id, "folder": folder},
            {"sync_state": sync_state},
        )

    def drop_change(self, folder: str, item_id: str) -> None:
        """The change is applied, parked elsewhere or quarantined; a link's item has been announced by it."""
        self._remove(schema.change, folder=folder, item_id=item_id)
        linked = self._mine(schema.link, item_id=item_id)
        self._connection.execute(update(schema.link).where(linked).values(announced=True))

    # links

    def put_link(self, link: Link) -> None:
        """Writes a link; the row it belongs to is no longer merely seen, nor the item merely known."""
        values = asdict(link)
        key = {"mailbox_id": self._lease.mailbox_id, "entity": values.pop("entity"), "crm_id": values.pop("crm_id")}
        self._put(schema.link, key, values)
        self._remove(schema.crm_seen, entity=link.entity, crm_id=link.crm_id)
        if link.item_id:
            self._remove(schema.unlinked_item, item_id=link.item_id)

    def remove_link(self, entity: str, crm_id: str) -> None:
        """Both ends are gone."""
        self._remove(schema.link, entity=entity, crm_id=crm_id)

    # intents

    def open_intent(self, intent: Intent) -> None:
        """Before the remote call; the same id again replaces what was kept."""
        values = asdict(intent)
        key = {"id": values.pop("id"), "mailbox_id": self._lease.mailbox_id}
        self._put(schema.intent, key, {**values, "epoch": self._lease.epoch})

    def advance_intent(self, intent_id: str, phase: str, payload: dict[str, object] | None = None) -> None:
        """Moves an intent to its next phase; None leaves the payload as it is."""
        values: dict[str, object] = {"phase": phase, "epoch": self._lease.epoch}
        if payload is not None:
            values["payload"] = payload
        self._connection.execute(update(schema.intent).where(self._mine(schema.intent, id=intent_id)).values(**values))

    def close_intent(self, intent_id: str, link: Link | None = None) -> None:
        """After the call: the link in and the intent out, together."""
        if link is not None:
            self.put_link(link)
        self._remove(schema.intent, id=intent_id)

    # what was looked at and isn't linked

    def see_row(self, entity: str, seen: Seen) -> None:
        """A row that needs nothing now; looked at again when its version moves."""
        key: dict[str, object] = {
            "mailbox_id": self._lease.mailbox_id,
            "entity": entity,
            "crm_id": seen.crm_id,
        }
        self._put(schema.crm_seen, key, {"version": seen.version, "global_object_id": seen.global_object_id})

    def forget_row(self, entity: str, crm_id: str) -> None:
        """The row is gone or left the filter."""
        self._remove(schema.crm_seen, entity=entity, crm_id=crm_id)

    def see_item(self, item_id: str, global_object_id: str) -> None:
        """A calendar item that isn't linked, kept by its CleanGlobalObjectId (hex) for a row that comes later."""
        key: dict[str, object] = {"mailbox_id": self._lease.mailbox_id, "item_id": item_id}
        self._put(schema.unlinked_item, key, {"global_object_id": global_object_id})

    def forget_item(self, item_id: str) -> None:
        """The item is gone."""
        self._remove(schema.unlinked_item, item_id=item_id)

    # mail, trouble

    def promote(self, organization_id: str, message_id: str, crm_id: str) -> bool:
        """Claims a message for this mailbox. False: another mailbox (or an earlier cycle) has it already."""
        table = schema.promoted_mail
        where = and_(table.c.organization_id == organization_id, table.c.message_id == message_id)
        if self._connection.execute(select(table.c.crm_id).where(where)).first() is not None:
            return False
        values = {"organization_id": organization_id, "message_id": message_id, "crm_id": crm_id}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(table).values(**values, mailbox_id=self._lease.mailbox_id))
        except IntegrityError:
            return False
        return True

    def quarantine(self, entry: Quarantined) -> None:
        """Sets one item or row aside at this version; the others go on."""
        values = asdict(entry)
        self._put(schema.quarantine, {"mailbox_id": self._lease.mailbox_id, "key": values.pop("key")}, values)

    def release(self, key: str) -> None:
        """The item was readable again, or is gone, or is to be tried again: its alerts have no reason any more."""
        self._remove(schema.quarantine, key=key)
        self.clear_alerts(None, key)

    def raise_alert(self, alert: Alert, *, publish: bool = True) -> bool:
        """Keeps an alert for the alert wall. False: the same (mailbox, code, subject) is there already.

        ``publish`` False keeps it with us only: on an organization that isn't ours we write nothing.
        """
        table = schema.alert
        same = self._mine(table, code=alert.code, subject=alert.subject)
        if self._connection.execute(select(table.c.id).where(same)).first() is not None:
            return False
        self._connection.execute(insert(table).values(**asdict(alert), published=not publish, ours_only=not publish))
        return True

    def clear_alerts(self, code: str | None, subject: str, *, but: str = "") -> None:
        """The reason is gone: the alert leaves the alert wall, and the next time it is a new one.

        ``code`` None clears every alert about the subject; the one with the id ``but`` stays.
        """
        table, gone = schema.alert, schema.withdrawn_alert
        which = self._mine(table, subject=subject) if code is None else self._mine(table, code=code, subject=subject)
        where = and_(which, table.c.id != but)
        for identity, ours_only in self._connection.execute(select(table.c.id, table.c.ours_only).where(where)).all():
            self._connection.execute(delete(table).where(table.c.id == identity))
            if not ours_only:
                self._put(gone, {"id": identity}, {"mailbox_id": self._lease.mailbox_id})

    def log_conflict(self, conflict: Conflict) -> None:
        """Keeps both values of a field that both sides changed."""
        self._connection.execute(insert(schema.conflict).values(**asdict(conflict), mailbox_id=self._lease.mailbox_id))

    def set_mailbox(self, **values: object) -> None:
        """Writes columns of the mailbox's own row (never the lease's)."""
        unknown = set(values) - MAILBOX_COLUMNS
        if unknown:
            raise ValueError(f"not columns of mailbox_state that a cycle may write: {sorted(unknown)}")
        table = schema.mailbox_state
        self._connection.execute(update(table).where(self._mine(table)).values(**values))
