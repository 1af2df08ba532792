"""UpdateItem that treats NeverOverwrite as AlwaysOverwrite."""

from lxml import etree

from conformance.spoiler import MESSAGES, BrokenServer, Conversation, Spoiler


def _overwrite(_operation: str, request: etree._Element) -> None:
    for update in request.iter(f"{MESSAGES}UpdateItem"):
        update.set("ConflictResolution", "AlwaysOverwrite")


def _leave(conversation: Conversation) -> None:
    """The answer is the server's own."""


BROKEN = BrokenServer(
    name="overwrites_conflicts",
    meaning="UpdateItem takes NeverOverwrite for AlwaysOverwrite",
    caught_by="stale_change_key_is_refused",
    make=lambda: Spoiler(_leave, _overwrite),
)
