"""What in a request came with a version of Exchange: the elements of items say so in the property table, the rest is in
`NEWER`. All of it is held against the site's version and the request's `RequestServerVersion`. Properties that a shape
names are the shapes' concern.
"""

from collections.abc import Iterator

from lxml import etree

from simulator.ews.property_table import ROWS_OF_KIND, row_of_element
from simulator.ews.request_context import RequestContext
from simulator.ews.schema_version import require
from simulator.ews.xml_text import children, local_name
from simulator.exchange_version import is_older
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import MESSAGES, TYPES

NEWER: tuple[tuple[str, str, str], ...] = (
    ("FindItem", "m:QueryString", "Exchange2010"),
    ("FindItem", "m:SeekToConditionPageItemView", "Exchange2013"),
    ("FindItem", "@Traversal[.='Associated']", "Exchange2010"),
    ("SyncFolderItems", "m:SyncScope", "Exchange2010"),
    ("MoveItem", "m:ReturnNewItemIds", "Exchange2010_SP1"),
    ("CopyItem", "m:ReturnNewItemIds", "Exchange2010_SP1"),
    ("UpdateItem", "@SuppressReadReceipts", "Exchange2013_SP1"),
    ("DeleteItem", "@SuppressReadReceipts", "Exchange2013_SP1"),
    *(
        (operation, f"{shape}/t:{element}", since)
        for operation, shape in (
            ("GetItem", "m:ItemShape"),
            ("FindItem", "m:ItemShape"),
            ("SyncFolderItems", "m:ItemShape"),
            ("GetAttachment", "m:AttachmentShape"),
        )
        for element, since in (
            ("FilterHtmlContent", "Exchange2010"),
            ("ConvertHtmlCodePageToUTF8", "Exchange2010"),
            ("UniqueBodyType", "Exchange2013"),
            ("NormalizedBodyType", "Exchange2013"),
            ("InlineImageUrlTemplate", "Exchange2013"),
            ("BlockExternalImages", "Exchange2013"),
            ("AddBlankTargetToLinks", "Exchange2013"),
            ("MaximumBodySize", "Exchange2013"),
        )
    ),
)
"""Operation, a path from its element, and the schema version with which it came (MS-OXWSCORE_R1230, R2311, R2315,
MS-OXWSSYNC_R37809, R37811008, MS-OXWSATT_R318013; the schemas that servers published).
"""

_NAMES = {"m": MESSAGES, "t": TYPES}
_PATHS = {
    operation: tuple(
        (etree.XPath(path, namespaces=_NAMES), path, since) for name, path, since in NEWER if name == operation
    )
    for operation in {name for name, _path, _since in NEWER}
}
_KINDS = tuple(f"{{{TYPES}}}{kind}" for kind in ROWS_OF_KIND)


def check_versions(request: etree._Element, context: RequestContext) -> None:
    """Raise EwsFault for what is too new for the site, or for the schema version that the client asked for.

    Elements of items are held against the client's version alone: the site's schema has them or not.
    """
    for find, path, since in _PATHS.get(local_name(request), ()):
        if find(request):
            require(context, since, f"The part '{path}' of '{local_name(request)}'")
    if context.request_version is not None and any(is_older(context.version, since) for since in _of_items(request)):
        raise EwsFault("ErrorIncorrectSchemaVersion")


def _of_items(request: etree._Element) -> Iterator[str]:
    """The versions with which the elements of a request's items came."""
    for item in request.iter(*_KINDS):
        for child in children(item):
            row = row_of_element(local_name(item), local_name(child))
            if row is not None:
                yield row.since
