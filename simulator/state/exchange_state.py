"""The Exchange organization in the state file: its mailboxes, read when they are asked for, and mail under way."""

from collections import deque
from collections.abc import Iterator
from uuid import UUID

from simulator.directory import Directory
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mailbox_contents import MailboxContents
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.transport import Transport
from simulator.state.contents import Contents
from simulator.state.database import Database, Write
from simulator.state.encoding import decode, encode
from simulator.state.mailbox_rows import MailboxRows, read_contents
from simulator.topology import Account


class ExchangeState:
    """Reads an organization from a file (see `KeptMailboxes`), then follows it with what changed."""

    def __init__(self, database: Database, directory: Directory, long_contents: Contents) -> None:
        """Look into the file; nothing of a mailbox is read yet."""
        self._database = database
        self.long_contents = long_contents
        self._numbers = {account.smtp.lower(): number for number, account in enumerate(directory.accounts)}
        found = database.read("SELECT smtp, value FROM mailboxes")
        self.guids: dict[str, UUID] = {smtp: decode(value)[0] for smtp, value in found}
        self.transport = self._read_transport()
        self._rows: dict[Mailbox, MailboxRows] = {}
        self._read: dict[str, tuple[int, int]] = {}
        self._followed: ExchangeOrganization | None = None
        self._sent = (Transport(), dict[str, tuple[int, int]](), 0)

    @property
    def is_empty(self) -> bool:
        """Whether the file has no mailboxes yet."""
        return not self.guids

    def contents(self, account: Account) -> MailboxContents:
        """What is in the account's mailbox, from the file."""
        address = account.smtp.lower()
        found = read_contents(self._database, self._numbers[address], self.long_contents.fetch)
        self._read[address] = (len(found.changes), found.last_key)
        return found

    def _read_transport(self) -> Transport:
        transport = Transport()
        for site, number, value in self._database.read("SELECT site, number, value FROM waiting ORDER BY number"):
            transport.taken.setdefault(site, number)
            transport.queues.setdefault(site, deque()).append(decode(value, self.long_contents.fetch))
        for (value,) in self._database.read("SELECT value FROM outbound ORDER BY number"):
            transport.outbound.append(decode(value, self.long_contents.fetch))
        return transport

    def follow(self, organization: ExchangeOrganization) -> None:
        """Write what this organization does from now on; one that was not read from the file is written whole."""
        self._followed = organization
        if organization.transport is self.transport:
            self._sent = (self.transport, _positions(self.transport), len(self.transport.outbound))
        organization.touched.update(organization.mailboxes_in_memory)

    def is_behind(self) -> bool:
        """Whether something happened since the last `news`; costs nothing."""
        organization = self._followed
        if organization is None:
            return False
        transport, positions, outbound = self._sent
        present = organization.transport
        return bool(
            organization.touched
            or present is not transport
            or len(present.outbound) != outbound
            or _positions(present) != positions
        )

    def news(self) -> Iterator[Write]:
        """What happened since the last time. The caller holds the organization's lock."""
        organization = self._followed
        if organization is None:
            return
        yield from self._transport_news(organization.transport)
        touched = set(organization.touched)
        organization.touched.clear()
        known, self._rows = self._rows, {}
        for mailbox in organization.mailboxes_in_memory:
            rows = known.get(mailbox)
            if rows is None and mailbox in touched:
                rows = self._first_rows(mailbox)
                if rows.lines == 0:
                    yield from rows.whole(self.long_contents.keep)
            if rows is not None and rows.is_behind:
                yield from rows.news(self.long_contents.keep)
            if rows is not None:
                self._rows[mailbox] = rows

    def _first_rows(self, mailbox: Mailbox) -> MailboxRows:
        address = mailbox.account.smtp.lower()
        lines, last_key = self._read.get(address, (0, 0)) if self.guids.get(address) == mailbox.guid else (0, 0)
        return MailboxRows(self._numbers[address], mailbox, lines, last_key)

    def _transport_news(self, transport: Transport) -> Iterator[Write]:
        kept, before, outbound = self._sent
        if kept is not transport:
            yield "DELETE FROM waiting", ()
            yield "DELETE FROM outbound", ()
            before, outbound = {}, 0
        positions = _positions(transport)
        for site, (taken, end) in positions.items():
            _, written = before.get(site, (0, 0))
            yield "DELETE FROM waiting WHERE site = ? AND number < ?", (site, taken)
            queue = transport.queues[site]
            for number in range(max(taken, written), end):
                waiting = encode(queue[number - taken], self.long_contents.keep)
                yield "INSERT INTO waiting VALUES (?, ?, ?)", (site, number, waiting)
        for number, sent in enumerate(transport.outbound[outbound:], outbound):
            yield "INSERT INTO outbound VALUES (?, ?)", (number, encode(sent, self.long_contents.keep))
        self._sent = (transport, positions, len(transport.outbound))


def _positions(transport: Transport) -> dict[str, tuple[int, int]]:
    """For each site, how many copies were taken out of its queue and how many were ever put into it."""
    taken = transport.taken
    return {site: (taken.get(site, 0), taken.get(site, 0) + len(queue)) for site, queue in transport.queues.items()}
