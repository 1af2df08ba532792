"""An organization that is kept in a state file in memory while a test works on it, and what it is when read again.

`watched` is put around every operation that tests call without a server: after a test, whatever it touched is read back
and must be what is in memory. So an operation that changes something its mailbox's change log does not name, or holds
a value that a state file cannot hold, fails its own tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.state.contents import Contents
from simulator.state.database import Database
from simulator.state.encoding import encode
from simulator.state.exchange_state import ExchangeState

_FOLLOWING: list["Keeping"] = []
_WATCHED: list["Keeping"] = []
"""Those that `watched` made, to be compared after the test."""


class Keeping:
    """Follows one organization."""

    def __init__(
        self, organization: ExchangeOrganization, database: Database | None = None, state: ExchangeState | None = None
    ) -> None:
        self.organization = organization
        self.database = database or Database(None)
        self.state = state or ExchangeState(self.database, organization.directory, Contents(self.database))
        self.state.follow(organization)
        _FOLLOWING.append(self)

    def keep(self) -> None:
        """Write what happened."""
        if not self.state.is_behind():
            return
        ticket = self.database.announce()
        writes = list(self.state.news())
        self.database.add(ticket, [*self.state.long_contents.news(), *writes])
        self.database.settle(ticket)

    def reopened(self) -> "Keeping":
        """The organization that a simulator started with this file would have, followed in turn."""
        self.keep()
        before = self.organization
        state = ExchangeState(self.database, before.directory, Contents(self.database))
        after = ExchangeOrganization(before.directory, before.clock, before.ids, state)
        return Keeping(after, self.database, state)


def described(mailbox: Mailbox) -> dict[str, Any]:
    """Everything that a mailbox is, with the orders that clients see."""
    return {
        "head": (mailbox.guid, mailbox.log.last, mailbox.associated_keys),
        "keys are spent": mailbox.last_key >= max([*mailbox.folders, *(line.item for line in mailbox.log.lines(0))]),
        "folders": {key: encode(folder) for key, folder in mailbox.folders.items()},
        "order": {key: list(folder.children) for key, folder in mailbox.folders.items()},
        "unread": {key: folder.unread for key, folder in mailbox.folders.items()},
        "items": {
            (folder.key, place): [(key, encode(item)) for key, item in getattr(folder, place).items()]
            for folder in mailbox.folders.values()
            for place in ("items", "associated", "dumpster")
        },
        "found": {key: item.folder for key, item in sorted(mailbox.items.items())},
        "log": list(mailbox.log.lines(0)),
        "hierarchy": list(mailbox.log.hierarchy_since(0)),
        "named": {
            folder.distinguished: mailbox.distinguished(folder.distinguished).key
            for folder in mailbox.folders.values()
            if folder.distinguished
        },
    }


def under_way(organization: ExchangeOrganization) -> dict[str, Any]:
    """The mail that waits and the mail that left."""
    transport = organization.transport
    return {
        "waiting": {site: [encode(one) for one in queue] for site, queue in transport.queues.items() if queue},
        "outbound": [encode(one) for one in transport.outbound],
    }


@contextmanager
def watched(organization: ExchangeOrganization) -> Iterator[None]:
    """Follow what an operation does; only mailboxes that are touched from now on are written."""
    keeping = next((one for one in _FOLLOWING if one.organization is organization), None)
    if keeping is None:
        keeping = Keeping(organization)
        organization.touched.clear()
        _WATCHED.append(keeping)
    yield
    keeping.keep()


def compare_watched() -> None:
    """Fail unless everything that was watched can be read again as it is. Forgets it."""
    try:
        for keeping in _WATCHED:
            again = keeping.reopened().organization
            assert under_way(again) == under_way(keeping.organization)
            for mailbox in keeping.organization.mailboxes_in_memory:
                other = again.mailbox_with(mailbox.guid)
                assert other is None or described(other) == described(mailbox), mailbox.account.smtp
    finally:
        _WATCHED.clear()
        _FOLLOWING.clear()
