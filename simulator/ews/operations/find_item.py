"""FindItem (MS-OXWSSRCH 3.1.4.3): one answer for each parent folder."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from simulator.ews.item_search import Found, ItemSearch
from simulator.ews.operation import Operation, answer_each
from simulator.ews.optional_behaviour import GROUPS_ARE_NUMBERED
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child, required_choice
from simulator.ews.shapes import ItemShape, read_shape, write_item
from simulator.ews.target_ids import read_folder
from simulator.ews.xml_text import leaf
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox

NAME = "FindItem"
_TRAVERSALS = ("Shallow", "SoftDeleted", "Associated")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a FindItem request."""
    traversal = required_choice(request, "Traversal", _TRAVERSALS)
    shape_element = required_child(request, "ItemShape")

    def one(folder_id: etree._Element) -> str:
        shape = read_shape(shape_element, server=context.site.version, version=context.version)
        shape = replace(shape, beginnings=True)
        if shape.include_mime:
            raise ExchangeError("ErrorInvalidPropertyForOperation")
        mailbox, folder = read_folder(context, folder_id)
        found = ItemSearch(request, context, mailbox, folder, traversal).found()
        return _root_folder(context, mailbox, found, shape)

    return answer_each(NAME, entries_of(request, "ParentFolderIds"), one)


def _root_folder(context: RequestContext, mailbox: Mailbox, found: Found, shape: ItemShape) -> str:
    def items(entries: Iterable[Item]) -> str:
        written = "".join(write_item(context, mailbox, item, shape, find=True) for item in entries)
        return f"<t:Items>{written}</t:Items>"

    attributes = "".join(f' {name}="{value}"' for name, value in found.page.attributes.items())
    if found.groups is None:
        return f"<m:RootFolder{attributes}>{items(found.page.entries)}</m:RootFolder>"
    numbered = GROUPS_ARE_NUMBERED.of(context.site.version)
    groups = "".join(
        f"<t:GroupedItems>{leaf('t:GroupIndex', str(number) if numbered else group.value)}{items(group.entries)}"
        "</t:GroupedItems>"
        for number, group in enumerate(found.groups)
    )
    return f"<m:RootFolder{attributes}><t:Groups>{groups}</t:Groups></m:RootFolder>"


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="restrictions on every property, sorting, grouping, paging, calendar and contacts views, query strings "
    "with the common words",
    lacks="highlighted terms, deleted items of a query string, AddressListId",
)
