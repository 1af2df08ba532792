"""One row of the property table."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from simulator.ews.value_codecs import Codec
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox

Getter = Callable[[Mailbox, Item], object]


@dataclass(frozen=True)
class Property:
    """One property of an item as EWS knows it. A row's place in its table is its place in the schema.

    Without ``getter`` the value is the one stored in the item under ``path``. A property without a value is not
    written.
    """

    path: str
    element: str
    codec: Codec
    default: bool = False
    """Whether the base shape Default has it."""
    all: bool = True
    """Whether the base shape AllProperties has it."""
    settable: bool = True
    """Whether a client may give it in CreateItem and UpdateItem."""
    appendable: bool = False
    """Whether AppendToItemField may add to it (Learn "ResponseCode", ErrorInvalidPropertyAppend)."""
    deletable: bool = True
    """Whether DeleteItemField may take it away, if it can be set at all."""
    find: bool = True
    """Whether FindItem gives it; GetItem gives everything."""
    since: str = "Exchange2007"
    getter: Getter | None = None

    def value(self, mailbox: Mailbox, item: Item) -> object:
        """The value, or None when the item has none."""
        return self.getter(mailbox, item) if self.getter is not None else item.properties.get(self.path)


def computed(
    path: str, element: str, codec: Codec, getter: Getter, *, default: bool = False, all: bool = True,
    find: bool = True, since: str = "Exchange2007",
) -> Property:  # fmt: skip
    """A row that the server works out and no client sets."""
    return Property(
        path, element, codec, default=default, all=all, settable=False, find=find, since=since, getter=getter
    )


def stored(
    path: str, element: str, codec: Codec, *, default: bool = False, all: bool = True, find: bool = True,
    since: str = "Exchange2007",
) -> Property:  # fmt: skip
    """A row that the server keeps in the item and no client sets."""
    return Property(path, element, codec, default=default, all=all, settable=False, find=find, since=since)


def with_defaults(rows: tuple[Property, ...], paths: frozenset[str]) -> tuple[Property, ...]:
    """The rows, of which those of ``paths`` are in the base shape Default: items differ in what they show there."""
    return tuple(replace(row, default=row.path in paths) for row in rows)
