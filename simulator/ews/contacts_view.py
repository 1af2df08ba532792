"""ContactsView: the contacts whose display name lies between two names (MS-OXWSCONT 2.2.4.5; Learn, "ContactsView").

Names compare first without regard to case, then small letters before capitals, as a dictionary has them: with the
FinalName "Name", neither "NAME" nor "Name1" is in the view.
"""

from collections.abc import Sequence

from lxml import etree

from simulator.ews.paging import Page, View, page, read_most
from simulator.exchange.item import Item


def _place(name: str) -> tuple[str, str]:
    return name.casefold(), name.swapcase()


def contacts_page(items: Sequence[Item], element: etree._Element, limit: int, *, is_sorted: bool) -> Page[Item]:
    """The part of `items` in the view, by display name unless the request has sorted them. Raises as `read_most`."""
    first, last = element.get("InitialName"), element.get("FinalName")
    most = read_most(element, limit)

    def place(item: Item) -> tuple[str, str]:
        return _place(item.text("contacts:DisplayName"))

    found = [
        one
        for one in items
        if (first is None or place(one) >= _place(first)) and (last is None or place(one) <= _place(last))
    ]
    return page(found if is_sorted else sorted(found, key=place), View(most))
