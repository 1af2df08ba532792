"""ContactsView: the contacts whose display name lies between two names (MS-OXWSCONT 2.2.4.5).

Names are compared without regard to case; a name that begins with FinalName is still in the view (our choice).
"""

from collections.abc import Sequence

from lxml import etree

from simulator.ews.paging import Page, View, page, read_most
from simulator.exchange.item import Item


def contacts_page(items: Sequence[Item], element: etree._Element) -> Page[Item]:
    """The part of `items` in the view, by display name."""
    first, last = element.get("InitialName", "").casefold(), element.get("FinalName", "").casefold()

    def name(item: Item) -> str:
        return item.text("contacts:DisplayName").casefold()

    found = [
        one for one in items if name(one) >= first and (not last or name(one) <= last or name(one).startswith(last))
    ]
    return page(sorted(found, key=name), View(read_most(element)))
