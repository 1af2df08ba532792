"""The changes in an UpdateItem request: SetItemField, AppendToItemField, DeleteItemField (MS-OXWSCORE 3.1.4.9.3)."""

from dataclasses import dataclass, field, replace

from lxml import etree

from simulator.ews.contact_properties import ADDRESS, DICTIONARY_KEYS, check_index
from simulator.ews.item_parsing import read_extended, read_property, row_for_update, store
from simulator.ews.item_properties import ATTACHMENTS, HEADER_PATH, MIME_CONTENT
from simulator.ews.mapi_aliases import ALIAS_OF, ITEM_CLASS
from simulator.ews.property_paths import read_path
from simulator.ews.property_row import Property
from simulator.ews.property_table import row_of, row_of_element
from simulator.ews.request_context import RequestContext
from simulator.ews.time_zone_xml import read_definition, read_meeting_time_zone
from simulator.ews.xml_text import children, content, local_name
from simulator.exchange.distribution_list import MEMBER, MEMBERS
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.property_path import (
    GUID_OF_SET,
    ExtendedPropertyPath,
    IndexedPath,
    PropertyPath,
)
from simulator.exchange.values import Attendee, Body, Member
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import TYPES

PATH_ELEMENTS = ("FieldURI", "IndexedFieldURI", "ExtendedFieldURI")


@dataclass
class Updates:
    """What an ItemChange comes to, in terms of the store."""

    set: dict[PropertyPath, object] = field(default_factory=dict)
    delete: dict[PropertyPath, None] = field(default_factory=dict)
    item_class: str | None = None

    def put(self, values: dict[PropertyPath, object]) -> None:
        """Set these; a later change of one request wins, and stands last."""
        for path in values:
            self.delete.pop(path, None)
            self.set.pop(path, None)
        self.set.update(values)

    def drop(self, path: PropertyPath) -> None:
        """Delete this."""
        self.set.pop(path, None)
        self.delete[path] = None


def read_updates(context: RequestContext, item: Item, element: etree._Element) -> Updates:
    """All changes in a ``t:Updates``. Raises ExchangeError, and then nothing is changed."""
    updates = Updates()
    if item.kind == "CalendarItem":
        context = _in_new_zone(context, element)
    for change in children(element):
        parts = children(change)
        if not parts or local_name(parts[0]) not in PATH_ELEMENTS:
            raise EwsFault("ErrorSchemaValidation", f"The element '{local_name(change)}' has incomplete content.")
        path, name = read_path(parts[0]), local_name(change)
        if name == "DeleteItemField":
            _delete(item, updates, path)
        elif name in ("SetItemField", "AppendToItemField"):
            _set(context, item, updates, path, _value_element(parts), append=name == "AppendToItemField")
        else:
            raise EwsFault("ErrorSchemaValidation", f"The element 'Updates' has invalid child element '{name}'.")
    return updates


def _in_new_zone(context: RequestContext, updates: etree._Element) -> RequestContext:
    """The context in which new times are read: in the zone that the same request gives the item."""
    for tag, read in (("StartTimeZone", read_definition), ("MeetingTimeZone", read_meeting_time_zone)):
        found = next(updates.iter(f"{{{TYPES}}}{tag}"), None)
        if found is not None:
            return replace(context, item_zone=read(found, context.time_zone))
    return context


def _value_element(parts: list[etree._Element]) -> etree._Element:
    """The one property inside the item element. Raises ErrorIncorrectUpdatePropertyCount."""
    if len(parts) != 2:
        raise EwsFault("ErrorSchemaValidation", "The element 'SetItemField' has incomplete content.")
    inner = children(parts[1])
    if len(inner) != 1:
        raise ExchangeError("ErrorIncorrectUpdatePropertyCount")
    return inner[0]


def _set(
    context: RequestContext, item: Item, updates: Updates, path: PropertyPath, element: etree._Element, *, append: bool
) -> None:
    if isinstance(path, ExtendedPropertyPath):
        if append:
            raise ExchangeError("ErrorInvalidPropertyAppend", path=path)
        _set_extended(updates, path, element)
        return
    uri = path.uri if isinstance(path, IndexedPath) else path
    row = row_for_update(item, _holder(uri))
    if isinstance(path, IndexedPath):
        check_index(path)
    if row_of_element(item.kind, local_name(element)) is not row:
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    if append and (not row.appendable or isinstance(path, IndexedPath)):
        raise ExchangeError("ErrorInvalidPropertyAppend", path=path)
    if row.path == ITEM_CLASS:
        updates.item_class = content(element)
        return
    if row.path in (MIME_CONTENT, ATTACHMENTS):
        raise ExchangeError("ErrorInvalidPropertySet", path=path)
    values = read_property(context, row, element)
    if isinstance(path, IndexedPath):
        _set_indexed(item, updates, path, values)
        return
    if append:
        held = updates.set.get(row.path, item.properties.get(row.path))
        values = {row.path: _appended(path, held, values[row.path])}
    elif row.path in _DICTIONARIES:
        for uri in _DICTIONARIES[row.path]:
            for held_path in item.properties:
                if isinstance(held_path, IndexedPath) and held_path.uri == uri:
                    updates.drop(held_path)
    updates.put({key: _with_answers(item, value) for key, value in values.items()})


