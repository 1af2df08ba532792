"""An attendee's answer: what it changes in the attendee's calendar, and the message that tells the organizer (MS-
OXWSMTGS).
"""

from typing import Literal

from simulator.exchange.conversation import answer_index
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_copies import organizer, shared
from simulator.exchange.new_message import sent_message
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Body, EmailAddress

Position = Literal["Accept", "Tentative", "Decline"]

_CLASSES: dict[Position, str] = {
    "Accept": "IPM.Schedule.Meeting.Resp.Pos",
    "Tentative": "IPM.Schedule.Meeting.Resp.Tent",
    "Decline": "IPM.Schedule.Meeting.Resp.Neg",
}
_PREFIXES: dict[Position, str] = {"Accept": "Accepted", "Tentative": "Tentative", "Decline": "Declined"}


def own_address(mailbox: Mailbox) -> EmailAddress:
    """The mailbox owner as a sender."""
    return EmailAddress(mailbox.account.display_name, mailbox.account.smtp, mailbox_type="Mailbox")


def take_position(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, position: Position, request: Item | None
) -> Item:
    """Write the answer into the attendee's calendar item; a declined meeting goes to Deleted Items. Returns the item.

    An accepted meeting shows as its organizer intended (busy when nothing was said), a tentative one as tentative.
    """
    intended = request.text("meetingRequest:IntendedFreeBusyStatus") if request is not None else ""
    shown = {"Accept": intended or "Busy", "Tentative": "Tentative", "Decline": "Free"}[position]
    mailbox.update_item(
        meeting,
        {
            "calendar:MyResponseType": position,
            "calendar:LegacyFreeBusyStatus": shown,
            "calendar:AppointmentReplyTime": organization.clock.now(),
            "calendar:AppointmentReplyName": mailbox.account.display_name,
        },
    )
    if position == "Decline":
        mailbox.delete_item(meeting, "MoveToDeletedItems")
    return meeting


def build_answer(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, position: Position, body: Body | None
) -> Item:
    """The MeetingResponse for the organizer, in no folder yet."""
    response = Item("MeetingResponse", _CLASSES[position])
    now = organization.clock.now()
    response.properties = sent_message(organization, now) | shared(meeting)
    sender, to = own_address(mailbox), organizer(meeting)
    subject = meeting.text("item:Subject")
    response.properties |= {
        "item:Subject": f"{_PREFIXES[position]}: {subject}",
        "item:Body": body if body is not None else Body(""),
        "message:From": sender,
        "message:Sender": sender,
        "message:ToRecipients": (to,) if to is not None else (),
        "message:ConversationTopic": meeting.text("message:ConversationTopic") or subject,
        "meeting:ResponseType": position,
        "meeting:IsDelegated": False,
        "meeting:IsOutOfDate": False,
    }
    index = meeting.get("message:ConversationIndex", bytes)
    if index is not None:
        response.properties["message:ConversationIndex"] = answer_index(index, now)
    complete_new_item(mailbox, response)
    return response
