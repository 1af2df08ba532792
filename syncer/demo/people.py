"""The people of the walk-through with their own mail client: plain exchangelib, as anybody would use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from exchangelib import (
    DELEGATE,
    IMPERSONATION,
    Account,
    CalendarItem,
    Configuration,
    Contact,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
    Mailbox,
    Message,
)
from exchangelib.extended_properties import ExtendedProperty
from exchangelib.indexed_properties import EmailAddress
from exchangelib.items import MeetingRequest
from exchangelib.protocol import close_connections

ZONE = EWSTimeZone("UTC")


class CrmLinkState(ExtendedProperty):  # type: ignore[misc]
    """The mark with which a user asks for an item to be tracked in CRM: 1 is to be linked, 2 is linked."""

    distinguished_property_set_id = "PublicStrings"
    property_name = "crmLinkState"
    property_type = "Double"


class CleanGlobalObjectId(ExtendedProperty):  # type: ignore[misc]
    """PidLidCleanGlobalObjectId, a Binary property: the one that strikes in the article's known issue."""

    distinguished_property_set_id = "Meeting"
    property_id = 0x23
    property_type = "Binary"


TO_BE_LINKED = Decimal(1)

for _kind in (CalendarItem, Contact):
    _kind.register("crm_link_state", CrmLinkState)


def forget_servers() -> None:
    """Close exchangelib's connections and forget the servers it knows."""
    close_connections()


def open_mailbox(address: str, url: str, user: str, password: str, *, impersonate: bool = False) -> Any:
    """An exchangelib account of a mailbox on a known server."""
    configuration = Configuration(service_endpoint=url, credentials=Credentials(user, password))
    return Account(
        address,
        config=configuration,
        access_type=IMPERSONATION if impersonate else DELEGATE,
        autodiscover=False,
        default_timezone=ZONE,
    )


class Person:
    """Somebody with a mailbox and a mail client. Raises exchangelib's errors."""

    def __init__(self, account: Mapping[str, Any], ews_url: str) -> None:
        self.name: str = account["name"]
        self.display_name: str = account["display_name"]
        self.address: str = account["smtp"]
        self._open = (account["smtp"], ews_url, account["domain_user"], account["password"])
        self._account: Any = None

    @property
    def account(self) -> Any:
        """The exchangelib account, opened when it is first needed."""
        if self._account is None:
            self._account = open_mailbox(*self._open)
        return self._account

    def inbox(self, subject: str) -> list[Any]:
        """What lies in the Inbox with this text in its subject."""
        return [item for item in self.account.inbox.all() if subject in (item.subject or "")]

    def meetings(self, subject: str) -> list[Any]:
        """What the calendar shows under this subject."""
        return [item for item in self.account.calendar.all() if item.subject == subject]

    def meeting_requests(self, subject: str) -> list[Any]:
        """Invitations in the Inbox."""
        return [item for item in self.inbox(subject) if isinstance(item, MeetingRequest)]

    def contacts(self, surname: str) -> list[Any]:
        """Contacts with this surname."""
        return [item for item in self.account.contacts.all() if getattr(item, "surname", None) == surname]

    def tasks(self, subject: str) -> list[Any]:
        """Tasks under this subject."""
        return [item for item in self.account.tasks.all() if item.subject == subject]

    def write(self, to: Sequence[str], subject: str, body: str, **headers: str) -> None:
        """Send a message; `headers` are exchangelib's own names, for instance in_reply_to."""
        recipients = [Mailbox(email_address=address) for address in to]
        Message(account=self.account, subject=subject, body=body, to_recipients=recipients, **headers).send_and_save()

    def add_appointment(self, subject: str, start: datetime, end: datetime, *, track: bool) -> Any:
        """Put an appointment into the own calendar; `track` asks for it to be linked with CRM."""
        marks = {"crm_link_state": TO_BE_LINKED} if track else {}
        item = CalendarItem(
            account=self.account,
            folder=self.account.calendar,
            subject=subject,
            start=EWSDateTime.from_datetime(start),
            end=EWSDateTime.from_datetime(end),
            **marks,
        )
        item.save(send_meeting_invitations="SendToNone")
        return item

    def add_contact(self, given_name: str, surname: str, address: str) -> Any:
        """Put a contact into the own contacts and ask for it to be linked with CRM."""
        item = Contact(
            account=self.account,
            folder=self.account.contacts,
            given_name=given_name,
            surname=surname,
            display_name=f"{given_name} {surname}",
            file_as=f"{surname}, {given_name}",
            email_addresses=[EmailAddress(email=address, label="EmailAddress1")],
            crm_link_state=TO_BE_LINKED,
        )
        item.save()
        return item

    def read_binary_property_of_calendar(self) -> None:
        """Ask for CleanGlobalObjectId of everything in the calendar, as any client may."""
        CalendarItem.register("clean_global_object_id", CleanGlobalObjectId)
        try:
            list(self.account.calendar.all().only("subject", "clean_global_object_id"))
        finally:
            CalendarItem.deregister("clean_global_object_id")
