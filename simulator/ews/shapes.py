"""What a client asked to see of an item, and writing exactly that (MS-OXWSCORE 2.2.4.26 ItemResponseShapeType)."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from lxml import etree

from simulator.ews.attachment_xml import attachment_id, write_attachment_list
from simulator.ews.body_shape import AS_KEPT, BodyShape, read_body_shape, shaped_body
from simulator.ews.contact_properties import check_index
from simulator.ews.extended_values import write_value
from simulator.ews.field_uris_without_value import SINCE_WITHOUT_VALUE, WITHOUT_VALUE
from simulator.ews.item_properties import ATTACHMENTS, BODY_PATH, MIME_CONTENT
from simulator.ews.mapi_aliases import name_of_binary
from simulator.ews.mime_xml import write_mime_content
from simulator.ews.property_paths import echo, read_path
from simulator.ews.property_row import Property
from simulator.ews.property_table import ALL_PATHS, FIRST_VERSION, ROWS_OF_KIND, value_of
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.value_codecs import BINARY, TEXT
from simulator.ews.xml_text import children, content, local_name
from simulator.exchange.distribution_list import MEMBERS
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import ExtendedPropertyPath, IndexedPath
from simulator.exchange.values import Body, InternetHeader, Member
from simulator.exchange_version import API_VERSIONS, ExchangeVersion, is_older

BaseShape = Literal["IdOnly", "Default", "AllProperties"]
EXTENDED = "item:ExtendedProperty"
ASKABLE = (ALL_PATHS - {EXTENDED}) | WITHOUT_VALUE
"""FieldURIs that a shape may name."""
SINCE = FIRST_VERSION | SINCE_WITHOUT_VALUE
"""The first API version in whose schema each of them is."""
_SPOILED = {
    "self_closed": "<t:Value/>",
    "empty": "<t:Value></t:Value>",
    "missing": "",
    "malformed": "<t:Value>A</t:Value>",
}
"""The forms in which a planned fault answers a Binary extended property."""


@dataclass(frozen=True)
class ItemShape:
    """One item shape, read once for a whole request."""

    base: BaseShape = "IdOnly"
    include_mime: bool = False
    bodies: BodyShape = AS_KEPT
    uris: frozenset[str] = frozenset()
    """Additional properties by FieldURI; an indexed one counts as the property that holds it."""
    indexed: tuple[IndexedPath, ...] = ()
    extended: tuple[tuple[ExtendedPropertyPath, str], ...] = ()
    """Additional extended properties, each with its element as the client spelled it."""
    beginnings: bool = False
    """Whether only the beginning of a long text or binary is shown, as FindItem shows it."""


ID_ONLY = ItemShape()


def read_shape(
    element: etree._Element, *, base: str = "IdOnly", server: ExchangeVersion | None = None, version: str | None = None
) -> ItemShape:
    """The shape in an ``m:ItemShape`` or ``m:AttachmentShape``. Raises ExchangeError for what can't be asked.

    ``base`` is the base shape of one that names none, as an AttachmentShape. A property that the schema of ``server``
    doesn't have yet is an EwsFault, as any FieldURI that is in no schema; one that is newer than ``version``, the
    schema that the client asked for, is ErrorInvalidPropertyRequest (our choice).
    """
    part = {local_name(child): child for child in children(element)}

    def text_of(name: str, default: str) -> str:
        return content(part[name]).strip() if name in part else default

    base = text_of("BaseShape", base)
    if base not in ("IdOnly", "Default", "AllProperties"):
        raise schema_fault("The item shape is invalid.")
    uris, indexed, extended = _additional(part.get("AdditionalProperties"), server, version)
    return ItemShape(
        base=cast(BaseShape, base),
        include_mime=text_of("IncludeMimeContent", "false") in ("true", "1"),
        bodies=read_body_shape(part),
        uris=uris,
        indexed=indexed,
        extended=extended,
    )


def _additional(
    element: etree._Element | None, server: ExchangeVersion | None, version: str | None
) -> tuple[frozenset[str], tuple[IndexedPath, ...], tuple[tuple[ExtendedPropertyPath, str], ...]]:
    uris: set[str] = set()
    indexed: dict[IndexedPath, None] = {}
    extended: dict[str, ExtendedPropertyPath] = {}
    for child in children(element) if element is not None else ():
        path = read_path(child)
        if isinstance(path, ExtendedPropertyPath):
            extended[echo(child)] = path
        elif isinstance(path, IndexedPath):
            check_index(path)
            indexed[path] = None
        elif path.startswith("folder:"):
            raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
        elif path not in ASKABLE or (server is not None and not server.at_least(SINCE[path])):
            raise schema_fault(f"The 'FieldURI' attribute is invalid - The value '{path}' is invalid.")
        elif version is not None and is_older(version, SINCE[path]):
            raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
        else:
            uris.add(path)
    return frozenset(uris), tuple(indexed), tuple((path, spelling) for spelling, path in extended.items())


def write_item(context: RequestContext, mailbox: Mailbox, item: Item, shape: ItemShape, *, find: bool = False) -> str:
    """The item's element. ``find`` leaves out what FindItem doesn't give."""
    rows = _rows(item.kind, shape, context.version, find)
    inner = "".join([_write_row(context, mailbox, item, shape, row) for row in rows])
    return f"<t:{item.kind}>{inner}</t:{item.kind}>"


def write_attached_item(
    context: RequestContext, mailbox: Mailbox, owner: Item, numbers: tuple[int, ...], item: Item, shape: ItemShape
) -> str:
    """An attached item's element: it has no id of its own, and its attachments are reached through ``owner``."""
    parts = []
    for row in _rows(item.kind, shape, context.version, False):
        if row.path == ATTACHMENTS:
            parts.append(write_attachment_list(mailbox, owner, item, context.version, numbers))
        elif row.path not in WITHOUT_A_FOLDER:
            parts.append(_write_row(context, mailbox, item, shape, row))
    return f"<t:{item.kind}>{''.join(parts)}</t:{item.kind}>"


