"""Values of item properties as searches and sort orders see them."""

from simulator.ews.property_table import value_of
from simulator.exchange.attachments import Attachment
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.text_conversion import converted
from simulator.exchange.values import Body

_IDENTIFIERS = frozenset(
    {"item:ItemId", "item:ParentFolderId", "item:ConversationId", "meeting:AssociatedCalendarItemId"}
)

ATTACHED_TEXTS = "attached texts"
"""A path of searches alone: the names of attachments, and what is written in those that are text."""


def query_value(mailbox: Mailbox, item: Item, path: PropertyPath) -> object:
    """The value of a path: an id without its change key, a body as plain text, attachments by their names."""
    if path == "item:Attachments":
        return tuple(attachment.name for attachment in item.attachments)
    if path == ATTACHED_TEXTS:
        return tuple(text for attachment in item.attachments for text in _texts(attachment))
    value = value_of(mailbox, item, path)
    if path in _IDENTIFIERS and isinstance(value, tuple):
        return value[0]
    return converted(value, "Text").text if isinstance(value, Body) else value


def _texts(attachment: Attachment) -> tuple[str, ...]:
    if attachment.content is None or not (attachment.content_type or "").startswith("text/"):
        return (attachment.name,)
    return attachment.name, attachment.content.decode(errors="replace")
