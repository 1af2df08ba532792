"""From the ids in a request to folders and items of the store (MS-OXWSCDATA 2.2.4.65 TargetFolderIdType)."""

from dataclasses import replace

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.schema_version import require
from simulator.ews.xml_text import children, content, local_name, types_child
from simulator.exchange.distinguished_folders import SINCE
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import decode_change_key, decode_folder_id, decode_item_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.recurrence_dates import date_at
from simulator.exchange.series import occurrence, recurrence_of
from simulator.soap.faults import EwsFault


def read_folder(context: RequestContext, element: etree._Element) -> tuple[Mailbox, Folder]:
    """The folder that a FolderId or DistinguishedFolderId names, with its mailbox.

    Raises ErrorFolderNotFound, ErrorInvalidIdMalformed, ErrorInvalidIdEmpty, ErrorCannotUseItemIdForFolderId,
    ErrorInvalidChangeKey for a ChangeKey that is none, even the empty text (Learn, "ResponseCode"),
    ErrorNoPublicFolderServerAvailable, and EwsFault for a name that the schema lacks.
    """
    name = local_name(element)
    if element.get("ChangeKey") is not None:
        decode_change_key(element.get("ChangeKey", ""))
    if name == "DistinguishedFolderId":
        return _distinguished(context, element)
    if name == "AddressListId":
        raise NotSimulated(f"folders named by {name}")
    _check_id(element, "FolderId")
    mailbox = context.mailbox
    return mailbox, context.organization.find_folder(mailbox, decode_folder_id(element.get("Id", "")))


def read_target_folder(
    context: RequestContext, parent: etree._Element, missing: str = "ErrorFolderNotFound"
) -> tuple[Mailbox, Folder]:
    """The folder named inside ``parent`` (ToFolderId, SavedItemFolderId, ParentFolderId …).

    ``missing`` is the code of a folder that isn't there.
    """
    inner = children(parent)
    if not inner:
        raise EwsFault("ErrorSchemaValidation", f"The element '{local_name(parent)}' has incomplete content.")
    try:
        return read_folder(context, inner[0])
    except ExchangeError as error:
        if error.code == "ErrorFolderNotFound":
            raise ExchangeError(missing) from None
        raise


def read_item(context: RequestContext, element: etree._Element) -> Item:
    """The item that an ItemId, an OccurrenceItemId or a RecurringMasterItemId names.

    Raises ErrorItemNotFound and the errors of malformed ids; ErrorCalendarCannotUseIdForRecurringMasterId,
    ErrorCalendarCannotUseIdForOccurrenceId, ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange,
    ErrorCalendarOccurrenceIsDeletedFromRecurrence.
    """
    name = local_name(element)
    if name == "OccurrenceItemId":
        return _occurrence(context, element)
    if name == "RecurringMasterItemId":
        return _master(context, element)
    if name == "RecurringMasterItemIdRanges":
        raise NotSimulated(f"items named by {name}")
    _check_id(element, "ItemId")
    return context.organization.find_item(context.mailbox, decode_item_id(element.get("Id", "")))


def _occurrence(context: RequestContext, element: etree._Element) -> Item:
    """The occurrence with a number, counted from 1; deleted ones count too (MS-OXWSCORE 2.2.4.35)."""
    identity, number = element.get("RecurringMasterId"), element.get("InstanceIndex", "")
    if identity is None or not number.lstrip("-").isdecimal():
        raise schema_fault("The attributes of 'OccurrenceItemId' are missing or invalid.")
    master = context.organization.find_item(context.mailbox, decode_item_id(identity))
    recurrence = recurrence_of(master)
    if recurrence is None or master.occurrence is not None:
        raise ExchangeError("ErrorCalendarCannotUseIdForRecurringMasterId")
    day = date_at(recurrence, int(number))
    if day is None:
        raise ExchangeError("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")
    return occurrence(master, day)


def _master(context: RequestContext, element: etree._Element) -> Item:
    """The master of the series that an occurrence belongs to (MS-OXWSCORE 2.2.4.39)."""
    identity = element.get("OccurrenceId")
    if identity is None:
        raise schema_fault("The required attribute 'OccurrenceId' of 'RecurringMasterItemId' is missing.")
    key = decode_item_id(identity)
    master = context.organization.find_item(context.mailbox, replace(key, occurrence=None))
    if key.occurrence is None or recurrence_of(master) is None:
        raise ExchangeError("ErrorCalendarCannotUseIdForOccurrenceId")
    return master


def given_change(element: etree._Element) -> int | None:
    """The change number in an id element's ChangeKey; None without one. Raises ErrorInvalidChangeKey."""
    key = element.get("ChangeKey")
    return decode_change_key(key) if key else None


def _check_id(element: etree._Element, wanted: str) -> None:
    """Raise EwsFault for an element that the schema has not among such ids, or that has no Id."""
    name = local_name(element)
    if name != wanted:
        raise schema_fault(f"The element has invalid child element '{name}'.")
    if element.get("Id") is None:
        raise schema_fault(f"The required attribute 'Id' of '{name}' is missing.")


def _distinguished(context: RequestContext, element: etree._Element) -> tuple[Mailbox, Folder]:
    """A folder by its name.

    A name that the schema lacks is a fault. The organization has no public folders, and no mailbox has an archive: what
    an archive's folder is answered is our choice.
    """
    name = element.get("Id", "")
    if name not in SINCE:
        raise schema_fault(f"The 'Id' attribute is invalid - The value '{name}' is invalid.")
    require(context, SINCE[name], f"The 'Id' attribute with the value '{name}'")
    mailbox = _named_mailbox(context, element)
    if name == "publicfoldersroot":
        raise ExchangeError("ErrorNoPublicFolderServerAvailable")
    return mailbox, mailbox.distinguished(name)


def _named_mailbox(context: RequestContext, element: etree._Element) -> Mailbox:
    named = types_child(element, "Mailbox")
    address = None if named is None else types_child(named, "EmailAddress")
    if address is None or not content(address).strip():
        return context.mailbox
    mailbox = context.organization.mailbox_at(content(address).strip())
    if mailbox is not context.mailbox:
        raise ExchangeError("ErrorFolderNotFound")
    return mailbox
