"""SyncFolderItems without its Delete entries."""

from conformance.spoiler import TYPES, BrokenServer, Conversation, Spoiler, remove


def _spoil(conversation: Conversation) -> None:
    for change in list(conversation.answer.iter(f"{TYPES}Delete")):
        remove(change)


BROKEN = BrokenServer(
    name="forgets_deletes",
    meaning="SyncFolderItems never tells that an item was deleted",
    caught_by="sync_replays_mailbox",
    make=lambda: Spoiler(_spoil),
)
