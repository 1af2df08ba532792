"""What an administrator decides about a mailbox that the syncer holds: only our own state changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from syncer.administration.command import CommandError
from syncer.administration.mailboxes import chosen
from syncer.configuration import read_configuration
from syncer.crm_side.side import CrmSide
from syncer.state.store import Store


def release_mailboxes(crm: CrmSide, store: Store, wanted: Sequence[str], deletes: int) -> list[str]:
    """Let mailboxes go on, with up to this many deletes that the guard held back. Answers the addresses."""
    released = []
    for mailbox in chosen(read_configuration(crm), wanted):
        if store.mailbox(mailbox.id) is None:
            raise CommandError(f"{mailbox.email} has not been synchronized yet: there is nothing to release")
        store.enable(mailbox.id)
        if deletes:
            store.approve_deletes(mailbox.id, deletes)
        released.append(mailbox.email)
    return released


def take_over_mailboxes(crm: CrmSide, store: Store, wanted: Sequence[str], now: datetime) -> list[str]:
    """Accept the traces that another service left in the rows; if it moves them again, the mailbox stops again."""
    taken = []
    for mailbox in chosen(read_configuration(crm), wanted):
        traces = (mailbox.host_id or None, mailbox.last_sync_started_on, mailbox.processing_last_attempted_on)
        store.know_mailbox(mailbox.id, "", mailbox.email)
        store.take_over(mailbox.id, now, *traces)
        taken.append(mailbox.email)
    return taken
