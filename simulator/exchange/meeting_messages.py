"""The messages an organizer sends about a meeting: requests and cancellations, in no folder yet (MS-OXWSMTGS
2.2.4).
"""

from collections.abc import Iterable

from simulator.exchange.item import Item
from simulator.exchange.item_copy import copy_attachments
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_answer import own_address
from simulator.exchange.meeting_copies import attendees, shared
from simulator.exchange.new_message import sent_message
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import EmailAddress

_RECIPIENTS = (
    ("calendar:RequiredAttendees", "message:ToRecipients"),
    ("calendar:OptionalAttendees", "message:CcRecipients"),
    ("calendar:Resources", "message:BccRecipients"),
)


def build_request(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, addresses: frozenset[str], request_type: str
) -> Item:
    """A request for those attendees of the meeting that `addresses` (lower case) names.

    `request_type` is one of MeetingRequestTypeType: NewMeetingRequest, FullUpdate or InformationalUpdate.
    """
    request = _message(organization, mailbox, meeting, "MeetingRequest", "IPM.Schedule.Meeting.Request")
    for source, target in _RECIPIENTS:
        people = tuple(one.mailbox for one in attendees(meeting, source) if one.mailbox.email.lower() in addresses)
        if people:
            request.properties[target] = people
    request.properties |= {
        "meetingRequest:MeetingRequestType": request_type,
        "meetingRequest:IntendedFreeBusyStatus": meeting.text("calendar:LegacyFreeBusyStatus") or "Busy",
        "calendar:LegacyFreeBusyStatus": "Tentative",
        "calendar:IsResponseRequested": meeting.flag("calendar:IsResponseRequested", True),
        "calendar:IsMeeting": True,
        "calendar:IsCancelled": False,
        "calendar:MeetingRequestWasSent": True,
        "message:IsResponseRequested": meeting.flag("calendar:IsResponseRequested", True),
        "meeting:ResponseType": "NoResponseReceived",
    }
    return request


def build_cancellation(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, addresses: Iterable[str]
) -> Item:
    """A cancellation for the given addresses."""
    message = _message(organization, mailbox, meeting, "MeetingCancellation", "IPM.Schedule.Meeting.Canceled")
    names = {one.mailbox.email.lower(): one.mailbox for one in attendees(meeting)}
    message.properties |= {
        "item:Subject": f"Canceled: {meeting.text('item:Subject')}",
        "message:ToRecipients": tuple(names.get(one, _by_address(organization, one)) for one in addresses),
        "calendar:LegacyFreeBusyStatus": "Free",
        "calendar:IsMeeting": True,
        "calendar:IsCancelled": True,
    }
    return message


def _by_address(organization: ExchangeOrganization, address: str) -> EmailAddress:
    account = organization.directory.by_smtp(address)
    return EmailAddress(account.display_name if account is not None else address, address)


def _message(organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, kind: str, item_class: str) -> Item:
    sender = own_address(mailbox)
    properties: dict[PropertyPath, object] = sent_message(organization, organization.clock.now()) | shared(meeting)
    properties |= {
        "message:From": sender,
        "message:Sender": sender,
        "message:ConversationTopic": meeting.text("item:Subject"),
        "meeting:IsDelegated": False,
        "meeting:IsOutOfDate": False,
        "meeting:HasBeenProcessed": False,
    }
    attachments = copy_attachments(meeting.attachments, mailbox.new_key)
    message = Item(kind, item_class, properties=properties, attachments=attachments)
    complete_new_item(mailbox, message)
    return message
