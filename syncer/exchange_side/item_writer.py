"""From fields to the elements CreateItem and UpdateItem take, by the property table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar, cast

from lxml import etree

from syncer.exchange_side.names import (
    ATTEMPT,
    CRM_ID,
    CRM_LINK_STATE,
    CRM_ORG_ID,
    CRM_REGARDING_ID,
    CRM_REGARDING_TYPE,
    MESSAGES,
    OBJECT_TYPES,
    SOAP,
    TYPES,
    ExtendedProperty,
    T,
)
from syncer.exchange_side.property_table import ELEMENTS, POSTAL_PARTS, Property
from syncer.exchange_side.values import Address, Attendee, Html, PostalAddress, Stamp

V = TypeVar("V")

_NAMESPACES = {"s": SOAP, "t": TYPES, "m": MESSAGES}
_GROUPS = {"email": "EmailAddresses", "phone": "PhoneNumbers", "postal": "PhysicalAddresses"}


REGARDING = "CrmRegarding"
"""The field that no element has: entity:id, kept in two marks."""


class UnknownFieldError(Exception):
    """A field that this element does not have, cannot be written, or whose value has the wrong type: our own bug."""


def guid_text(identifier: str) -> str:
    """A GUID as the marks hold it: braces, upper case."""
    return "{" + identifier.strip("{}").upper() + "}"


def item_element(element: str, fields: Mapping[str, object], stamp: Stamp) -> etree._Element:
    """The item to create. Extended properties stand between the general and the special properties (ItemType)."""
    root = etree.Element(T + element, nsmap=_NAMESPACES)
    regarding, fields = _without_regarding(fields)
    rows = _rows(element, fields)
    general = [row for row in rows if row.uri.startswith("item:")]
    special = [row for row in rows if not row.uri.startswith("item:")]
    _append(root, general, fields)
    root.extend(extended_value(name, value) for name, value in (*_marks(stamp), *_regarding_marks(regarding)))
    _append(root, special, fields)
    return root


def update_elements(element: str, fields: Mapping[str, object | None], stamp: Stamp | None) -> list[etree._Element]:
    """SetItemField and DeleteItemField elements. A None value deletes the property."""
    changes: list[etree._Element] = []
    named = REGARDING in fields
    regarding, fields = _without_regarding(fields)
    for row in _rows(element, fields):
        value = fields[row.name]
        if row.kind == "postal":
            changes += _postal_updates(element, row, cast(PostalAddress | None, value))
        elif value is None or value == () or (value == "" and row.index is not None):
            changes.append(_change("DeleteItemField", _address_of(row)))
        else:
            change = _change("SetItemField", _address_of(row))
            _append(etree.SubElement(change, T + element), [row], {row.name: value})
            changes.append(change)
    if named and not regarding:
        for name in (*CRM_REGARDING_ID, *CRM_REGARDING_TYPE):
            changes.append(_change("DeleteItemField", etree.Element(T + "ExtendedFieldURI", name.attributes())))
    for name, value in (*_marks(stamp or Stamp()), *_regarding_marks(regarding)):
        change = _change("SetItemField", etree.Element(T + "ExtendedFieldURI", name.attributes()))
        etree.SubElement(change, T + element).append(extended_value(name, value))
        changes.append(change)
    return changes


def extended_value(name: ExtendedProperty, value: str) -> etree._Element:
    """An ExtendedProperty element with its value."""
    prop = etree.Element(T + "ExtendedProperty", nsmap=_NAMESPACES)
    etree.SubElement(prop, T + "ExtendedFieldURI", name.attributes())
    etree.SubElement(prop, T + "Value").text = value
    return prop


def _marks(stamp: Stamp) -> list[tuple[ExtendedProperty, str]]:
    marks: list[tuple[ExtendedProperty, str]] = []
    if stamp.crm_id is not None:
        marks.append((CRM_ID[0], guid_text(stamp.crm_id)))
    if stamp.org_id is not None:
        marks.append((CRM_ORG_ID[0], guid_text(stamp.org_id)))
    if stamp.link_state is not None:
        marks.append((CRM_LINK_STATE[0], repr(float(stamp.link_state))))
    if stamp.attempt is not None:
        marks.append((ATTEMPT, stamp.attempt))
    return marks


def _without_regarding(fields: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    rest = dict(fields)
    return str(rest.pop(REGARDING, None) or ""), rest


def _regarding_marks(regarding: str) -> list[tuple[ExtendedProperty, str]]:
    entity, _, identifier = regarding.partition(":")
    if not identifier:
        return []
    code = next((code for code, name in OBJECT_TYPES.items() if name == entity), entity)
    return [(CRM_REGARDING_ID[0], guid_text(identifier)), (CRM_REGARDING_TYPE[0], code)]


def _rows(element: str, fields: Mapping[str, object]) -> list[Property]:
    rows = [row for row in ELEMENTS[element] if row.name in fields]
    unknown = set(fields) - {row.name for row in rows if row.writable}
    if unknown:
        raise UnknownFieldError(f"{element} has no writable field {', '.join(sorted(unknown))}")
    return rows


def _append(parent: etree._Element, rows: Iterable[Property], fields: Mapping[str, object]) -> None:
    groups: dict[str, etree._Element] = {}
    for row in rows:
        value = fields[row.name]
        if value is None:
            continue
        if row.index is not None:
            group = _GROUPS[row.kind]
            if group not in groups:
                groups[group] = etree.SubElement(parent, T + group)
            _entry(groups[group], row, value)
        else:
            _property(parent, row, value)


def _property(parent: etree._Element, row: Property, value: object) -> None:
    if row.kind == "address":
        _mailbox(etree.SubElement(parent, T + row.name), _typed(row, value, Address))
    elif row.kind == "addresses":
        _recipients(parent, row, value)
    elif row.kind == "attendees" and value == ():
        return
    elif row.kind == "attendees":
        listed = etree.SubElement(parent, T + row.name)
        for attendee in _typed(row, value, tuple):
            _mailbox(etree.SubElement(listed, T + "Attendee"), _typed(row, attendee, Attendee))
    else:
        element = etree.SubElement(parent, T + row.name)
        if row.kind == "body":
            element.set("BodyType", "HTML" if isinstance(value, Html) else "Text")
        element.text = scalar_text(row, value.text if isinstance(value, Html) else value)


def _recipients(parent: etree._Element, row: Property, value: object) -> None:
    recipients = _typed(row, value, tuple)
    if recipients:
        listed = etree.SubElement(parent, T + row.name)
        for recipient in recipients:
            _mailbox(listed, _typed(row, recipient, Address))


def _entry(group: etree._Element, row: Property, value: object) -> None:
    if row.kind == "postal":
        entry = etree.SubElement(group, T + "Entry", Key=_postal_index(row))
        address = _typed(row, value, PostalAddress)
        for field, tag in POSTAL_PARTS:
            if text := getattr(address, field):
                etree.SubElement(entry, T + tag).text = legal_text(text)
    else:
        entry = etree.SubElement(group, T + "Entry", Key=row.index or row.name)
        entry.text = legal_text(_typed(row, value, str))


def _postal_updates(element: str, row: Property, value: PostalAddress | None) -> list[etree._Element]:
    changes = []
    for field, tag in POSTAL_PARTS:
        address = etree.Element(
            T + "IndexedFieldURI", FieldURI=f"contacts:PhysicalAddress:{tag}", FieldIndex=_postal_index(row)
        )
        text = "" if value is None else getattr(value, field)
        if not text:
            changes.append(_change("DeleteItemField", address))
            continue
        change = _change("SetItemField", address)
        group = etree.SubElement(etree.SubElement(change, T + element), T + "PhysicalAddresses")
        entry = etree.SubElement(group, T + "Entry", Key=_postal_index(row))
        etree.SubElement(entry, T + tag).text = legal_text(text)
        changes.append(change)
    return changes


def _postal_index(row: Property) -> str:
    return row.index or row.name


def _change(kind: str, address: etree._Element) -> etree._Element:
    change = etree.Element(T + kind, nsmap=_NAMESPACES)
    change.append(address)
    return change


def _address_of(row: Property) -> etree._Element:
    if row.index is not None:
        return etree.Element(T + "IndexedFieldURI", FieldURI=row.uri, FieldIndex=row.index)
    return etree.Element(T + "FieldURI", FieldURI=row.uri)


def _mailbox(parent: etree._Element, person: Address | Attendee) -> None:
    mailbox = etree.SubElement(parent, T + "Mailbox")
    if person.name:
        etree.SubElement(mailbox, T + "Name").text = legal_text(person.name)
    etree.SubElement(mailbox, T + "EmailAddress").text = legal_text(person.email)


def scalar_text(row: Property, value: object) -> str:
    """The text of a simple value."""
    if row.kind == "flag":
        return "true" if _typed(row, value, bool) else "false"
    if row.kind == "moment":
        return moment_text(_typed(row, value, datetime))
    if row.kind == "whole":
        return str(_typed(row, value, int))
    if row.kind == "number":
        if not isinstance(value, int | float):
            raise UnknownFieldError(f"{row.name} wants a number, not {type(value).__name__}")
        return repr(float(value))
    return legal_text(_typed(row, value, str))


def moment_text(moment: datetime) -> str:
    """An aware time as EWS wants it: UTC, whole seconds."""
    if moment.tzinfo is None:
        raise UnknownFieldError("a time without zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def legal_text(text: str) -> str:
    """Text with the characters XML 1.0 forbids left out."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )


def _typed(row: Property, value: object, kind: type[V]) -> V:
    if not isinstance(value, kind):
        raise UnknownFieldError(f"{row.name} wants {kind.__name__}, not {type(value).__name__}")
    return value
