"""Strict readers for SyncFolderItems, FindItem, GetItem and the ids that writes answer.

They distinguish an absent property (no key, None) from an empty or malformed one: a Binary extended property without
content, or whose content is no base64, makes that one item an `ItemProblem`; its neighbours are read.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from datetime import UTC, datetime

from lxml import etree

from syncer.exchange_side.answers import Answer, children, malformed, message_error, the_only
from syncer.exchange_side.fault_table import WHOLE_REQUEST
from syncer.exchange_side.names import (
    ATTEMPT,
    CLEAN_GLOBAL_OBJECT_ID,
    CONVERSATION_INDEX,
    CRM_ID,
    CRM_LINK_STATE,
    CRM_ORG_ID,
    CRM_REGARDING_ID,
    CRM_REGARDING_TYPE,
    OBJECT_TYPES,
    READ_PROPERTIES,
    SEND_MARKER,
    ExtendedProperty,
    M,
    T,
)
from syncer.exchange_side.property_table import ELEMENTS, POSTAL_PARTS, Property
from syncer.exchange_side.values import (
    Address,
    Attendee,
    ChangeKind,
    ChangesPage,
    ExchangeItem,
    ItemChange,
    ItemProblem,
    ItemRef,
    PostalAddress,
    Stamp,
)

_CHANGES: dict[str, ChangeKind] = {
    T + "Create": "create",
    T + "Update": "update",
    T + "Delete": "delete",
    T + "ReadFlagChange": "read_flag",
}
_GROUPS = ("EmailAddresses", "PhoneNumbers", "PhysicalAddresses")
_RECEIVED = 2
"""Bit of AppointmentState: the meeting was received, so somebody else organizes it (MS-OXOCAL 2.2.1.10)."""


class ItemUnreadableError(Exception):
    """One item cannot be read; `code` as in `ItemProblem`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def read_changes(answer: Answer) -> ChangesPage:
    """The page of a SyncFolderItems answer. Raises `EwsError`; an answer without SyncState is MALFORMED."""
    message = the_only(answer)
    sync_state = (message.findtext(M + "SyncState") or "").strip()
    last = message.findtext(M + "IncludesLastItemInRange")
    if not sync_state or last is None:
        raise malformed("SyncFolderItems answered without SyncState or IncludesLastItemInRange")
    changes = tuple(_change(element) for element in children(message.find(M + "Changes")))
    return ChangesPage(changes, sync_state, _flag(last))


def read_found(answer: Answer) -> list[ItemRef]:
    """The ids of a FindItem answer with one parent folder."""
    message = the_only(answer)
    items = message.find(f"{M}RootFolder/{T}Items")
    return [_ref(item) for item in children(items)]


def read_items(answer: Answer, asked: tuple[str, ...]) -> list[ExchangeItem | ItemProblem]:
    """The items of a GetItem answer in the order asked. Raises `EwsError` for what concerns the whole request."""
    if len(answer.messages) != len(asked):
        raise malformed(f"{len(answer.messages)} response messages for {len(asked)} items")
    return [_item_or_problem(message, item_id) for message, item_id in zip(answer.messages, asked, strict=True)]


def read_refs(answer: Answer) -> ItemRef:
    """The id that CreateItem or UpdateItem answered for its one item."""
    message = the_only(answer)
    for item in children(message.find(M + "Items")):
        return _ref(item)
    raise malformed("a write answered without an item id")


def _change(element: etree._Element) -> ItemChange:
    kind = _CHANGES.get(str(element.tag))
    if kind is None:
        raise malformed(f"unknown change {element.tag}")
    if kind in {"delete", "read_flag"}:
        return ItemChange(kind, _ref(element), "")
    for item in children(element):
        return ItemChange(kind, _ref(item), etree.QName(item).localname)
    raise malformed(f"a {kind} without an item")


def _ref(item: etree._Element) -> ItemRef:
    item_id = item.find(T + "ItemId")
    if item_id is None or not item_id.get("Id"):
        raise malformed(f"a {etree.QName(item).localname} without ItemId")
    return ItemRef(item_id.get("Id", ""), item_id.get("ChangeKey", ""))


def _item_or_problem(message: etree._Element, asked: str) -> ExchangeItem | ItemProblem:
    error = message_error(message)
    if error is not None:
        if error.problem.kind in WHOLE_REQUEST and error.problem.code != "ErrorAccessDenied":
            raise error
        return ItemProblem(asked, error.problem.code or "MalformedItem", error.problem.detail)
    for item in children(message.find(M + "Items")):
        try:
            return read_item(item)
        except ItemUnreadableError as problem:
            return ItemProblem(asked, problem.code, str(problem))
    return ItemProblem(asked, "MalformedItem", "the answer holds no item")


def read_item(item: etree._Element) -> ExchangeItem:
    """One item element. Raises `ItemUnreadableError`."""
    name = etree.QName(item).localname
    item_id = item.find(T + "ItemId")
    if item_id is None or not item_id.get("Id"):
        raise ItemUnreadableError("MalformedItem", "no ItemId")
    extended = _extended(item)
    fields = _fields(item, ELEMENTS.get(name, ELEMENTS["Item"]))
    fields["SendMarker"] = extended.get(SEND_MARKER)
    _regarding(fields, extended)
    if name == "CalendarItem":
        fields["IsOrganizer"] = _is_organizer(fields)
    parent = item.find(T + "ParentFolderId")
    return ExchangeItem(
        ref=ItemRef(item_id.get("Id", ""), item_id.get("ChangeKey", "")),
        element=name,
        folder="" if parent is None else parent.get("Id", ""),
        fields=fields,
        stamp=_stamp(extended),
        clean_global_object_id=_binary(extended, CLEAN_GLOBAL_OBJECT_ID, "CleanGlobalObjectId"),
        conversation_index=_binary(extended, CONVERSATION_INDEX, "ConversationIndex"),
    )


