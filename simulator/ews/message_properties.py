"""Properties of messages, meeting messages and posts, in the order of types.xsd (MS-OXWSMSG, MS-OXWSMTGS 2.2.4)."""

from simulator.ews.property_row import Property, computed, stored
from simulator.ews.value_codecs import (
    BINARY,
    BOOLEAN,
    IDENTIFIER,
    MOMENT,
    RAW,
    RECIPIENT,
    RECIPIENTS,
    TEXT,
)
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_copies import associated

SENDER = "message:Sender"
FROM = "message:From"
TO = "message:ToRecipients"
CC = "message:CcRecipients"
BCC = "message:BccRecipients"


def _calendar_item(mailbox: Mailbox, item: Item) -> object:
    found = associated(mailbox, item)
    return (mailbox.item_id(found), mailbox.change_key(found)) if found is not None else None


MESSAGE: tuple[Property, ...] = (
    Property(SENDER, "Sender", RECIPIENT),
    Property(TO, "ToRecipients", RECIPIENTS, default=True, appendable=True, find=False),
    Property(CC, "CcRecipients", RECIPIENTS, default=True, appendable=True, find=False),
    Property(BCC, "BccRecipients", RECIPIENTS, appendable=True, find=False),
    Property("message:IsReadReceiptRequested", "IsReadReceiptRequested", BOOLEAN, default=True, deletable=False),
    Property("message:IsDeliveryReceiptRequested", "IsDeliveryReceiptRequested", BOOLEAN, default=True,
             deletable=False),
    stored("message:ConversationIndex", "ConversationIndex", BINARY),
    stored("message:ConversationTopic", "ConversationTopic", TEXT),
    Property(FROM, "From", RECIPIENT, default=True),
    Property("message:InternetMessageId", "InternetMessageId", TEXT),
    Property("message:IsRead", "IsRead", BOOLEAN, default=True, deletable=False),
    Property("message:IsResponseRequested", "IsResponseRequested", BOOLEAN, deletable=False),
    Property("message:References", "References", TEXT),
    Property("message:ReplyTo", "ReplyTo", RECIPIENTS, appendable=True, find=False),
    stored("message:ReceivedBy", "ReceivedBy", RECIPIENT, since="Exchange2007_SP1"),
    stored("message:ReceivedRepresenting", "ReceivedRepresenting", RECIPIENT, since="Exchange2007_SP1"),
    stored("message:ApprovalRequestData", "ApprovalRequestData", RAW, all=False, since="Exchange2013"),
    stored("message:VotingInformation", "VotingInformation", RAW, all=False, since="Exchange2013"),
    stored("message:ReminderMessageData", "ReminderMessageData", RAW, all=False, since="Exchange2013_SP1"),
)  # fmt: skip

MEETING_MESSAGE: tuple[Property, ...] = (
    computed("meeting:AssociatedCalendarItemId", "AssociatedCalendarItemId", IDENTIFIER, _calendar_item, default=True),
    stored("meeting:IsDelegated", "IsDelegated", BOOLEAN, default=True),
    stored("meeting:IsOutOfDate", "IsOutOfDate", BOOLEAN, default=True),
    stored("meeting:HasBeenProcessed", "HasBeenProcessed", BOOLEAN, default=True),
    stored("meeting:ResponseType", "ResponseType", TEXT, default=True),
    stored("calendar:UID", "UID", TEXT, since="Exchange2007_SP1"),
    stored("calendar:RecurrenceId", "RecurrenceId", MOMENT, since="Exchange2007_SP1"),
    stored("calendar:DateTimeStamp", "DateTimeStamp", MOMENT, since="Exchange2007_SP1"),
    stored("calendar:IsOrganizer", "IsOrganizer", BOOLEAN, since="Exchange2013"),
)

POST: tuple[Property, ...] = (
    stored("message:ConversationIndex", "ConversationIndex", BINARY),
    stored("message:ConversationTopic", "ConversationTopic", TEXT),
    Property(FROM, "From", RECIPIENT, default=True),
    Property("message:InternetMessageId", "InternetMessageId", TEXT),
    Property("message:IsRead", "IsRead", BOOLEAN, default=True, deletable=False),
    stored("postitem:PostedTime", "PostedTime", MOMENT),
    Property("message:References", "References", TEXT),
    Property(SENDER, "Sender", RECIPIENT),
)
