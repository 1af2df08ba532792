"""Search folders: their parameters, read and written, and what is in them (MS-OXWSSRCH 2.2.4.31 and 2.2.4.32).

A search folder holds no items. What it shows is looked for when somebody asks, so it is never out of date.
"""

from functools import lru_cache

from lxml import etree

from simulator.ews.item_query import query_value
from simulator.ews.property_paths import read_path
from simulator.ews.query_types import item_type
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import choice, schema_fault
from simulator.ews.restriction import Predicate, predicate_of
from simulator.ews.target_ids import read_folder
from simulator.ews.xml_text import children, identifier, local_name
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.search_folder import SearchParameters, search_parameters, searched_folders


def read_search_parameters(context: RequestContext, element: etree._Element) -> SearchParameters:
    """The criteria in a ``t:SearchParameters``.

    Raises the errors of a restriction and of folder ids, and EwsFault for what the schema forbids.
    """
    parts = children(element)
    if [local_name(part) for part in parts] != ["Restriction", "BaseFolderIds"] or not children(parts[1]):
        raise schema_fault("The element 'SearchParameters' has incomplete content.")
    traversal = choice(element, "Traversal", ("Shallow", "Deep"))
    predicate_of(parts[0], read_path, item_type)
    folders = tuple(read_folder(context, one)[1].key for one in children(parts[1]))
    text = etree.tostring(parts[0], method="c14n", with_tail=False).decode()
    return SearchParameters(text, folders, traversal == "Deep")


def write_search_parameters(mailbox: Mailbox, folder: Folder) -> str:
    """The ``t:SearchParameters`` of a search folder; nothing when all that it searched is gone (our choice)."""
    parameters = search_parameters(folder)
    if parameters is None:
        return ""
    there = [mailbox.folders[key] for key in parameters.folders if key in mailbox.folders]
    if not there:
        return ""
    ids = "".join(identifier("t:FolderId", mailbox.folder_id(one), mailbox.folder_change_key(one)) for one in there)
    traversal = "Deep" if parameters.deep else "Shallow"
    return (
        f'<t:SearchParameters Traversal="{traversal}">{parameters.restriction}'
        f"<t:BaseFolderIds>{ids}</t:BaseFolderIds></t:SearchParameters>"
    )


def items_shown(mailbox: Mailbox, folder: Folder) -> list[Item]:
    """The items that a folder shows, oldest arrivals first: its own, or those that it finds."""
    parameters = search_parameters(folder)
    if parameters is None:
        return list(folder.items.values())
    predicate = _predicate(parameters.restriction)
    found = [
        item
        for place in searched_folders(mailbox, parameters)
        for item in place.items.values()
        if predicate(lambda path, item=item: query_value(mailbox, item, path))  # type: ignore[misc]
    ]
    return sorted(found, key=lambda item: item.arrived)


@lru_cache(maxsize=256)
def _predicate(restriction: str) -> Predicate[PropertyPath]:
    return predicate_of(etree.fromstring(restriction), read_path, item_type)
