"""Attribute values to and from the data contracts of the Organization Service (Learn: "Use the Organization Service
with SOAP", contracts of 2011)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from lxml import etree

from syncer.crm_side.values import EntityReference, OptionSet, Party, Row

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICES = "http://schemas.microsoft.com/xrm/2011/Contracts/Services"
CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts"
CRM_MESSAGES = "http://schemas.microsoft.com/crm/2011/Contracts"
GENERIC = "http://schemas.datacontract.org/2004/07/System.Collections.Generic"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"

B = f"{{{CONTRACTS}}}"
C = f"{{{GENERIC}}}"
A = f"{{{ARRAYS}}}"
V = f"{{{SERVICES}}}"
TYPE = f"{{{XSI}}}type"
NIL = f"{{{XSI}}}nil"

NAMESPACES = {
    "s": SOAP,
    "v": SERVICES,
    "b": CONTRACTS,
    "g": CRM_MESSAGES,
    "c": GENERIC,
    "a": ARRAYS,
    "z": SERIALIZATION,
    "i": XSI,
    "x": XSD,
}
_EMPTY_GUID = "00000000-0000-0000-0000-000000000000"
_INT_RANGE = range(-(2**31), 2**31)


class UnreadableError(Exception):
    """An answer's value is not of the type it says."""


class UnwritableError(Exception):
    """A value of a type that no attribute takes: our own bug."""


def entity_element(tag: str, logical_name: str, identifier: str, attributes: Mapping[str, object]) -> etree._Element:
    """An Entity; its members are in the contract's order."""
    entity = etree.Element(tag, nsmap=NAMESPACES)
    _attributes(entity, attributes)
    etree.SubElement(entity, B + "EntityState").set(NIL, "true")
    etree.SubElement(entity, B + "FormattedValues")
    etree.SubElement(entity, B + "Id").text = identifier or _EMPTY_GUID
    etree.SubElement(entity, B + "LogicalName").text = logical_name
    etree.SubElement(entity, B + "RelatedEntities")
    return entity


def parameters_element(parent: etree._Element, parameters: Mapping[str, object]) -> None:
    """The Parameters of a request."""
    _pairs(etree.SubElement(parent, B + "Parameters"), parameters)


def reference_element(element: etree._Element, reference: EntityReference) -> None:
    """Fill an EntityReference in."""
    etree.SubElement(element, B + "Id").text = reference.id
    etree.SubElement(element, B + "LogicalName").text = reference.logical_name
    etree.SubElement(element, B + "Name").set(NIL, "true")


def read_row(entity: etree._Element) -> Row:
    """An Entity as a row. Raises `UnreadableError`."""
    values = read_pairs(entity.find(B + "Attributes"))
    version = values.pop("versionnumber", 0)
    identifier = (entity.findtext(B + "Id") or "").lower()
    logical_name = entity.findtext(B + "LogicalName") or ""
    if not identifier or not logical_name:
        raise UnreadableError("an Entity without Id or LogicalName")
    return Row(logical_name, identifier, version if isinstance(version, int) else 0, values)


def read_pairs(parent: etree._Element | None) -> dict[str, object]:
    """Key/value pairs (attributes, results); a nil value has no key. Raises `UnreadableError`."""
    values: dict[str, object] = {}
    for pair in () if parent is None else parent.iterchildren("*"):
        key = pair.findtext(C + "key")
        element = pair.find(C + "value")
        if key is None or element is None:
            raise UnreadableError("a pair without key or value")
        value = read_value(element)
        if value is not None:
            values[key] = value
    return values


def read_value(element: etree._Element) -> object:
    """One typed value; None for nil. Values of types we don't use are None too."""
    if element.get(NIL) == "true":
        return None
    kind = (element.get(TYPE) or "").rpartition(":")[2]
    try:
        return _read_scalar(kind, element.text or "") if not len(element) else _read_compound(kind, element)
    except (ValueError, OverflowError, InvalidOperation):
        raise UnreadableError(f"{(element.text or '')[:60]!r} is no {kind}") from None


def _read_scalar(kind: str, text: str) -> object:
    if kind == "string":
        return text
    if kind == "guid":
        return str(UUID(text.strip()))
    if kind in {"int", "long", "short"}:
        return int(text)
    if kind == "boolean":
        return _flag(text.strip())
    if kind == "dateTime":
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if kind == "double":
        return float(text)
    if kind == "decimal":
        return Decimal(text.strip())
    return None


