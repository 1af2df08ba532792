"""Data contracts from XML to values, as WCF's DataContractSerializer reads them.

Members come in a fixed order: one that stands before its place is skipped as if it were not there, as the serializer
does. Raises CrmFault for what cannot be read; the code is our choice, a real server answers with a deserialization
fault.
"""

import base64
import binascii
import math
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from simulator.crm import errors
from simulator.crm.query_model import ColumnSet, Query
from simulator.crm.soap_names import (
    ARRAYS,
    COLLECTION_MEMBERS,
    COLUMN_SET_MEMBERS,
    CONTRACTS,
    ENTITY_MEMBERS,
    REFERENCE_MEMBERS,
    SERIALIZATION,
    XSD,
    XSI,
)
from simulator.crm.values import EMPTY_ID, EntityCollection, EntityReference, Money, OptionSetValue, Record
from simulator.errors import NotSimulated

_NIL, _TYPE = f"{{{XSI}}}nil", f"{{{XSI}}}type"
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,20}")
_OTHER_TYPES = frozenset(
    {"anyType", "anyURI", "byte", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong", "QName"}
)
"""Simple types of XML Schema that a DataContractSerializer knows and no attribute of CRM has."""


def unreadable(what: str) -> errors.CrmFault:
    """The refusal of a request whose XML does not fit the contract."""
    return errors.fault(errors.INVALID_ARGUMENT, f"The formatter threw an exception while deserializing: {what}")


def members(element: etree._Element, order: Sequence[str]) -> dict[str, etree._Element]:
    """The children by local name, in contract order; out of place, nil and foreign ones are left out."""
    found: dict[str, etree._Element] = {}
    position = -1
    for child in element:
        name = etree.QName(child).localname
        if name in order and order.index(name) > position:
            position = order.index(name)
            if not is_nil(child):
                found[name] = child
    return found


def is_nil(element: etree._Element) -> bool:
    """Whether the element says i:nil."""
    return element.get(_NIL, "false").strip() in ("true", "1")


def text_of(element: etree._Element | None) -> str | None:
    """The element's text; "" for an empty one and None for none."""
    return None if element is None else element.text or ""


def read_guid(element: etree._Element | None) -> uuid.UUID:
    """A GUID; the empty one when there is no element. Raises CrmFault."""
    text = (text_of(element) or "").strip()
    try:
        return uuid.UUID(text) if text else EMPTY_ID
    except ValueError as problem:
        raise unreadable(f"'{text}' is not a Guid.") from problem


def read_integer(element: etree._Element) -> int:
    """An xs:int. Raises CrmFault."""
    try:
        return _whole(element.text, 32)
    except ValueError as problem:
        raise unreadable(f"'{element.text}' is not a number.") from problem


def read_boolean(element: etree._Element) -> bool:
    """An xs:boolean. Raises CrmFault."""
    text = (element.text or "").strip()
    if text not in ("true", "false", "1", "0"):
        raise unreadable(f"'{text}' is not a boolean.")
    return text in ("true", "1")


def read_record(element: etree._Element) -> Record:
    """An Entity. Raises CrmFault."""
    found = members(element, ENTITY_MEMBERS)
    name = text_of(found.get("LogicalName"))
    if not name:
        raise errors.fault(errors.INVALID_ARGUMENT, "Required member 'LogicalName' missing for field 'Target'")
    attributes = read_pairs(found["Attributes"]) if "Attributes" in found else {}
    return Record(name, read_guid(found.get("Id")), attributes)


def read_pairs(element: etree._Element) -> dict[str, object]:
    """A collection of KeyValuePairOfstringanyType. Raises CrmFault when a key comes twice."""
    found: dict[str, object] = {}
    for pair in element:
        parts = members(pair, ("key", "value"))
        key = text_of(parts.get("key"))
        if not key:
            raise unreadable("a pair has no key.")
        if key in found:
            raise unreadable(f"an item with the key '{key}' has already been added.")
        found[key] = read_value(parts["value"]) if "value" in parts else None
    return found


def read_value(element: etree._Element) -> object:
    """A value of anyType, by its i:type. Raises CrmFault or NotSimulated."""
    if is_nil(element):
        return None
    namespace, name = _type_of(element)
    reader = _READERS.get((namespace, name))
    if reader is None:
        if namespace in (CONTRACTS, ARRAYS, SERIALIZATION) or (namespace == XSD and name in _OTHER_TYPES):
            raise NotSimulated(f"a value of type {name} in a request")
        raise unreadable(f"element '{etree.QName(element).localname}' is of the unknown type '{namespace}:{name}'.")
    try:
        return reader(element)
    except (ValueError, OverflowError, InvalidOperation, binascii.Error) as problem:
        raise unreadable(f"'{element.text}' is not a valid {name}.") from problem


def _type_of(element: etree._Element) -> tuple[str, str]:
    declared = element.get(_TYPE)
    if declared is None:
        raise unreadable(f"element '{etree.QName(element).localname}' has no i:type.")
    prefix, _, name = declared.strip().rpartition(":")
    return element.nsmap.get(prefix or None, ""), name


def read_reference(element: etree._Element) -> EntityReference:
    """An EntityReference. Raises CrmFault."""
    found = members(element, REFERENCE_MEMBERS)
    name = text_of(found.get("LogicalName"))
    if not name:
        raise errors.fault(errors.INVALID_ARGUMENT, "EntityReference.LogicalName is missing.")
    return EntityReference(name, read_guid(found.get("Id")), text_of(found.get("Name")))


def read_column_set(element: etree._Element) -> ColumnSet:
    """A ColumnSet. Raises CrmFault."""
    found = members(element, COLUMN_SET_MEMBERS)
    everything = "AllColumns" in found and read_boolean(found["AllColumns"])
    columns = [text_of(child) or "" for child in found["Columns"]] if "Columns" in found else []
    return ColumnSet(tuple(columns), everything)


def _read_collection(element: etree._Element) -> EntityCollection:
    found = members(element, COLLECTION_MEMBERS)
    records = tuple(read_record(child) for child in found["Entities"]) if "Entities" in found else ()
    return EntityCollection(text_of(found.get("EntityName")) or "", records)


def _read_moment(element: etree._Element) -> datetime:
    """A dateTime: without a zone it is taken as UTC."""
    found = datetime.fromisoformat((element.text or "").strip())
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _value_member(element: etree._Element) -> str:
    found = members(element, ("Value",))
    if "Value" not in found:
        raise ValueError("no Value")
    return (text_of(found["Value"]) or "").strip()


def _whole(text: str | None, bits: int) -> int:
    """A whole number of so many bits. Raises ValueError."""
    stripped = (text or "").strip()
    if _WHOLE_NUMBER.fullmatch(stripped) is None:
        raise ValueError("not a whole number")
    found = int(stripped)
    if not -(1 << (bits - 1)) <= found < 1 << (bits - 1):
        raise ValueError(f"more than {bits} bits")
    return found


def _fraction(text: str | None) -> float:
    """An xs:double that a column can hold: SQL Server has neither INF nor NaN. Raises ValueError."""
    found = float((text or "").strip())
    if not math.isfinite(found):
        raise ValueError("not a finite number")
    return found


def _decimal(text: str | None) -> Decimal:
    """An xs:decimal of .NET: at most 29 digits, no exponent. Raises ValueError."""
    stripped = (text or "").strip()
    if re.fullmatch(r"[+-]?(?=\.?[0-9])[0-9]{0,29}(\.[0-9]{0,29})?", stripped) is None:
        raise ValueError("not a decimal number")
    return Decimal(stripped)


_READERS: Mapping[tuple[str, str], Callable[[etree._Element], object]] = {
    (XSD, "string"): lambda element: element.text or "",
    (XSD, "int"): lambda element: _whole(element.text, 32),
    (XSD, "long"): lambda element: _whole(element.text, 64),
    (XSD, "short"): lambda element: _whole(element.text, 16),
    (XSD, "boolean"): read_boolean,
    (XSD, "dateTime"): _read_moment,
    (XSD, "decimal"): lambda element: _decimal(element.text),
    (XSD, "double"): lambda element: _fraction(element.text),
    (XSD, "float"): lambda element: _fraction(element.text),
    (XSD, "base64Binary"): lambda element: base64.b64decode(element.text or "", validate=True),
    (SERIALIZATION, "guid"): read_guid,
    (CONTRACTS, "EntityReference"): read_reference,
    (CONTRACTS, "OptionSetValue"): lambda element: OptionSetValue(_whole(_value_member(element), 32)),
    (CONTRACTS, "Money"): lambda element: Money(_decimal(_value_member(element))),
    (CONTRACTS, "EntityCollection"): _read_collection,
    (CONTRACTS, "Entity"): read_record,
    (CONTRACTS, "ColumnSet"): read_column_set,
}


def read_query(element: etree._Element, readers: Mapping[str, Callable[[etree._Element], Query]]) -> Query:
    """A query parameter: `readers` by the type's local name. Raises CrmFault or NotSimulated."""
    _, name = _type_of(element)
    reader = readers.get(name)
    if reader is None:
        raise NotSimulated(f"a query of type {name}")
    return reader(element)
