"""What a client asked to see of a folder, and writing exactly that (MS-OXWSFOLD 2.2.4, types.xsd
`BaseFolderType`).
"""

from dataclasses import dataclass
from typing import Literal, cast

from lxml import etree

from simulator.ews.extended_values import write_value
from simulator.ews.folder_properties import BY_PATH, FOLDER_PROPERTIES, MAPI_GETTER, FolderProperty
from simulator.ews.property_paths import echo, read_path
from simulator.ews.request_context import RequestContext
from simulator.ews.xml_text import children, content, identifier, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath
from simulator.exchange_version import is_older
from simulator.soap.faults import EwsFault

BaseShape = Literal["IdOnly", "Default", "AllProperties"]


@dataclass(frozen=True)
class FolderShape:
    """One folder shape, read once for a whole request."""

    base: BaseShape = "IdOnly"
    paths: frozenset[str] = frozenset()
    extended: tuple[tuple[ExtendedPropertyPath, str], ...] = ()
    """Each with its element as the client spelled it."""


def read_folder_shape(element: etree._Element | None) -> FolderShape:
    """The shape of an `m:FolderShape`.

    Raises ErrorInvalidPropertyRequest for an item's property, EwsFault for nonsense.
    """
    part = {local_name(child): child for child in children(element)} if element is not None else {}
    base = content(part["BaseShape"]).strip() if "BaseShape" in part else ""
    if base not in ("IdOnly", "Default", "AllProperties"):
        raise EwsFault("ErrorSchemaValidation", "The folder shape is invalid.")
    paths: set[str] = set()
    extended: dict[str, ExtendedPropertyPath] = {}
    for child in children(part["AdditionalProperties"]) if "AdditionalProperties" in part else ():
        path = read_path(child)
        if isinstance(path, ExtendedPropertyPath):
            extended[echo(child)] = path
        elif isinstance(path, str) and path in BY_PATH:
            paths.add(path)
        else:
            raise ExchangeError("ErrorInvalidPropertyRequest")
    pairs = tuple((path, spelling) for spelling, path in extended.items())
    return FolderShape(cast(BaseShape, base), frozenset(paths), pairs)


def folder_value(mailbox: Mailbox, folder: Folder, path: PropertyPath) -> object:
    """The value of a path, for restrictions that `query_types.folder_type` lets through, or of an extended property."""
    if isinstance(path, ExtendedPropertyPath):
        getter = MAPI_GETTER.get(path)
        return getter(mailbox, folder) if getter is not None else folder.properties.get(path)
    row = BY_PATH.get(path) if isinstance(path, str) else None
    if row is None:
        raise ExchangeError("ErrorUnsupportedPathForQuery")
    value = row.value(mailbox, folder)
    return value[0] if isinstance(value, tuple) else value


def write_folder(context: RequestContext, mailbox: Mailbox, folder: Folder, shape: FolderShape) -> str:
    """The folder's element."""
    parts = []
    for row in FOLDER_PROPERTIES:
        if row.path == "folder:ExtendedProperty":
            parts.append(_write_extended(mailbox, folder, shape))
        elif folder.element in row.elements and _wanted(context, folder, shape, row):
            parts.append(_write(context, mailbox, folder, row))
    return f"<t:{folder.element}>{''.join(parts)}</t:{folder.element}>"


def write_folder_id(mailbox: Mailbox, folder: Folder) -> str:
    """The folder's element with its FolderId alone."""
    inner = identifier("t:FolderId", mailbox.folder_id(folder), mailbox.folder_change_key(folder))
    return f"<t:{folder.element}>{inner}</t:{folder.element}>"


def _write(context: RequestContext, mailbox: Mailbox, folder: Folder, row: FolderProperty) -> str:
    if row.render is not None:
        return row.render(context, folder)
    value = row.value(mailbox, folder)
    return row.write(value) if value is not None else ""


def _wanted(context: RequestContext, folder: Folder, shape: FolderShape, row: FolderProperty) -> bool:
    """Raises ErrorInvalidPropertyRequest for a property asked for by name that the version does not have."""
    known = not is_older(context.version, row.since)
    if row.path in shape.paths:
        if not known:
            raise ExchangeError("ErrorInvalidPropertyRequest")
        return True
    if not known:
        return False
    if shape.base == "IdOnly":
        return row.path == "folder:FolderId"
    return row.all if shape.base == "AllProperties" else folder.element in row.default


def _write_extended(mailbox: Mailbox, folder: Folder, shape: FolderShape) -> str:
    parts = []
    for path, spelling in shape.extended:
        value = folder_value(mailbox, folder, path)
        if value is not None and value != ():
            parts.append(f"<t:ExtendedProperty>{spelling}{write_value(path, value)}</t:ExtendedProperty>")
    return "".join(parts)
