"""SyncFolderItems whose pages before the last one arrive empty, with a SyncState as if they had not."""

from conformance.spoiler import MESSAGES, BrokenServer, Conversation, Spoiler


def _spoil(conversation: Conversation) -> None:
    for message in conversation.answer.iter(f"{MESSAGES}SyncFolderItemsResponseMessage"):
        changes = message.find(f"{MESSAGES}Changes")
        if message.findtext(f"{MESSAGES}IncludesLastItemInRange") == "false" and changes is not None:
            for change in list(changes):
                changes.remove(change)


BROKEN = BrokenServer(
    name="loses_a_page",
    meaning="SyncFolderItems answers every page but the last one empty, with a SyncState that passes over it",
    caught_by="sync_replays_mailbox",
    make=lambda: Spoiler(_spoil),
)
