"""User configurations as XML: names, dictionaries and data (types.xsd UserConfigurationType)."""

import base64
from datetime import UTC

from lxml import etree

from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_attribute, schema_fault
from simulator.ews.target_ids import read_target_folder
from simulator.ews.value_codecs import moment_text, read_base64, read_moment
from simulator.ews.xml_text import attribute, children, content, leaf, local_name, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.roaming_dictionary import (
    TYPES,
    DictionaryEntry,
    DictionaryObject,
    checked,
    entries_of,
    stream_of,
)
from simulator.exchange.user_configuration import BINARY_DATA, DICTIONARY, XML_DATA
from simulator.soap.namespaces import XSI

_NIL = f"{{{XSI}}}nil"
_DATA = (("XmlData", XML_DATA), ("BinaryData", BINARY_DATA))


def read_name(context: RequestContext, element: etree._Element) -> tuple[Mailbox, Folder, str]:
    """Where a ``UserConfigurationName`` points, and its name. Raises ErrorFolderNotFound and the errors of ids."""
    name = required_attribute(element, "Name")
    if not name:
        raise schema_fault("The 'Name' attribute is invalid - The value '' is invalid.")
    mailbox, folder = read_target_folder(context, element)
    return mailbox, folder, name


def name_of(configuration: etree._Element) -> etree._Element:
    """The ``t:UserConfigurationName`` of an ``m:UserConfiguration``. Raises EwsFault without one."""
    found = types_child(configuration, "UserConfigurationName")
    if found is None:
        raise schema_fault("The element 'UserConfiguration' has incomplete content: UserConfigurationName.")
    return found


def read_parts(configuration: etree._Element) -> dict[PropertyPath, bytes]:
    """The data in an ``m:UserConfiguration``; what isn't there has no entry. Raises ErrorInvalidValueForProperty."""
    found: dict[PropertyPath, bytes] = {}
    dictionary = types_child(configuration, "Dictionary")
    if dictionary is not None:
        found[DICTIONARY] = stream_of(_read_entries(dictionary))
    for name, path in _DATA:
        element = types_child(configuration, name)
        if element is not None:
            found[path] = read_base64(element)
    return found


def _read_entries(dictionary: etree._Element) -> list[DictionaryEntry]:
    entries: dict[DictionaryObject, DictionaryEntry] = {}
    for element in children(dictionary):
        key, value = types_child(element, "DictionaryKey"), types_child(element, "DictionaryValue")
        if key is None or value is None:
            raise schema_fault("The element 'DictionaryEntry' has incomplete content.")
        entry = DictionaryEntry(_read_object(key), None if value.get(_NIL) in ("true", "1") else _read_object(value))
        if entry.key in entries:
            raise ExchangeError("ErrorInvalidValueForProperty")
        entries[entry.key] = entry
    return list(entries.values())


def _read_object(element: etree._Element) -> DictionaryObject:
    kind = types_child(element, "Type")
    values = tuple(content(child) for child in children(element) if local_name(child) == "Value")
    if kind is None or not values or content(kind) not in TYPES:
        raise schema_fault(f"The element '{local_name(element)}' has invalid content.")
    if content(kind) == "DateTime":
        try:
            values = tuple(moment_text(read_moment(value, UTC)) for value in values)
        except ValueError:
            raise ExchangeError("ErrorInvalidValueForProperty") from None
    return checked(DictionaryObject(content(kind), values))


def write_configuration(mailbox: Mailbox, name: etree._Element, item: Item, wanted: frozenset[str]) -> str:
    """``m:UserConfiguration`` with the properties in `wanted` (Id, Dictionary, XmlData, BinaryData or All).

    It names the folder as the request did. What the configuration hasn't is left out (our choice).
    """
    parts = [_write_name(name)]
    if wanted & {"Id", "All"}:
        parts.append(f'<t:ItemId Id="{mailbox.item_id(item)}" ChangeKey="{mailbox.change_key(item)}"/>')
    stream = item.properties.get(DICTIONARY)
    if wanted & {"Dictionary", "All"} and isinstance(stream, bytes):
        parts.append(f"<t:Dictionary>{''.join(_write_entry(entry) for entry in entries_of(stream))}</t:Dictionary>")
    for element, path in _DATA:
        data = item.properties.get(path)
        if wanted & {element, "All"} and isinstance(data, bytes):
            parts.append(leaf(f"t:{element}", base64.b64encode(data).decode()))
    return f"<m:UserConfiguration>{''.join(parts)}</m:UserConfiguration>"


def _write_name(name: etree._Element) -> str:
    folder = children(name)[0]
    inner = f"<t:{local_name(folder)} Id={attribute(folder.get('Id', ''))}/>"
    return f"<t:UserConfigurationName Name={attribute(name.get('Name', ''))}>{inner}</t:UserConfigurationName>"


def _write_entry(entry: DictionaryEntry) -> str:
    value = f'<t:DictionaryValue xmlns:xsi="{XSI}" xsi:nil="true"/>'
    if entry.value is not None:
        value = f"<t:DictionaryValue>{_write_object(entry.value)}</t:DictionaryValue>"
    key = f"<t:DictionaryKey>{_write_object(entry.key)}</t:DictionaryKey>"
    return f"<t:DictionaryEntry>{key}{value}</t:DictionaryEntry>"


def _write_object(thing: DictionaryObject) -> str:
    return f"<t:Type>{thing.type}</t:Type>{''.join(leaf('t:Value', value) for value in thing.values)}"
