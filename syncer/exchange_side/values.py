"""What the Exchange side hands out and takes: frozen values, no XML and no HTTP in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["create", "update", "delete", "read_flag"]


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item's id and the version of it that was read (MS-OXWSCORE 2.2.4.31, ItemIdType)."""

    item_id: str
    change_key: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change of SyncFolderItems (MS-OXWSSYNC 3.1.4.2). `item_class` is the element name, empty for a deletion."""

    kind: ChangeKind
    ref: ItemRef
    item_class: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """One answer of SyncFolderItems; `sync_state` stands for everything up to and with this page."""

    changes: tuple[ItemChange, ...]
    sync_state: str
    includes_last: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """The marks Dynamics leaves on an Exchange item: `crmid`, `crmorgid` and `crmLinkState` in PublicStrings.

    Ids are lower-case GUIDs without braces; on the wire they are written `{GUID}`. Link state: 0 not linked,
    1 to be linked, 2 linked. `attempt` is ours (`tagusAttempt`): the intent that made the item, so that a late create
    of an interrupted attempt is told from a user's copy.
    """

    crm_id: str | None = None
    org_id: str | None = None
    link_state: float | None = None
    attempt: str | None = None


NO_STAMP = Stamp()


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an SMTP address; either may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """An attendee; `response` is Unknown, Organizer, Tentative, Accept, Decline or NoResponseReceived."""

    name: str
    email: str
    response: str = "Unknown"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A contact's postal address (MS-OXWSCONT 2.2.4.4); empty text where the item has none."""

    street: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Html:
    """A body to write as HTML. Bodies are read as text."""

    text: str


@dataclass(frozen=True, slots=True)
class ExchangeItem:
    """One item as it was read. `fields` is keyed by EWS element name; an absent property has no key.

    Value types: text `str`, times aware UTC `datetime`, `From`/`Sender`/`Organizer` an `Address`, recipients a tuple
    of `Address`, attendees a tuple of `Attendee`, the indexed contact properties under their own names
    (`EmailAddress1`, `BusinessPhone`, `BusinessAddress` …). Always there, None without a value: `SendMarker` (written
    by `send_meeting`). `IsOrganizer` of calendar items is worked out from MyResponseType and AppointmentState.
    `element` is the element's name (Message, CalendarItem, Contact, Task, MeetingRequest …), `folder` the parent
    folder's id.
    """

    ref: ItemRef
    element: str
    folder: str
    fields: Mapping[str, object]
    stamp: Stamp = NO_STAMP
    clean_global_object_id: bytes | None = None
    conversation_index: bytes | None = None


@dataclass(frozen=True, slots=True)
class ItemProblem:
    """One item that could not be read; the others of the batch could. `code` is EmptyBinary, MalformedBinary,
    MalformedItem or the server's own response code."""

    item_id: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attachment with its content."""

    name: str
    content_type: str
    content: bytes
