"""The Exchange organization: every mailbox of every site, found by account, address or id."""

import threading
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import FolderKey, ItemKey
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mailbox_contents import MailboxContents
from simulator.exchange.series import occurrence
from simulator.exchange.transport import Transport
from simulator.exchange.user_configuration import furnish
from simulator.topology import Account


class KeptMailboxes(Protocol):
    """Mailboxes that were kept somewhere and are read when they are first asked for."""

    @property
    def guids(self) -> Mapping[str, UUID]:
        """The GUID of each mailbox, by the primary address in lower case."""

    @property
    def transport(self) -> Transport:
        """What was under way."""

    def contents(self, account: Account) -> MailboxContents:
        """What is in the account's mailbox."""


class ExchangeOrganization:
    """All mailboxes. ``lock`` is held by whoever handles a request: mail crosses mailboxes."""

    def __init__(self, directory: Directory, clock: Clock, ids: Ids, kept: KeptMailboxes | None = None) -> None:
        """Take the mailboxes that were kept, or make one for every account of the directory."""
        self.directory = directory
        self.clock = clock
        self.ids = ids
        self.lock = threading.RLock()
        self.touched: set[Mailbox] = set()
        """Those that changed since somebody last emptied this set."""
        self._kept = kept
        self._by_address: dict[str, Mailbox] = {}
        self._address_of: dict[UUID, str] = {}
        if kept is None:
            self.reset()
        else:
            self.transport = kept.transport
            self._address_of = {guid: address for address, guid in kept.guids.items()}

    def reset(self) -> None:
        """Empty every mailbox: new ones, with new ids."""
        with self.lock:
            self._kept = None
            self.transport = Transport()
            self.touched.clear()
            self._by_address = {account.smtp.lower(): self._mailbox_of(account) for account in self.directory.accounts}
            for mailbox in self._by_address.values():
                furnish(mailbox)
            self._address_of = {mailbox.guid: address for address, mailbox in self._by_address.items()}

    @property
    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Every mailbox, in the directory's order."""
        return tuple(self.mailbox(account) for account in self.directory.accounts)

    @property
    def mailboxes_in_memory(self) -> tuple[Mailbox, ...]:
        """Those that nobody has to read first."""
        return tuple(self._by_address.values())

    def mailbox(self, account: Account) -> Mailbox:
        """The account's mailbox. Raises ErrorNonExistentMailbox."""
        mailbox = self._by_address.get(account.smtp.lower())
        return mailbox if mailbox is not None else self._kept_mailbox(account)

    def _kept_mailbox(self, account: Account) -> Mailbox:
        address = account.smtp.lower()
        with self.lock:
            if address not in self._by_address:
                if self._kept is None or address not in self._kept.guids:
                    raise ExchangeError("ErrorNonExistentMailbox")
                self._by_address[address] = self._mailbox_of(account, self._kept.contents(account))
            return self._by_address[address]

    def _mailbox_of(self, account: Account, contents: MailboxContents | None = None) -> Mailbox:
        version = self.directory.site_of(account).version
        return Mailbox(account, self.clock, self.ids, version, contents, self.touched.add)

    def let_go(self, account: Account) -> None:
        """Forget a mailbox that was kept as it is now; it is read again when somebody asks for it."""
        with self.lock:
            mailbox = self._by_address.get(account.smtp.lower())
            if self._kept is not None and mailbox is not None and mailbox not in self.touched:
                del self._by_address[account.smtp.lower()]

    def mailbox_at(self, smtp: str) -> Mailbox:
        """The mailbox with this address (primary or not). Raises ErrorNonExistentMailbox."""
        account = self.directory.by_smtp(smtp)
        if account is None:
            raise ExchangeError("ErrorNonExistentMailbox")
        return self.mailbox(account)

    def mailbox_with(self, guid: UUID) -> Mailbox | None:
        """The mailbox with this GUID, or None."""
        address = self._address_of.get(guid)
        account = self.directory.by_smtp(address) if address is not None else None
        return self.mailbox(account) if account is not None else None

    def find_item(self, mailbox: Mailbox, key: ItemKey) -> Item:
        """The item an ItemId names, as the owner of ``mailbox`` sees it.

        Raises ErrorItemNotFound, ErrorCalendarOccurrenceIsDeletedFromRecurrence, or ErrorNonExistentMailbox for an id
        of no mailbox at all.
        """
        self._check_guid(key.mailbox)
        if key.mailbox != mailbox.guid:
            raise ExchangeError("ErrorItemNotFound")
        item = mailbox.item(key.item, key.folder)
        return item if key.occurrence is None else occurrence(item, key.occurrence)

    def find_folder(self, mailbox: Mailbox, key: FolderKey) -> Folder:
        """The folder a FolderId names, as the owner of ``mailbox`` sees it.

        Raises ErrorFolderNotFound, or ErrorNonExistentMailbox for an id of no mailbox at all.
        """
        self._check_guid(key.mailbox)
        if key.mailbox != mailbox.guid:
            raise ExchangeError("ErrorFolderNotFound")
        return mailbox.folder(key.folder)

    def _check_guid(self, guid: UUID) -> None:
        """Raise ErrorNonExistentMailbox for a GUID that nobody has (worded as in Learn, "ExportItems operation")."""
        if guid not in self._address_of:
            values = (("MailboxGuid", str(guid)),)
            raise ExchangeError("ErrorNonExistentMailbox", "No mailbox with such guid.", values)