def _fields(item: etree._Element, rows: tuple[Property, ...]) -> dict[str, object]:
    fields: dict[str, object] = {}
    indexed = _indexed(item)
    for row in rows:
        if row.index is not None:
            entry = indexed.get(f"{row.index}/postal" if row.kind == "postal" else row.index)
            value = None if entry is None else _entry(row, entry)
        else:
            element = item.find(T + row.name)
            value = None if element is None else _value(row, element)
        if value is not None:
            fields[row.name] = value
    return fields


def _indexed(item: etree._Element) -> dict[str, etree._Element]:
    entries: dict[str, etree._Element] = {}
    for group in _GROUPS:
        suffix = "/postal" if group == "PhysicalAddresses" else ""
        for entry in children(item.find(T + group)):
            entries[entry.get("Key", "") + suffix] = entry
    return entries


def _entry(row: Property, entry: etree._Element) -> object:
    if row.kind == "postal":
        return PostalAddress(**{field: entry.findtext(T + tag) or "" for field, tag in POSTAL_PARTS})
    return entry.text or None


def _value(row: Property, element: etree._Element) -> object:
    text = element.text or ""
    try:
        if row.kind in {"text", "body"}:
            return text
        if row.kind == "flag":
            return _flag(text)
        if row.kind == "moment":
            return read_moment(text)
        if row.kind == "whole":
            return int(text)
        if row.kind == "number":
            return _finite(float(text))
    except (ValueError, OverflowError):
        raise ItemUnreadableError("MalformedItem", f"{row.name} is {text[:60]!r}") from None
    if row.kind == "address":
        return _mailbox(element)
    if row.kind == "addresses":
        return tuple(_address(mailbox) for mailbox in children(element))
    return tuple(_attendee(attendee) for attendee in children(element))


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(number)
    return number


def read_moment(text: str) -> datetime:
    """An xs:dateTime; one without zone is UTC, because that is the zone every request names."""
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _flag(text: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    try:
        return known[text.strip()]
    except KeyError:
        raise ValueError(text) from None


def _mailbox(element: etree._Element) -> Address | None:
    mailbox = element.find(T + "Mailbox")
    return None if mailbox is None else _address(mailbox)


def _address(mailbox: etree._Element) -> Address:
    return Address(mailbox.findtext(T + "Name") or "", (mailbox.findtext(T + "EmailAddress") or "").strip())


def _attendee(element: etree._Element) -> Attendee:
    address = _mailbox(element) or Address("", "")
    return Attendee(address.name, address.email, (element.findtext(T + "ResponseType") or "Unknown").strip())


def _extended(item: etree._Element) -> dict[ExtendedProperty, str | None]:
    """The requested extended properties that the item has; None where the value is missing or empty."""
    by_key = {_key(name.attributes()): name for name in READ_PROPERTIES}
    found: dict[ExtendedProperty, str | None] = {}
    for prop in item.iterchildren(T + "ExtendedProperty"):
        uri = prop.find(T + "ExtendedFieldURI")
        name = None if uri is None else by_key.get(_key(uri.attrib))
        if name is not None:
            found[name] = (prop.findtext(T + "Value") or "").strip() or None
    return found


def _key(attributes: Mapping[str, str] | etree._Attrib) -> tuple[str, str, str]:
    """Tags may come back in decimal or hexadecimal; the type is left out, so a wrong PropertyType is seen too."""
    tag = attributes.get("PropertyTag", "")
    try:
        tag = str(int(tag, 0)) if tag else ""
    except ValueError:
        tag = ""
    return (
        tag,
        str(attributes.get("DistinguishedPropertySetId", "")),
        str(attributes.get("PropertyName") or attributes.get("PropertyId", "")),
    )


def _binary(extended: Mapping[ExtendedProperty, str | None], name: ExtendedProperty, label: str) -> bytes | None:
    if name not in extended:
        return None
    text = extended[name]
    if text is None:
        raise ItemUnreadableError("EmptyBinary", f"{label} is there but empty")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ItemUnreadableError("MalformedBinary", f"{label} is not base64") from None


def _stamp(extended: Mapping[ExtendedProperty, str | None]) -> Stamp:
    state = _first(extended, CRM_LINK_STATE)
    try:
        link_state = None if state is None else float(state)
    except ValueError:
        link_state = None
    return Stamp(
        _guid(_first(extended, CRM_ID)), _guid(_first(extended, CRM_ORG_ID)), link_state, extended.get(ATTEMPT)
    )


def _regarding(fields: dict[str, object], extended: Mapping[ExtendedProperty, str | None]) -> None:
    """`CrmRegarding` is one text, entity:id, made of the two marks; one mark without the other says nothing."""
    identifier, kind = _guid(_first(extended, CRM_REGARDING_ID)), _first(extended, CRM_REGARDING_TYPE)
    if identifier and kind:
        fields["CrmRegarding"] = f"{OBJECT_TYPES.get(kind.strip(), kind.strip().lower())}:{identifier}"


def _first(extended: Mapping[ExtendedProperty, str | None], names: tuple[ExtendedProperty, ...]) -> str | None:
    for name in names:
        value = extended.get(name)
        if value is not None:
            return value
    return None


def _guid(text: str | None) -> str | None:
    return None if text is None else text.strip("{} ").lower()


def _is_organizer(fields: Mapping[str, object]) -> bool:
    """MyResponseType decides; else the received bit of AppointmentState; an appointment alone is one's own."""
    response = fields.get("MyResponseType")
    if response == "Organizer":
        return True
    state = fields.get("AppointmentState")
    if isinstance(state, int):
        return not state & _RECEIVED
    return response in {None, "Unknown"}