WITHOUT_A_FOLDER = frozenset(
    {"item:ItemId", "item:ParentFolderId", "item:ConversationId", "item:InstanceKey", "item:StoreEntryId",
     "item:ResponseObjects", "item:EffectiveRights"}
)  # fmt: skip
"""What an attached item doesn't have."""


@lru_cache(maxsize=512)
def _rows(kind: str, shape: ItemShape, version: str, find: bool) -> tuple[Property, ...]:
    """The rows that this shape has of items written as ``kind``, in schema order."""
    return tuple(row for row in ROWS_OF_KIND[kind] if _wanted(shape, row, version) and (row.find or not find))


def _wanted(shape: ItemShape, row: Property, version: str) -> bool:
    if row.path in shape.uris:
        return True
    if row.path == EXTENDED:
        return bool(shape.extended)
    if row.path == MIME_CONTENT:
        return shape.include_mime
    if any(_holder(path) == row.path for path in shape.indexed) or row.path == "item:ItemId":
        return True
    in_base = {"IdOnly": False, "Default": row.default, "AllProperties": row.all}[shape.base]
    return in_base and API_VERSIONS.index(row.since) <= API_VERSIONS.index(version)


def _write_row(context: RequestContext, mailbox: Mailbox, item: Item, shape: ItemShape, row: Property) -> str:
    if row.path == EXTENDED:
        return _write_extended(context, mailbox, item, shape)
    if row.path == MIME_CONTENT:
        return write_mime_content(mailbox, item)
    if row.path == ATTACHMENTS:
        return write_attachment_list(mailbox, item, item, context.version)
    value = row.value(mailbox, item)
    if shape.indexed and isinstance(value, tuple):
        value = _asked_part(shape, row, value, context.version)
    if value is None and row.path == BODY_PATH:
        value = Body("")
    if value is None:
        return ""
    if isinstance(value, Body):
        value = _body(context, mailbox, item, shape, row.path, value)
    if shape.beginnings and row.codec in (TEXT, BINARY):
        value = _beginning(value)
    return row.codec.write(f"t:{row.element}", value)


