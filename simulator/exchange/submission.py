"""Sending: what a message gets when it is sent, before the transport takes it (MS-OXWSCORE 3.1.4.8 SendItem)."""

from simulator.exchange import delivery
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import MESSAGES, owner
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import message_id
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import EmailAddress


def check_sendable(organization: ExchangeOrganization, mailbox: Mailbox, item: Item) -> None:
    """Raise the error that keeps this item from being sent."""
    if item.kind not in MESSAGES:
        raise ExchangeError("ErrorInvalidItemForOperationSendItem")
    people = delivery.recipients(item)
    if not people:
        raise ExchangeError("ErrorMissingRecipients" if item.kind == "Message" else "ErrorInvalidRecipients")
    if any("@" not in person.email and person.routing_type == "SMTP" for person in people):
        raise ExchangeError("ErrorInvalidRecipients")
    limit = organization.directory.site_of(mailbox.account).max_message_size
    if limit is not None and item.size > limit:
        raise ExchangeError("ErrorMessageSizeExceeded")
    sender = item.get("message:From", EmailAddress)
    if sender is not None and sender.email and organization.directory.by_smtp(sender.email) != mailbox.account:
        raise ExchangeError("ErrorSendAsDenied")


def sent_properties(organization: ExchangeOrganization, mailbox: Mailbox, item: Item) -> dict[PropertyPath, object]:
    """What sending sets on the message."""
    me, now = owner(mailbox), organization.clock.now()
    changes: dict[PropertyPath, object] = {
        "message:From": me,
        "message:Sender": me,
        "item:DateTimeSent": now,
        "item:DateTimeReceived": now,
        "item:IsDraft": False,
        "item:IsFromMe": True,
        "message:IsRead": True,
    }
    if not item.text("message:InternetMessageId"):
        changes["message:InternetMessageId"] = message_id(organization)
    return changes


def send(organization: ExchangeOrganization, mailbox: Mailbox, item: Item) -> None:
    """Stamp the message (which is in no folder, or still where it was) and give it to the transport."""
    item.properties.update(sent_properties(organization, mailbox, item))
    item.mime = None
    delivery.submit(organization, mailbox, item)