def _flag(text: str) -> bool:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return text in {"true", "1"}


def _read_compound(kind: str, element: etree._Element) -> object:
    if kind == "OptionSetValue":
        return int(element.findtext(B + "Value") or "")
    if kind == "Money":
        return Decimal((element.findtext(B + "Value") or "").strip())
    if kind == "EntityReference":
        return _read_reference(element)
    if kind == "EntityCollection":
        rows = [read_row(entity) for entity in element.iterfind(f"{B}Entities/{B}Entity")]
        return tuple(_party(row) for row in rows)
    if kind == "AliasedValue":
        inner = element.find(B + "Value")
        return None if inner is None else read_value(inner)
    if kind == "Entity":
        return read_row(element)
    return None


def _read_reference(element: etree._Element) -> EntityReference:
    name = element.findtext(B + "Name")
    identifier = str(UUID((element.findtext(B + "Id") or "").strip()))
    return EntityReference(element.findtext(B + "LogicalName") or "", identifier, name or None)


def _party(row: Row) -> Party:
    reference = row.attributes.get("partyid")
    address = row.attributes.get("addressused")
    mask = row.attributes.get("participationtypemask")
    return Party(
        reference if isinstance(reference, EntityReference) else None,
        address if isinstance(address, str) else None,
        mask if isinstance(mask, int) else 0,
    )


def _attributes(entity: etree._Element, attributes: Mapping[str, object]) -> None:
    _pairs(etree.SubElement(entity, B + "Attributes"), attributes)


def _pairs(parent: etree._Element, values: Mapping[str, object]) -> None:
    for key, value in values.items():
        pair = etree.SubElement(parent, B + "KeyValuePairOfstringanyType")
        etree.SubElement(pair, C + "key").text = key
        write_value(etree.SubElement(pair, C + "value"), value)


def write_value(element: etree._Element, value: object) -> None:
    """Fill a value element in. Raises `UnwritableError`."""
    if value is None:
        element.set(NIL, "true")
    elif isinstance(value, OptionSet):
        element.set(TYPE, "b:OptionSetValue")
        etree.SubElement(element, B + "Value").text = str(value.value)
    elif isinstance(value, EntityReference):
        element.set(TYPE, "b:EntityReference")
        reference_element(element, value)
    elif isinstance(value, tuple):
        element.set(TYPE, "b:EntityCollection")
        _parties(element, value)
    else:
        kind, text = _scalar(value)
        element.set(TYPE, kind)
        element.text = text


def _scalar(value: object) -> tuple[str, str]:
    if isinstance(value, str):
        return "x:string", _legal(value)
    if isinstance(value, bool):
        return "x:boolean", "true" if value else "false"
    if isinstance(value, int):
        return ("x:int" if value in _INT_RANGE else "x:long"), str(value)
    if isinstance(value, float):
        return "x:double", repr(value)
    if isinstance(value, Decimal):
        return "x:decimal", format(value, "f")
    if isinstance(value, UUID):
        return "z:guid", str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return "x:dateTime", value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    raise UnwritableError(f"{type(value).__name__} is not written to CRM")


def _parties(element: etree._Element, parties: tuple[object, ...]) -> None:
    entities = etree.SubElement(element, B + "Entities")
    for party in parties:
        if not isinstance(party, Party):
            raise UnwritableError(f"{type(party).__name__} is no activity party")
        attributes: dict[str, object] = {"participationtypemask": OptionSet(party.mask)} if party.mask else {}
        if party.reference is not None:
            attributes["partyid"] = party.reference
        if party.address is not None:
            attributes["addressused"] = party.address
        entities.append(entity_element(B + "Entity", "activityparty", "", attributes))
    etree.SubElement(element, B + "EntityName").text = "activityparty"
    etree.SubElement(element, B + "MinActiveRowVersion").set(NIL, "true")
    etree.SubElement(element, B + "MoreRecords").text = "false"
    etree.SubElement(element, B + "PagingCookie").set(NIL, "true")
    etree.SubElement(element, B + "TotalRecordCount").text = "0"
    etree.SubElement(element, B + "TotalRecordCountLimitExceeded").text = "false"


def _legal(text: str) -> str:
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )
