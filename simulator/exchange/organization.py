"""The Exchange organization: every mailbox of every site, found by account, address or id."""

import threading
from uuid import UUID

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import FolderKey, ItemKey
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.series import occurrence
from simulator.exchange.transport import Transport
from simulator.exchange.user_configuration import furnish
from simulator.topology import Account


class ExchangeOrganization:
    """All mailboxes. ``lock`` is held by whoever handles a request: mail crosses mailboxes."""

    def __init__(self, directory: Directory, clock: Clock, ids: Ids) -> None:
        """Make a mailbox for every account of the directory."""
        self.directory = directory
        self.clock = clock
        self.ids = ids
        self.lock = threading.RLock()
        self._by_address: dict[str, Mailbox] = {}
        self._by_guid: dict[UUID, Mailbox] = {}
        self.reset()

    def reset(self) -> None:
        """Empty every mailbox: new ones, with new ids."""
        with self.lock:
            self._by_address = {
                account.smtp.lower(): Mailbox(account, self.clock, self.ids, self.directory.site_of(account).version)
                for account in self.directory.accounts
            }
            for mailbox in self._by_address.values():
                furnish(mailbox)
            self.transport = Transport()
            self._by_guid = {mailbox.guid: mailbox for mailbox in self._by_address.values()}

    @property
    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Every mailbox, in the directory's order."""
        return tuple(self._by_address.values())

    def mailbox(self, account: Account) -> Mailbox:
        """The account's mailbox. Raises ErrorNonExistentMailbox."""
        mailbox = self._by_address.get(account.smtp.lower())
        if mailbox is None:
            raise ExchangeError("ErrorNonExistentMailbox")
        return mailbox

    def mailbox_at(self, smtp: str) -> Mailbox:
        """The mailbox with this address (primary or not). Raises ErrorNonExistentMailbox."""
        account = self.directory.by_smtp(smtp)
        if account is None:
            raise ExchangeError("ErrorNonExistentMailbox")
        return self.mailbox(account)

    def mailbox_with(self, guid: UUID) -> Mailbox | None:
        """The mailbox with this GUID, or None."""
        return self._by_guid.get(guid)

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
        if guid not in self._by_guid:
            values = (("MailboxGuid", str(guid)),)
            raise ExchangeError("ErrorNonExistentMailbox", "No mailbox with such guid.", values)
