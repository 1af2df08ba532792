"""The Exchange side as the rest of the syncer sees it: one mailbox, no XML, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from syncer.exchange_side.values import (
    Address,
    Attachment,
    Attendee,
    ChangesPage,
    ExchangeItem,
    ItemChange,
    ItemProblem,
    ItemRef,
    PostalAddress,
    Stamp,
)

__all__ = [
    "Address",
    "Attachment",
    "Attendee",
    "ChangesPage",
    "ExchangeItem",
    "ExchangeSide",
    "ItemChange",
    "ItemProblem",
    "ItemRef",
    "PostalAddress",
    "Stamp",
]


class ExchangeSide(Protocol):
    """One mailbox during one cycle. Every call raises `EwsError`; folders are distinguished names
    (inbox, calendar, contacts, tasks, sentitems, drafts, deleteditems)."""

    def changes_since(self, folder: str, sync_state: str | None, limit: int = 512) -> ChangesPage:
        """One page of changes since the state (None: from the start), ids only (SyncFolderItems)."""

    def get_items(self, item_ids: Sequence[str]) -> list[ExchangeItem | ItemProblem]:
        """The items in the order asked. One that cannot be read is an `ItemProblem`; the others are not affected."""

    def find_by_stamp(self, folder: str, crm_id: str) -> list[ItemRef]:
        """Items of the folder whose `crmid` mark is this id (FindItem with a restriction)."""

    def create_item(self, folder: str, element: str, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        """Create without telling anybody (SaveOnly, SendToNone); `element` is CalendarItem, Contact, Task, Message."""

    def update_item(
        self, ref: ItemRef, element: str, fields: Mapping[str, object | None], stamp: Stamp | None = None
    ) -> ItemRef:
        """Change the fields named (None deletes one) if the item is still at `ref.change_key`; tells nobody."""

    def send_meeting(self, ref: ItemRef, marker: str) -> ItemRef:
        """Send the invitations of a meeting made before: writes a marker property with SendToAllAndSaveCopy, only if
        the item is still at `ref.change_key`. The loser of two senders gets STALE."""

    def delete_item(self, ref: ItemRef, *, cancel_meeting: bool = False) -> None:
        """Move to Deleted Items; with `cancel_meeting` the attendees are told. Not tested against the ChangeKey."""

    def create_draft(self, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        """A message in Drafts, not sent; `fields["Attachments"]` is a tuple of `Attachment`."""

    def discard_draft(self, ref: ItemRef) -> None:
        """Delete a draft for ever; one that is gone already is fine. It was never sent."""

    def send_draft(self, ref: ItemRef) -> None:
        """Send a draft made before, only if it is still at `ref.change_key`; a copy is kept in Sent Items."""

    def attachments(self, item_id: str) -> tuple[Attachment | ItemProblem, ...]:
        """The item's file attachments with their content. One that cannot be read is an `ItemProblem`."""

    def folder_size(self, folder: str) -> int:
        """How many items the folder holds (GetFolder, TotalCount)."""

    def probe_incoming(self) -> None:
        """The request Dynamics makes to test a mailbox: FindFolder under the Inbox. Raises when refused."""
