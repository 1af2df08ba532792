"""`tagus-syncer status`: what the syncer's own state says about its mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syncer.administration.command import CommandError, Record
from syncer.settings import Settings, load_settings
from syncer.state.errors import StateUnusable
from syncer.state.store import Store
from syncer.state.values import MailboxState


def read_status(settings_file: Path | None) -> list[Record]:
    """One record a mailbox, in the order of their addresses. Raises `SettingsError`, `CommandError`."""
    with opened_store(load_settings(settings_file)) as store:
        return [_record(store, state) for state in sorted(store.mailboxes(), key=lambda state: state.address)]


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The state database. Raises `CommandError` when it cannot be used."""
    try:
        store = Store.open(settings.state.url)
    except StateUnusable as error:
        raise CommandError(str(error)) from None
    try:
        yield store
    except StateUnusable as error:
        raise CommandError(f"{error}; is the disk full, or another program at work on the file?") from None
    finally:
        store.close()


def _record(store: Store, state: MailboxState) -> Record:
    return {
        "address": state.address,
        "site": state.site,
        "last_started": state.last_started_at,
        "last_finished": state.last_finished_at,
        "next_due": state.next_due_at,
        "back_off_until": state.backoff_until,
        "working": state.lease_owner is not None,
        "linked": len(store.links(state.mailbox_id)),
        "open_intents": len(store.intents(state.mailbox_id)),
        "quarantined": len(store.quarantined(state.mailbox_id)),
        "held": state.disabled_reason or state.held_reason,
    }