_DICTIONARIES = {
    "contacts:EmailAddresses": ("contacts:EmailAddress",),
    "contacts:PhoneNumbers": ("contacts:PhoneNumber",),
    "contacts:ImAddresses": ("contacts:ImAddress",),
    "contacts:PhysicalAddresses": tuple(uri for uri in DICTIONARY_KEYS if uri.startswith(ADDRESS)),
    "item:InternetMessageHeaders": (HEADER_PATH,),
    MEMBERS: (MEMBER,),
}


def _holder(uri: str) -> str:
    for holder, uris in _DICTIONARIES.items():
        if uri in uris:
            return holder
    return uri


def _with_answers(item: Item, value: object) -> object:
    """Attendees keep the answers they gave: a client cannot write answers (MS-OXWSMTGS 2.2.4.6)."""
    if not isinstance(value, tuple) or not value or not isinstance(value[0], Attendee):
        return value
    answers = {
        attendee.mailbox.email.lower(): attendee
        for path in ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
        for attendee in item.get(path, tuple) or ()
    }
    kept = []
    for attendee in value:
        known = answers.get(attendee.mailbox.email.lower())
        kept.append(
            Attendee(attendee.mailbox, known.response, known.last_response)
            if known is not None
            else Attendee(attendee.mailbox)
        )
    return tuple(kept)


def _set_extended(updates: Updates, path: ExtendedPropertyPath, element: etree._Element) -> None:
    if local_name(element) != "ExtendedProperty":
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    given, value = read_extended(element)
    if given != path:
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    values: dict[PropertyPath, object] = {}
    store(values, path, value)
    if ITEM_CLASS in values:
        updates.item_class = str(values.pop(ITEM_CLASS))
    updates.put(values)


def _set_indexed(item: Item, updates: Updates, path: IndexedPath, values: dict[PropertyPath, object]) -> None:
    if path.uri == MEMBER:
        _replace_member(item, updates, path, values.get(MEMBERS))
        return
    wanted = IndexedPath(path.uri, path.key.lower()) if path.uri == HEADER_PATH else path
    if set(values) != {wanted}:
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    updates.put(values)


def _members(item: Item, updates: Updates) -> tuple[Member, ...]:
    held = () if MEMBERS in updates.delete else updates.set.get(MEMBERS, item.properties.get(MEMBERS, ()))
    return tuple(one for one in held if isinstance(one, Member)) if isinstance(held, tuple) else ()


def _replace_member(item: Item, updates: Updates, path: IndexedPath, new: object) -> None:
    """Put ``new`` (members) in the place of the member with the path's key, which is then gone."""
    members = _members(item, updates)
    place = next((place for place, member in enumerate(members) if member.key == path.key), None)
    if place is None:
        raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
    others = members[:place] + members[place + 1 :]
    added = tuple(one for one in new if one not in others) if isinstance(new, tuple) else ()
    updates.put({MEMBERS: (*members[:place], *added, *members[place + 1 :])})


def _appended(path: PropertyPath, held: object, more: object) -> object:
    if isinstance(held, Body) and isinstance(more, Body):
        if held.type != more.type and held.text:
            raise ExchangeError("ErrorInvalidPropertyAppend", path=path)
        return Body(held.text + more.text, more.type)
    if isinstance(held, tuple) and isinstance(more, tuple):
        return held + tuple(entry for entry in more if entry not in held)
    return more


def _delete(item: Item, updates: Updates, path: PropertyPath) -> None:
    if isinstance(path, ExtendedPropertyPath):
        alias = ALIAS_OF.get(path)
        if alias is not None:
            row = row_of(item.kind, alias.path) if isinstance(alias.path, str) else None
            if alias.back is None or (row is not None and row.settable and not row.deletable):
                raise ExchangeError("ErrorInvalidPropertyDelete", path=path)
            updates.drop(alias.path)
        elif path.set_id == GUID_OF_SET["InternetHeaders"] and path.name is not None and path.type == "String":
            updates.drop(IndexedPath(HEADER_PATH, path.name.lower()))
        else:
            updates.drop(path)
        return
    if isinstance(path, IndexedPath):
        row_for_update(item, _holder(path.uri))
        check_index(path)
        if path.uri == MEMBER:
            _replace_member(item, updates, path, ())
            return
        updates.drop(IndexedPath(path.uri, path.key.lower()) if path.uri == HEADER_PATH else path)
        return
    row = row_for_update(item, path)
    _check_deletable(row)
    for uri in _DICTIONARIES.get(path, ()):
        for held in item.properties:
            if isinstance(held, IndexedPath) and held.uri == uri:
                updates.drop(held)
    updates.drop(path)


def _check_deletable(row: Property) -> None:
    if not row.settable or not row.deletable or row.path in (MIME_CONTENT, ATTACHMENTS):
        raise ExchangeError("ErrorInvalidPropertyDelete", path=row.path)
