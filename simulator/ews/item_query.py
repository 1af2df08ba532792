"""Values of item properties as searches and sort orders see them."""

from simulator.ews.property_table import ALL_PATHS, value_of
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import Attendee, Body, EmailAddress, Flag, InternetHeader

_IDENTIFIERS = frozenset(
    {"item:ItemId", "item:ParentFolderId", "item:ConversationId", "meeting:AssociatedCalendarItemId"}
)


def query_value(mailbox: Mailbox, item: Item, path: PropertyPath) -> object:
    """The value of a path in words and numbers: people are their names and addresses, a body is its text.

    Raises ErrorUnsupportedPathForQuery for a property that no item has.
    """
    if isinstance(path, str) and path not in ALL_PATHS:
        raise ExchangeError("ErrorUnsupportedPathForQuery", "The property can't be used in an item query.")
    value = value_of(mailbox, item, path)
    if path in _IDENTIFIERS and isinstance(value, tuple):
        return value[0]
    if isinstance(value, tuple):
        return tuple(part for entry in value for part in _plain(entry))
    plain = _plain(value)
    return plain[0] if len(plain) == 1 else plain or None


def _plain(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    if isinstance(value, Attendee):
        value = value.mailbox
    if isinstance(value, EmailAddress):
        return tuple(part for part in (value.name, value.email) if part)
    if isinstance(value, Body):
        return (value.text,)
    if isinstance(value, Flag):
        return (value.status,)
    if isinstance(value, InternetHeader):
        return (value.value,)
    return (value,)
