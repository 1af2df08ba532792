"""SyncFolderItems without its Update entries."""

from conformance.spoiler import TYPES, BrokenServer, Conversation, Spoiler, remove


def _spoil(conversation: Conversation) -> None:
    for change in list(conversation.answer.iter(f"{TYPES}Update")):
        remove(change)


BROKEN = BrokenServer(
    name="forgets_updates",
    meaning="SyncFolderItems never tells that an item was changed",
    caught_by="sync_replays_mailbox",
    make=lambda: Spoiler(_spoil),
)