def _beginning(value: object) -> object:
    """What FindItem gives of a value: 255 characters or 512 bytes (Learn, "FindItem operation")."""
    if isinstance(value, str):
        return value[:255]
    return value[:512] if isinstance(value, bytes) else value


def _body(context: RequestContext, mailbox: Mailbox, item: Item, shape: ItemShape, path: str, value: Body) -> Body:
    """The body as asked for. That it is whole or cut is said since Exchange 2013 (MS-OXWSCDATA 2.2.4.19)."""

    def image_id(content_id: str) -> str | None:
        found = next((one for one in item.attachments if one.content_id == content_id), None)
        return attachment_id(mailbox, item, (found.number,)) if found is not None and item.key else None

    shaped = shaped_body(shape.bodies, path, value, image_id)
    says = API_VERSIONS.index(context.version) >= API_VERSIONS.index("Exchange2013")
    return shaped if says else replace(shaped, truncated=None)


_HOLDER = (
    ("item:InternetMessageHeader", "item:InternetMessageHeaders"),
    ("contacts:EmailAddress", "contacts:EmailAddresses"),
    ("contacts:PhoneNumber", "contacts:PhoneNumbers"),
    ("contacts:ImAddress", "contacts:ImAddresses"),
    ("contacts:PhysicalAddress", "contacts:PhysicalAddresses"),
    ("distributionlist:Members", MEMBERS),
)
_HOLDER_OF = dict(_HOLDER)


def _holder(path: IndexedPath) -> str | None:
    """The FieldURI of the dictionary that an indexed path belongs to."""
    return _HOLDER_OF.get(":".join(path.uri.split(":")[:2]))


def _asked_part(shape: ItemShape, row: Property, whole: tuple[object, ...], version: str) -> object:
    """The entries of a dictionary property that were asked for one by one; all of them when it was asked for whole."""
    asked = [path for path in shape.indexed if _holder(path) == row.path]
    if not asked or _wanted(replace(shape, indexed=()), row, version):
        return whole
    if row.path == "item:InternetMessageHeaders":
        names = {path.key.lower() for path in asked}
        return tuple(line for line in whole if isinstance(line, InternetHeader) and line.name.lower() in names) or None
    if row.path == MEMBERS:
        keys = {path.key for path in asked}
        return tuple(one for one in whole if isinstance(one, Member) and one.key in keys) or None
    return tuple(pair for pair in whole if isinstance(pair, tuple) and pair[0] in asked) or None


def _write_extended(context: RequestContext, mailbox: Mailbox, item: Item, shape: ItemShape) -> str:
    parts = []
    for path, spelling in shape.extended:
        spoiled = _spoiled(context, mailbox, item, path)
        if spoiled is not None:
            parts.append(f"<t:ExtendedProperty>{spelling}{spoiled}</t:ExtendedProperty>")
            continue
        value = value_of(mailbox, item, path)
        if value is None or value == ():
            continue
        if shape.beginnings:
            value = tuple(map(_beginning, value)) if isinstance(value, tuple) else _beginning(value)
        parts.append(f"<t:ExtendedProperty>{spelling}{write_value(path, value)}</t:ExtendedProperty>")
    return "".join(parts)


def _spoiled(context: RequestContext, mailbox: Mailbox, item: Item, path: ExtendedPropertyPath) -> str | None:
    if context.faults is None or path.type != "Binary":
        return None
    form = context.faults.binary_form(
        context.site.name, mailbox.account.smtp, mailbox.item_id(item), name_of_binary(path)
    )
    return None if form is None else _SPOILED[form]
