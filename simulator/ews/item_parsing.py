"""From an item's element to what the store keeps: properties, attachments and MIME content."""

import base64
import binascii
from dataclasses import dataclass, field, replace

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.attachment_xml import (
    REFERENCES_SINCE,
    read_attachment_parts,
    read_file_attachment,
    read_reference_attachment,
)
from simulator.ews.distribution_list_members import read_members
from simulator.ews.extended_values import read_value
from simulator.ews.item_properties import ATTACHMENTS, HEADER_PATH, HEADERS_PATH, MIME_CONTENT
from simulator.ews.mapi_aliases import ALIAS_OF, ITEM_CLASS
from simulator.ews.optional_behaviour import ATTACHMENTS_NEST_TO_A_LIMIT
from simulator.ews.property_paths import read_path
from simulator.ews.property_row import Property
from simulator.ews.property_table import ROWS_OF_KIND, places_of, row_of, row_of_element
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.time_zone_xml import read_definition, read_meeting_time_zone
from simulator.ews.xml_text import children, content, local_name, types_child
from simulator.exchange.address_book import known_people
from simulator.exchange.attachments import MOST_LEVELS, Attachment, levels
from simulator.exchange.distribution_list import MEMBERS
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import global_object_id_of_uid
from simulator.exchange.item import DEFAULT_ITEM_CLASS, Item, check_item_class
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.property_path import (
    GLOBAL_OBJECT_ID,
    GUID_OF_SET,
    ExtendedPropertyPath,
    IndexedPath,
    PropertyPath,
)
from simulator.exchange.values import InternetHeader
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import TYPES

MAXIMUM_SUBJECT = 255
"""Characters of a subject that Exchange keeps."""
NOT_PARSED = frozenset(
    {"MeetingMessage", "PostReplyItem", "AcceptSharingInvitation", "RoleMember", "Network", "Person"}
)
"""Items of the schema that are not simulated."""
MEETING_MESSAGES = frozenset({"MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation"})
"""Items that nobody attaches (MS-OXWSATT 2.2.4.6)."""


@dataclass
class Parsed:
    """An item as a client gave it."""

    kind: str
    item_class: str = ""
    properties: dict[PropertyPath, object] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    mime: bytes | None = None

    def item(self) -> Item:
        """An item with all of it, not yet in a folder."""
        item_class = self.item_class or DEFAULT_ITEM_CLASS.get(self.kind, "IPM.Note")
        return Item(self.kind, item_class, self.properties, self.attachments, mime=self.mime)


def parse_item(context: RequestContext, element: etree._Element) -> Parsed:
    """The item in an item element. Raises ExchangeError, or EwsFault for what the schema forbids."""
    kind = local_name(element)
    parsed = Parsed("Message" if kind == "Item" else kind)
    if kind in NOT_PARSED:
        raise NotSimulated(f"items of the kind {kind}")
    if parsed.kind not in ROWS_OF_KIND or etree.QName(element).namespace != TYPES:
        raise schema_fault(f"The element has invalid child element '{kind}'.")
    _check_order(parsed.kind, element)
    if parsed.kind == "CalendarItem":
        context = in_zone_of(context, element)
        if context.item_zone is not None:
            parsed.properties["calendar:StartTimeZone"] = context.item_zone
    for child in children(element):
        _take(context, parsed, child)
    if parsed.item_class:
        check_item_class(parsed.kind, parsed.item_class)
    return parsed


def in_zone_of(context: RequestContext, element: etree._Element) -> RequestContext:
    """The context in which a calendar item's times are read: in the item's own zone, else in the request's."""
    for name, read in (("StartTimeZone", read_definition), ("MeetingTimeZone", read_meeting_time_zone)):
        found = types_child(element, name)
        if found is not None:
            return replace(context, item_zone=read(found, context.time_zone))
    return replace(context, item_zone=context.zone_of_header)


def _check_order(kind: str, element: etree._Element) -> None:
    """Raise EwsFault unless the properties are those of the schema, in its order, each once but extended ones."""
    order = places_of(kind)
    last = -1
    for child in children(element):
        name = local_name(child)
        place = order.get(name, -1)
        again = place == last and name != "ExtendedProperty"
        if place < last or place < 0 or again or etree.QName(child).namespace != TYPES:
            raise schema_fault(f"The element '{kind}' has invalid child element '{name}'.")
        last = place


def _take(context: RequestContext, parsed: Parsed, child: etree._Element) -> None:
    name = local_name(child)
    if name == "ExtendedProperty":
        path, value = read_extended(child)
        store(parsed.properties, path, value)
        parsed.item_class = str(parsed.properties.pop(ITEM_CLASS, parsed.item_class))
        return
    row = row_of_element(parsed.kind, name)
    if row is None:
        raise schema_fault(f"The element '{parsed.kind}' has invalid child element '{name}'.")
    if row.path == MIME_CONTENT:
        parsed.mime = _read_mime(child)
    elif row.path == ATTACHMENTS:
        parsed.attachments.extend(read_attachments(context, child))
    elif row.path == ITEM_CLASS:
        parsed.item_class = content(child)
    else:
        parsed.properties.update(read_property(context, row, child))


