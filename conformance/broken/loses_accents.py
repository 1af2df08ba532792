"""GetItem that knows ASCII only."""

from conformance.spoiler import TYPES, BrokenServer, Conversation, Spoiler


def _spoil(conversation: Conversation) -> None:
    for subject in conversation.answer.iter(f"{TYPES}Subject"):
        subject.text = (subject.text or "").encode("ascii", "replace").decode("ascii")


BROKEN = BrokenServer(
    name="loses_accents",
    meaning="a subject comes back with question marks for every character outside ASCII",
    caught_by="created_item_is_readable",
    make=lambda: Spoiler(_spoil),
)
