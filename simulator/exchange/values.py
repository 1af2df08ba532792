"""The values that properties of items hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """A mailbox as messages name it (EmailAddressType, MS-OXWSCDATA 2.2.4.31)."""

    name: str = ""
    email: str = ""
    routing_type: str = "SMTP"
    mailbox_type: str = ""
    """``Mailbox``, ``OneOff`` … as the client or the directory said; empty when nobody did."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited to a meeting (AttendeeType, MS-OXWSMTGS 2.2.4.6)."""

    mailbox: EmailAddress
    response: str = "Unknown"
    """Unknown, Organizer, Tentative, Accept, Decline or NoResponseReceived."""
    last_response: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a distribution list (MemberType, MS-OXWSDLIST 2.2.4.4)."""

    mailbox: EmailAddress
    key: str = ""
    """Names the member in the list."""
    status: str = "Normal"
    """Unrecognized, Normal or Demoted."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an item and the form it is kept in."""

    text: str
    type: Literal["Text", "HTML"] = "Text"
    truncated: bool | None = None
    """Whether a shape cut it; None in the store."""


@dataclass(frozen=True, slots=True)
class Flag:
    """The follow-up flag of an item (FlagType, MS-OXWSCDATA 2.2.4.42)."""

    status: str = "NotFlagged"
    start: datetime | None = None
    due: datetime | None = None
    complete: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhysicalAddress:
    """One postal address of a contact; ``None`` is a part that is not set."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class InternetHeader:
    """One header line of a message, unfolded."""

    name: str
    value: str