def read_property(context: RequestContext, row: Property, element: etree._Element) -> dict[PropertyPath, object]:
    """What one property element sets: usually one path, for a dictionary one for each of its entries.

    Raises ErrorInvalidPropertySet for what a client may not set.
    """
    if not row.settable:
        raise ExchangeError("ErrorInvalidPropertySet", path=row.path)
    if row.path == MEMBERS:
        return {row.path: read_members(context, element)}
    value = known_people(context.organization.directory, _read_value(context, row, element))
    if row.path == HEADERS_PATH:
        assert isinstance(value, tuple)
        return headers_by_name(value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple) and isinstance(value[0][0], IndexedPath):
        return dict(value)
    if row.path == "calendar:MeetingTimeZone":
        return {row.path: value, "calendar:StartTimeZone": value}
    if row.path == "calendar:UID":
        return {GLOBAL_OBJECT_ID: global_object_id_of_uid(str(value))}
    if row.path == "item:Subject":
        value = str(value)[:MAXIMUM_SUBJECT]
    return {row.path: value}


def _read_value(context: RequestContext, row: Property, element: etree._Element) -> object:
    """The value; a server before 2013 SP1 has no code of its own for the days of a week (MS-OXWSMTGS_R2195)."""
    try:
        return row.codec.read(element, context.time_zone)
    except ExchangeError as error:
        old = not context.site.version.at_least("Exchange2013_SP1")
        if old and error.code == "ErrorCalendarInvalidDayForWeeklyRecurrence":
            raise ExchangeError("ErrorCalendarInvalidRecurrence") from error
        raise


def headers_by_name(lines: tuple[InternetHeader, ...]) -> dict[PropertyPath, object]:
    """Header lines, gathered under one path for each name (in lower case)."""
    found: dict[PropertyPath, object] = {}
    for line in lines:
        path = IndexedPath(HEADER_PATH, line.name.lower())
        held = found.get(path, ())
        assert isinstance(held, tuple)
        found[path] = (*held, line)
    return found


def read_extended(element: etree._Element) -> tuple[ExtendedPropertyPath, object]:
    """Path and value of a ``t:ExtendedProperty``."""
    parts = children(element)
    if not parts or local_name(parts[0]) != "ExtendedFieldURI":
        raise EwsFault("ErrorSchemaValidation", "The element 'ExtendedProperty' has incomplete content.")
    path = read_path(parts[0])
    assert isinstance(path, ExtendedPropertyPath)
    return path, read_value(path, element)


def store(properties: dict[PropertyPath, object], path: ExtendedPropertyPath, value: object) -> None:
    """Set an extended property under the name by which the store keeps it. Raises ErrorInvalidPropertySet."""
    alias = ALIAS_OF.get(path)
    if alias is not None:
        if alias.back is None:
            raise ExchangeError("ErrorInvalidPropertySet", path=path)
        properties[alias.path] = alias.back(value)
    elif path.set_id == GUID_OF_SET["InternetHeaders"] and path.name is not None and path.type == "String":
        header = InternetHeader(path.name, str(value))
        properties[IndexedPath(HEADER_PATH, path.name.lower())] = (header,)
    else:
        properties[path] = value


def read_attachments(context: RequestContext, element: etree._Element) -> list[Attachment]:
    """The attachments in a ``t:Attachments`` or ``m:Attachments``."""
    return [read_attachment(context, child) for child in children(element)]


def read_attachment(context: RequestContext, element: etree._Element, above: int = 0) -> Attachment:
    """A file, item or reference attachment that will hang `above` levels below an item in a folder.

    Raises ErrorAttachmentSizeLimitExceeded, ErrorAttachmentNestLevelLimitExceeded and the errors of attached items.
    """
    name = local_name(element)
    if name == "FileAttachment":
        attachment = read_file_attachment(context.mailbox, element)
    elif name == "ItemAttachment":
        attachment = _read_item_attachment(context, element)
    elif name == "ReferenceAttachment" and context.site.version.at_least(REFERENCES_SINCE):
        attachment = read_reference_attachment(context.mailbox, element)
    else:
        raise schema_fault(f"The element 'Attachments' has invalid child element '{name}'.")
    if attachment.content is not None and len(attachment.content) > context.site.max_attachment_size:
        raise ExchangeError("ErrorAttachmentSizeLimitExceeded")
    if above + levels(attachment) > MOST_LEVELS and ATTACHMENTS_NEST_TO_A_LIMIT.of(context.site.version):
        raise ExchangeError("ErrorAttachmentNestLevelLimitExceeded")
    return attachment


def _read_item_attachment(context: RequestContext, element: etree._Element) -> Attachment:
    """Raises ErrorMissingItemForCreateItemAttachment and ErrorInvalidItemForOperationCreateItemAttachment."""
    inner: Item | None = None
    for child in children(element):
        kind = local_name(child)
        if kind in MEETING_MESSAGES:
            raise ExchangeError("ErrorInvalidItemForOperationCreateItemAttachment")
        if kind in ROWS_OF_KIND or kind in NOT_PARSED:
            inner = parse_item(context, child).item()
    if inner is None:
        raise ExchangeError("ErrorMissingItemForCreateItemAttachment")
    attachment = read_attachment_parts(context.mailbox, element)
    complete_new_item(context.mailbox, inner)
    inner.created = inner.modified = attachment.modified
    inner.modified_by = context.mailbox.account.display_name
    attachment.item = inner
    return attachment


def _read_mime(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join(content(element).split()), validate=True)
    except (binascii.Error, ValueError):
        raise ExchangeError("ErrorMimeContentInvalidBase64String") from None


def row_for_update(item: Item, path: str) -> Property:
    """The row of a FieldURI that an update names. Raises ErrorInvalidPropertyRequest when such items don't have it."""
    row = row_of(item.kind, path)
    if row is None:
        raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
    return row
