"""What an administrator decides about a mailbox that the syncer holds: only our own state changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from syncer.administration.command import CommandError
from syncer.administration.mailboxes import chosen
from syncer.channels import enabled_channels
from syncer.configuration import read_configuration
from syncer.crm_side.side import CrmSide
from syncer.state.store import Store


@dataclass(frozen=True, slots=True)
class Released:
    """The addresses that were released; `disabled` are those among them that no channel is enabled for in CRM."""

    addresses: list[str]
    disabled: list[str]


def release_mailboxes(crm: CrmSide, store: Store, wanted: Sequence[str], deletes: int) -> Released:
    """Forget back-off, failures and holds, and permit up to this many deletes that the guard held back.

    A channel that is switched off in CRM stays so: Test & Enable switches it on. Raises `CommandError`.
    """
    mailboxes = chosen(read_configuration(crm), wanted)
    for mailbox in mailboxes:
        if store.mailbox(mailbox.id) is None:
            raise CommandError(f"{mailbox.email} has not been synchronized yet: there is nothing to release")
    for mailbox in mailboxes:
        store.enable(mailbox.id)
        if deletes:
            store.approve_deletes(mailbox.id, deletes)
    disabled = [mailbox.email for mailbox in mailboxes if not enabled_channels(mailbox)]
    return Released([mailbox.email for mailbox in mailboxes], disabled)


def take_over_mailboxes(crm: CrmSide, store: Store, wanted: Sequence[str], now: datetime) -> list[str]:
    """Accept the traces that another service left in the rows; if it moves them again, the mailbox stops again.

    Failures of before are forgotten: CRM's own Test & Enable, which leaves such traces, has passed since.
    """
    taken = []
    configuration = read_configuration(crm)
    for mailbox in chosen(configuration, wanted):
        traces = (mailbox.host_id or None, mailbox.last_sync_started_on, mailbox.processing_last_attempted_on)
        profile = configuration.profile_of(mailbox)
        store.know_mailbox(mailbox.id, profile.name if profile else "", mailbox.email)
        store.enable(mailbox.id)
        store.take_over(mailbox.id, now, *traces)
        taken.append(mailbox.email)
    return taken
