"""FindItem (MS-OXWSSRCH 3.1.4.3): one answer for each parent folder.

Without a SortOrder the newest arrivals come first (our choice: no page says it; a mail folder of Exchange answers
so). Groups and QueryString are not simulated yet.
"""

from collections.abc import Iterable, Sequence

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.calendar_view import in_view, read_calendar_view
from simulator.ews.contacts_view import contacts_page
from simulator.ews.item_query import query_value
from simulator.ews.operation import Operation, answer_each
from simulator.ews.paging import Page, page, read_view
from simulator.ews.property_paths import read_path
from simulator.ews.query_string import query_predicate
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child, required_choice
from simulator.ews.restriction import Predicate, predicate_of
from simulator.ews.shapes import ItemShape, read_shape, write_item
from simulator.ews.sorting import read_sort_order, sort
from simulator.ews.target_ids import read_folder
from simulator.ews.xml_text import content, messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath

NAME = "FindItem"
_TRAVERSALS = ("Shallow", "SoftDeleted", "Associated")
_LATER = ("GroupBy", "DistinguishedGroupBy", "SeekToConditionPageItemView")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a FindItem request."""
    traversal = required_choice(request, "Traversal", _TRAVERSALS)
    shape_element = required_child(request, "ItemShape")
    for name in _LATER:
        if messages_child(request, name) is not None:
            raise NotSimulated(f"{name} in FindItem")

    def one(folder_id: etree._Element) -> str:
        shape = read_shape(shape_element, server=context.site.version)
        if shape.include_mime:
            raise ExchangeError("ErrorInvalidPropertyForOperation")
        mailbox, folder = read_folder(context, folder_id)
        result = _found(request, context, mailbox, folder, traversal)
        return _root_folder(context, mailbox, result, shape)

    return answer_each(NAME, entries_of(request, "ParentFolderIds"), one)


def _found(
    request: etree._Element, context: RequestContext, mailbox: Mailbox, folder: Folder, traversal: str
) -> Page[Item]:
    restriction, order = messages_child(request, "Restriction"), messages_child(request, "SortOrder")
    calendar, contacts = messages_child(request, "CalendarView"), messages_child(request, "ContactsView")
    items: Sequence[Item] = _items(folder, traversal)
    if calendar is not None:
        if restriction is not None or order is not None:
            raise ExchangeError(
                "ErrorInvalidRestriction", "A calendar view goes with no restriction and no sort order."
            )
        return in_view(folder, items, read_calendar_view(calendar, context.time_zone))
    if restriction is not None:
        items = _matching(mailbox, items, predicate_of(restriction, read_path))
    query = messages_child(request, "QueryString")
    if query is not None:
        items = _matching(mailbox, items, query_predicate(content(query), context.clock.now()))
    keys = read_sort_order(order, read_path)
    if keys:
        items = sort(items, keys, lambda item, path: query_value(mailbox, item, path))
    if contacts is not None:
        return contacts_page(items, contacts)
    view = messages_child(request, "IndexedPageItemView")
    return page(items, read_view(view if view is not None else messages_child(request, "FractionalPageItemView")))


def _items(folder: Folder, traversal: str) -> list[Item]:
    """The newest first."""
    where = {"Shallow": folder.items, "Associated": folder.associated, "SoftDeleted": folder.dumpster}[traversal]
    return list(reversed(where.values()))


def _matching(mailbox: Mailbox, items: Iterable[Item], predicate: Predicate[PropertyPath]) -> list[Item]:
    def holds(item: Item) -> bool:
        return predicate(lambda path: query_value(mailbox, item, path))

    return [item for item in items if holds(item)]


def _root_folder(context: RequestContext, mailbox: Mailbox, result: Page[Item], shape: ItemShape) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in result.attributes.items())
    items = "".join(write_item(context, mailbox, item, shape, find=True) for item in result.entries)
    return f"<m:RootFolder{attributes}><t:Items>{items}</t:Items></m:RootFolder>"


OPERATION = Operation(NAME, "Exchange2007", handle)
