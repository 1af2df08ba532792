"""What a server may or may not offer: a property that needs a missing feature is not applicable, never failed."""

from enum import StrEnum


class Feature(StrEnum):
    """One ability of a server; the value is the name in settings and reports."""

    ITEMS = "items"
    """CreateItem, GetItem, UpdateItem, DeleteItem in a folder of one's own (MS-OXWSCORE 3.1.4)."""
    BATCHES = "batches"
    """Several entries in one request, each answered by itself (MS-OXWSCDATA 2.2.4.12)."""
    CONFLICT_RESOLUTION = "conflict-resolution"
    """UpdateItem compares the ChangeKey under NeverOverwrite (MS-OXWSCORE 3.1.4.9.4.1)."""
    SENDING = "sending"
    """SendItem of a draft; leaves mail in the mailbox's Inbox and Sent Items (MS-OXWSCORE 3.1.4.8)."""
    SYNC_FOLDER_ITEMS = "sync-folder-items"
    """SyncFolderItems (MS-OXWSSYNC 3.1.4.2)."""


EVERY_FEATURE = frozenset(Feature)
